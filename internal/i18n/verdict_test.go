package i18n_test

import (
	"strings"
	"testing"

	"siaga/internal/i18n"
	"siaga/locales"
)

const (
	safetyKey = "report.safe"
	plainKey  = "kernel.paused"
)

// said is a verdict on a text as it stands in the release.
func said(t *i18n.Texts, seq int64, speaker, status, key, text string) i18n.Verdict {
	raw := t.Keys("jv")[key]
	if text == "" {
		text = raw
	}
	return i18n.Verdict{Tag: "jv", Key: key, Speaker: speaker, Status: status, Text: text, Source: i18n.Fingerprint(t.Keys(i18n.Source)[key]),
		Base: i18n.Fingerprint(raw), By: "guru, " + speaker, On: "2026-11-23", Seq: seq}
}

func TestStandingOfATextAfterWhatWasSaid(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	v := func(seq int64, speaker, status, key, text string) i18n.Verdict {
		return said(texts, seq, speaker, status, key, text)
	}
	old := v(1, "a", i18n.Keep, plainKey, "")
	old.Source = "another text"
	gone := v(1, "a", i18n.Better, plainKey, "Sae.")
	gone.Base = "another release"
	for name, c := range map[string]struct {
		key     string
		said    []i18n.Verdict
		status  string
		text    string
		doubled bool
	}{
		"nothing said of a safety text":        {safetyKey, nil, "", "", true},
		"one keeps a safety text":              {safetyKey, []i18n.Verdict{v(1, "a", i18n.Keep, safetyKey, "")}, "", "", true},
		"two keep a safety text":               {safetyKey, []i18n.Verdict{v(1, "a", i18n.Keep, safetyKey, ""), v(2, "b", i18n.Keep, safetyKey, "")}, i18n.Keep, "", false},
		"one changes a safety text":            {safetyKey, []i18n.Verdict{v(1, "a", i18n.Better, safetyKey, "Aman?")}, i18n.Draft, "Aman?", true},
		"another keeps the change":             {safetyKey, []i18n.Verdict{v(1, "a", i18n.Better, safetyKey, "Aman?"), v(2, "b", i18n.Keep, safetyKey, "Aman?")}, i18n.Better, "Aman?", false},
		"another kept what was there before":   {safetyKey, []i18n.Verdict{v(1, "b", i18n.Keep, safetyKey, ""), v(2, "a", i18n.Better, safetyKey, "Aman?")}, i18n.Draft, "Aman?", true},
		"the operator confirms the change":     {safetyKey, []i18n.Verdict{v(1, "a", i18n.Better, safetyKey, "Aman?"), v(2, i18n.Operator, i18n.Keep, safetyKey, "Aman?")}, i18n.Better, "Aman?", false},
		"two against one who calls it wrong":   {safetyKey, []i18n.Verdict{v(1, "a", i18n.Keep, safetyKey, ""), v(2, "b", i18n.Keep, safetyKey, ""), v(3, "c", i18n.Wrong, safetyKey, "")}, i18n.Wrong, "", true},
		"the operator settles it":              {safetyKey, []i18n.Verdict{v(1, "c", i18n.Wrong, safetyKey, ""), v(2, i18n.Operator, i18n.Keep, safetyKey, "")}, i18n.Keep, "", false},
		"wrong after the operator":             {safetyKey, []i18n.Verdict{v(1, i18n.Operator, i18n.Keep, safetyKey, ""), v(2, "c", i18n.Wrong, safetyKey, "")}, i18n.Wrong, "", true},
		"another wording leaves wrong behind":  {safetyKey, []i18n.Verdict{v(1, "c", i18n.Wrong, safetyKey, ""), v(2, "a", i18n.Better, safetyKey, "Aman?")}, i18n.Draft, "Aman?", true},
		"one changes an ordinary text":         {plainKey, []i18n.Verdict{v(1, "a", i18n.Better, plainKey, "Sae.")}, i18n.Better, "Sae.", false},
		"one calls an ordinary text wrong":     {plainKey, []i18n.Verdict{v(1, "a", i18n.Wrong, plainKey, "")}, i18n.Wrong, "", true},
		"the Indonesian has changed since":     {plainKey, []i18n.Verdict{old}, "", "", false},
		"the release's text has changed since": {plainKey, []i18n.Verdict{gone}, "", "", false},
		"skipped":                              {plainKey, []i18n.Verdict{v(1, "a", i18n.Skip, plainKey, "")}, "", "", false},
		"a wording that invents a place":       {plainKey, []i18n.Verdict{v(1, "a", i18n.Better, plainKey, "{{.place}}")}, "", "", false},
	} {
		s := texts.Stand("jv", c.key, c.said)
		want := c.text
		if want == "" {
			want = texts.Keys("jv")[c.key]
		}
		if s.Status != c.status || s.Text != want {
			t.Errorf("%s: got %q %q, want %q %q", name, s.Status, s.Text, c.status, want)
		}
		live, err := texts.With(texts.Settle(c.said))
		if err != nil {
			t.Fatal(err)
		}
		got, err := live.Text("jv", c.key, map[string]any{"numbers": "", "place": ""})
		if err != nil || !strings.HasPrefix(got, want) || strings.Contains(got, "🇮🇩") != c.doubled {
			t.Errorf("%s: said %q (%v), with the Indonesian text: %v", name, got, err, c.doubled)
		}
	}
}

func TestReleaseWithTheSameTextNeedsNoVerdictAnyMore(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	changed := said(texts, 1, "a", i18n.Better, plainKey, "Sae.")
	next, err := texts.With([]i18n.Override{{Tag: "jv", Key: plainKey, Status: i18n.Better, Text: "Sae.", Source: changed.Source, Was: changed.Base}})
	if err != nil {
		t.Fatal(err)
	}
	if s := next.Stand("jv", plainKey, []i18n.Verdict{changed}); s.Text != "Sae." || s.Status != i18n.Keep || s.By != "guru, a" {
		t.Errorf("got %+v", s)
	}
}
