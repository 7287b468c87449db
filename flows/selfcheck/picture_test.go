package selfcheck_test

import (
	"testing"

	"siaga/flows"
	"siaga/flows/selfcheck"
)

// TestWhatIsRead: photos, pictures and PDFs, and nothing that is too large or of another kind.
func TestWhatIsRead(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		in   flows.Input
		want bool
	}{
		{flows.Input{Kind: flows.Photo}, true},
		{flows.Input{Kind: flows.Document, Mime: "image/png", Size: 1 << 20}, true},
		{flows.Input{Kind: flows.Document, Mime: "application/pdf", Size: 1 << 20}, true},
		{flows.Input{Kind: flows.Document, Mime: "application/pdf", Size: 21 << 20}, false},
		{flows.Input{Kind: flows.Document, Mime: "application/zip", Size: 100}, false},
		{flows.Input{Kind: flows.Document, Size: 100}, false},
		{flows.Input{Kind: flows.Voice, Mime: "application/pdf"}, false},
	} {
		if got := selfcheck.IsPicture(x.in); got != x.want {
			t.Errorf("%v %q %d: %v", x.in.Kind, x.in.Mime, x.in.Size, got)
		}
	}
}
