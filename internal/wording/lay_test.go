package wording_test

import (
	"strings"
	"testing"

	"siaga/internal/i18n"
)

func TestWhatWasSaidGoesIntoTheFiles(t *testing.T) {
	t.Parallel()
	b := open(t, "mad")
	kept, _ := b.Target.Text("report.end")
	first := b.Lay([]i18n.Override{{Tag: "mad", Key: "report.end", Status: i18n.Keep, By: "guru, Sumenep", On: "2026-11-23"}})
	if len(first.Bad)+len(first.Changes) > 0 || len(first.Reviewed) != 1 {
		t.Fatalf("%+v", first)
	}
	o := b.Lay([]i18n.Override{
		{Tag: "mad", Key: "report.ask", Status: i18n.Better, Text: "Salamet {{.who}}?", By: "guru, Sumenep; bidan, Bangkalan", On: "2026-11-24"},
		{Tag: "mad", Key: "report.ask.yes", Status: i18n.Draft, Text: "Engghi", By: "guru, Sumenep", On: "2026-11-24"},
		{Tag: "mad", Key: "report.end", Status: i18n.Wrong, Text: kept, On: "2026-11-24"},
		{Tag: "ban", Key: "report.ask", Status: i18n.Better, Text: "Becik?", By: "x", On: "2026-11-24"},
	})
	if len(o.Bad) > 0 || len(o.Changes) != 2 || strings.Join(o.Reviewed, " ") != "report.ask" || strings.Join(o.Dropped, " ") != "report.end" {
		t.Errorf("%+v", o)
	}
	file, reviews := b.Target.String(), b.Reviews.String()
	if !strings.Contains(file, `"report.ask" = "Salamet {{.who}}?" # sure`) || !strings.Contains(file, `"report.ask.yes" = "Engghi"`) {
		t.Errorf("the file\n%s", file)
	}
	if !strings.Contains(reviews, `by = "guru, Sumenep; bidan, Bangkalan"`) || !strings.Contains(reviews, `on = "2026-11-24"`) || strings.Contains(reviews, "report.end") || strings.Contains(reviews, "report.ask.yes") {
		t.Errorf("reviews.toml\n%s", reviews)
	}
	if bad := b.Lay([]i18n.Override{{Tag: "mad", Key: "report.ask", Status: i18n.Better, Text: "Salamet?", By: "x", On: "2026-11-24"}}); len(bad.Bad) != 1 {
		t.Errorf("a lost place got into the files: %+v", bad)
	}
}
