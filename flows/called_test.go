package flows

import "testing"

func TestCalled(t *testing.T) {
	t.Parallel()
	batak := Language{Name: "Hata Batak Toba", Called: []string{"batak", "toba", "batak toba"}}
	tetun := Language{Name: "Tetun"}
	for _, c := range []struct {
		what   string
		lang   Language
		said   string
		listed bool
		want   bool
	}{
		{"its own name", batak, "hata batak toba", false, true},
		{"two words of others", batak, "batak toba", false, true},
		{"behind bahasa", batak, "bahasa batak", false, true},
		{"one word is a place too", batak, "toba", false, false},
		{"one word after the list", batak, "toba", true, true},
		{"its own name of one word", tetun, "tetun", false, false},
		{"its own name of one word after the list", tetun, "tetun", true, true},
		{"within a sentence", batak, "saya di toba", true, false},
		{"bahasa alone", batak, "bahasa", true, false},
		{"nothing", batak, "", true, false},
	} {
		if got := c.lang.called(c.said, c.listed); got != c.want {
			t.Errorf("%s: %q, listed %v: %v", c.what, c.said, c.listed, got)
		}
	}
}
