package wording_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"siaga/internal/i18n"
	"siaga/internal/wording"
)

const source = `# The source.

# Asked first. {who}: a name.
"report.ask" = "Apakah {{.who}} aman?"
"report.ask.yes" = "Ya"
"report.ask.yes.words" = "iya, y"
"report.ask.no" = "Tidak"

# --- a heading ---
# Said at the end.
"report.end" = """Terima kasih.

"Sampai" jumpa."""
"duty.card" = "Kasus"
`

const target = `# Madhura, draft.
"report.ask" = "Ponapa {{.who}} salamet?" # sure
# This one is doubtful.
"report.ask.yes" = "Enggi"

"report.ask.no" = "Bunten"
"report.end" = """Sakalangkong.

Pangapora."""
`

func languages() fstest.MapFS {
	return fstest.MapFS{"id.toml": {Data: []byte(source)}, "mad.toml": {Data: []byte(target)}, "languages.toml": {Data: []byte(
		"[[language]]\ntag = \"id\"\nname = \"Bahasa Indonesia\"\nstatus = \"source\"\n[[language]]\ntag = \"mad\"\nname = \"Madhura\"\nstatus = \"draft\"\n")}}
}

func open(t *testing.T, tag string) *wording.Book {
	t.Helper()
	b, err := wording.Open(languages(), tag)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sheet gives the rows of the language as a spreadsheet has them.
func sheet(t *testing.T, b *wording.Book) string {
	t.Helper()
	var out bytes.Buffer
	if err := wording.WriteCSV(&out, b.Tag, b.Rows(func(string) wording.Place { return wording.Place{Screen: "report: ask", Talk: "bot> =1+1\n"} })); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// back reads a spreadsheet over a fresh book.
func back(t *testing.T, raw string) (*wording.Book, wording.Outcome) {
	t.Helper()
	tag, rows, err := wording.ReadCSV([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, tag)
	return b, b.Merge(rows, "2026-11-29")
}

func TestDocumentIsKeptAsItWasWritten(t *testing.T) {
	t.Parallel()
	d, err := wording.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.String(); got != target {
		t.Errorf("unchanged, it came out as\n%s", got)
	}
	order := []string{"report.ask", "report.ask.yes", "report.ask.yes.words", "report.ask.no", "report.end"}
	d.Set("report.ask", `{{.who}} "salamet"?`, order)
	d.Set("report.ask.no", `Bunten "ta' iye" \`, order)
	d.Set("report.ask.yes.words", "iya", order)
	d.Set("report.end", "\nSatu\n\"\"\"dua\"", order)
	got := d.String()
	want := strings.NewReplacer(`"Ponapa {{.who}} salamet?"`, `"{{.who}} \"salamet\"?"`, `"Bunten"`, `"Bunten \"ta' iye\" \\"`, "\"Enggi\"\n", "\"Enggi\"\n\"report.ask.yes.words\" = \"iya\"\n",
		"\"\"\"Sakalangkong.\n\nPangapora.\"\"\"", "\"\"\"\n\nSatu\n\"\"\\\"dua\\\"\"\"\"").Replace(target)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, err := wording.Parse(got)
	if err != nil {
		t.Fatal(err)
	}
	for key, text := range map[string]string{"report.ask.no": `Bunten "ta' iye" \`, "report.end": "\nSatu\n\"\"\"dua\"", "report.ask": `{{.who}} "salamet"?`} {
		if read, _ := again.Text(key); read != text {
			t.Errorf("%s: read back %q, want %q", key, read, text)
		}
	}
}

func TestCommentsReachTheSpeaker(t *testing.T) {
	t.Parallel()
	d, err := wording.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"report.ask": "Asked first. {who}: a name.", "report.ask.no": "Asked first. {who}: a name.",
		"report.end": "Said at the end.", "duty.card": ""} {
		if got := d.Comment(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

func TestRoundTripChangesNothing(t *testing.T) {
	t.Parallel()
	raw := sheet(t, open(t, "mad"))
	text := strings.TrimPrefix(raw, "\uFEFF")
	var wide bytes.Buffer
	wide.Write([]byte{0xFF, 0xFE})
	if err := binary.Write(&wide, binary.LittleEndian, utf16.Encode([]rune(strings.ReplaceAll(text, "\n", "\r\n")))); err != nil {
		t.Fatal(err)
	}
	var xliff bytes.Buffer
	if err := wording.WriteXLIFF(&xliff, "mad", open(t, "mad").Rows(nil)); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"as written": raw, "without the mark": text, "lines of Windows": strings.ReplaceAll(raw, "\n", "\r\n"),
		"UTF-16": wide.String(), "semicolons": other(t, raw, ';'), "tabs": other(t, raw, '\t')} {
		b, o := back(t, file)
		if len(o.Changes)+len(o.Bad)+len(o.Reviewed) != 0 || o.Same != 4 || o.Left != 1 {
			t.Errorf("%s: %+v", name, o)
		}
		if b.Target.String() != target {
			t.Errorf("%s: the file came out as\n%s", name, b.Target.String())
		}
	}
	tag, rows, err := wording.ReadXLIFF(xliff.Bytes(), "")
	if err != nil || tag != "mad" {
		t.Fatalf("XLIFF: %q, %v", tag, err)
	}
	b := open(t, tag)
	if o := b.Merge(rows, "2026-11-29"); len(o.Changes)+len(o.Bad) != 0 || o.Same != 4 || b.Target.String() != target {
		t.Errorf("XLIFF: %+v", o)
	}
}

func TestASpeakersWorkComesBack(t *testing.T) {
	t.Parallel()
	raw := strings.Replace(sheet(t, open(t, "mad")), "Bunten,draft,,", "Ta' iye,draft,\"penutur, Sumenep\",", 1)
	b, o := back(t, raw)
	if len(o.Bad) != 0 || len(o.Changes) != 1 || o.Changes[0] != (wording.Change{Key: "report.ask.no", Old: "Bunten", New: "Ta' iye"}) {
		t.Fatalf("%+v", o)
	}
	if got, want := b.Target.String(), strings.Replace(target, "Bunten", "Ta' iye", 1); got != want {
		t.Errorf("got\n%s", got)
	}
	if r, ok := b.Reviews.Of("mad", "report.ask.no", "Tidak", "Ta' iye"); !ok || r.By != "penutur, Sumenep" || r.On != "2026-11-29" {
		t.Errorf("review %+v %v", r, ok)
	}
	if _, ok := b.Reviews.Of("mad", "report.ask.no", "Tidak", "lain"); ok {
		t.Error("a review holds for another text")
	}
	saved, err := wording.ParseReviews(b.Reviews.String())
	if err != nil || saved.String() != b.Reviews.String() {
		t.Errorf("reviews come out differently: %v\n%s", err, b.Reviews.String())
	}
	if _, ok := saved.Of("mad", "report.ask.no", "Tidak", "Ta' iye"); !ok {
		t.Error("the review is lost when saved")
	}
}

func TestBadRowsAreRefusedWithLineAndReason(t *testing.T) {
	t.Parallel()
	head := "key;indonesia;terjemahan (mad)\n"
	tests := []struct{ name, row, why string }{
		{"unknown key", "report.nothing;x;y", "no such key"},
		{"no key", ";Ya;Enggi", "no key"},
		{"officers' text", "duty.card;Kasus;Kasus", "no texts for officers"},
		{"another source", "report.ask.yes;Iya;Iya", "another one now"},
		{"lost place", "report.ask;Apakah {{.who}} aman?;Salamet?", "places"},
		{"long", "report.ask.yes;Ya;" + strings.Repeat("x", 29), "at most 28"},
		{"twice", "report.ask.yes;Ya;Enggi\nreport.ask.yes;Ya;Enggih", "stands in line 2"},
		{"word of another button", "report.ask.yes;Ya;Bunten", "names"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, o := back(t, head+test.row+"\n")
			if len(o.Bad) != 1 || !strings.Contains(o.Bad[0].Why, test.why) || o.Bad[0].Line == 0 {
				t.Errorf("%+v, want one with %q", o.Bad, test.why)
			}
		})
	}
}

func TestFilesThatAreNoSheetsAreRefused(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{"empty": "", "no columns": "a,b\n1,2\n", "Latin-1": "key,indonesia,terjemahan\na,\xe9,b\n",
		"open quote": "key,indonesia,terjemahan\na,\"b\n", "column twice": "key,key,indonesia,terjemahan\n"} {
		if _, rows, err := wording.ReadCSV([]byte(raw)); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
	for name, raw := range map[string]string{"cut off": "<xliff><file target-language=\"mad\"><trans-unit id=\"a\"><source>", "entity": "<xliff><trans-unit id=\"a\"><source>&lol;</source></trans-unit></xliff>"} {
		if _, rows, err := wording.ReadXLIFF([]byte(raw), ""); err == nil {
			t.Errorf("%s: %v", name, rows)
		}
	}
}

func TestNothingIsComputedByASpreadsheet(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	rows := []wording.Row{{Key: "a", Source: "=1+1", Text: "@x", Note: "-2", Talk: "'quoted"}}
	if err := wording.WriteCSV(&out, "mad", rows); err != nil {
		t.Fatal(err)
	}
	for _, cell := range []string{",=1", ",@x", ",-2"} {
		if strings.Contains(out.String(), cell) {
			t.Errorf("%q stands bare in\n%s", cell, out.String())
		}
	}
	_, got, err := wording.ReadCSV(out.Bytes())
	if err != nil || len(got) != 1 || got[0].Source != "=1+1" || got[0].Text != "@x" || got[0].Talk != "'quoted" {
		t.Errorf("read back %+v, %v", got, err)
	}
}

func TestXLIFFProtectsPlacesAndReadsSignatures(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := wording.WriteXLIFF(&out, "mad", open(t, "mad").Rows(nil)); err != nil {
		t.Fatal(err)
	}
	if want := `Ponapa <ph id="1">{{.who}}</ph> salamet?`; !strings.Contains(out.String(), want) {
		t.Errorf("no %s in\n%s", want, out.String())
	}
	signed := strings.Replace(out.String(), `<target state="needs-review-translation">Enggi<`, `<target state="signed-off">Engghi<`, 1)
	tag, rows, err := wording.ReadXLIFF([]byte(signed), "penutur, Sumenep")
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, tag)
	o := b.Merge(rows, "2026-11-29")
	if len(o.Changes) != 1 || len(o.Reviewed) != 1 || o.Reviewed[0] != "report.ask.yes" {
		t.Errorf("%+v", o)
	}
	if _, ok := b.Reviews.Of("mad", "report.ask.yes", "Ya", "Engghi"); !ok {
		t.Error("the signature is lost")
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	b := open(t, "mad")
	b.Reviews.Set(i18n.Review{Tag: "mad", Key: "report.ask.no", Source: i18n.Fingerprint("Tidak"), Text: i18n.Fingerprint("Bunten"), By: "x", On: "2026-11-29"})
	if got, want := b.Count(), (wording.Counts{All: 4, Draft: 3, Reviewed: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := open(t, "ban").Count(), (wording.Counts{All: 4, Missing: 4}); got != want {
		t.Errorf("a new language: %+v, want %+v", got, want)
	}
}

// other writes a sheet with another separator, as a spreadsheet of another country would.
func other(t *testing.T, raw string, sign rune) string {
	t.Helper()
	in := csvReader(raw)
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := csvWriter(&out, sign)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
