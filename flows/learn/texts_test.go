package learn

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/understand"
	"siaga/locales"
)

// Bounds on the texts, in characters.
const (
	maxScreen  = i18n.MaxMessage
	maxShare   = i18n.MaxShare // without the lines of numbers
	maxButton  = i18n.MaxButton
	preview    = i18n.Preview // what a notification may show to others
	minLessons = 10
)

// telling words must not stand where somebody else may see them.
var tellingWords = []string{
	"korban", "perdagangan", "tppo", "polisi", "lapor", "kasus", "jual", "paksa", "sekap", "eksploitasi", "darurat", "kekerasan",
	"hukum", "pidana", "tahan", "tipu", "scam", "sindikat", "penjara", "jerat", "ancam",
}

// phone finds what looks like a telephone number, short ones included.
var phone = regexp.MustCompile(`\+\d|\b(110|112|129|148|171|1955|15999)\b|\b0\d{3}|\d[\d -]{7,}\d`)

// speech lets the flow see the texts.
type speech struct{ *i18n.Texts }

func (w speech) Languages() []flows.Language {
	return []flows.Language{{Tag: "id", Name: "Bahasa Indonesia"}}
}

func load(t *testing.T) speech {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	return speech{texts}
}

// scene is a turn at one row, with no numbers in its texts.
func scene(w speech, row flows.Row) *flows.Scene {
	return &flows.Scene{C: &flows.Conversation{State: row.At}, Row: row,
		Env: flows.Env{Words: w, Numbers: func(casework.Place) flows.Data { return flows.Data{"numbers": ""} }}}
}

func text(t *testing.T, w speech, key string, data flows.Data) string {
	t.Helper()
	if !w.Has(key) {
		t.Errorf("text %q is missing", key)
		return ""
	}
	got, err := w.Text("id", key, data)
	if err != nil {
		t.Errorf("text %q: %v", key, err)
	}
	return strings.TrimSpace(got)
}

func TestEveryLessonIsWhole(t *testing.T) {
	t.Parallel()
	w := load(t)
	all := lessons()
	if len(all) < minLessons {
		t.Fatalf("got %d lessons, want at least %d", len(all), minLessons)
	}
	for _, l := range all {
		t.Run(l.id, func(t *testing.T) {
			t.Parallel()
			if l.screens < 2 || l.screens > 3 {
				t.Errorf("got %d screens, want two or three", l.screens)
			}
			none := flows.Data{"numbers": ""}
			for n := 1; n <= l.screens; n++ {
				short(t, string(l.screen(n)), text(t, w, string(l.screen(n)), l.page(n)(nil)), maxScreen)
			}
			if extra := string(l.screen(l.screens + 1)); w.Has(extra) {
				t.Errorf("text %q is never shown", extra)
			}
			short(t, "think", text(t, w, string(l.at("think")), nil), maxScreen)
			short(t, "quiz", text(t, w, string(l.at("quiz")), nil), maxScreen)
			for _, a := range l.quiz {
				short(t, "said "+a, text(t, w, "learn."+l.id+".said."+a, nil), maxScreen)
			}
			share := "learn." + l.id + ".share"
			short(t, "share", text(t, w, share, none), maxShare)
			if !strings.HasSuffix(strings.TrimSpace(w.Keys("id")[share]), "{{.numbers}}") {
				t.Errorf("%s has no numbers at its end", share)
			}
		})
	}
}

func short(t *testing.T, what, text string, most int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n == 0 || n > most {
		t.Errorf("%s has %d characters, want 1 to %d:\n%s", what, n, most, text)
	}
}

func TestQuizAnswersLeadSomewhereAndNobodyIsScolded(t *testing.T) {
	t.Parallel()
	w := load(t)
	flow, err := New()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[flows.State]flows.Row{}
	for _, r := range flow.Rows() {
		rows[r.At] = r
	}
	for _, l := range lessons() {
		sorted := slices.Sorted(slices.Values(l.quiz))
		if !slices.Equal(sorted, []string{"best", "near", "risk"}) {
			t.Errorf("%s: quiz answers %v, want best, near and risk in some order", l.id, l.quiz)
		}
		quiz := rows[l.at("quiz")]
		for _, a := range l.quiz {
			if quiz.Go["*"] != l.at("end") || rows[l.at("end")].Accept == nil {
				t.Errorf("%s: answer %q leads nowhere", l.id, a)
			}
			said := strings.ToLower(w.Label("id", "learn."+l.id+".said."+a))
			for _, bad := range []string{"salah!", "jawaban salah", "anda salah", "keliru", "bodoh", "kok bisa", "kabur", "ilegal"} {
				if strings.Contains(said, bad) {
					t.Errorf("%s.said.%s scolds with %q", l.id, a, bad)
				}
			}
		}
	}
}

// every row with its own buttons: each label exists, is short, and is read both as a press and as typed words.
func TestEveryButtonIsReadAsPressAndAsWords(t *testing.T) {
	t.Parallel()
	w := load(t)
	flow, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range flow.Rows() {
		if row.Accept == nil { // a junction
			continue
		}
		s := scene(w, row)
		for _, b := range slices.Concat(row.Accept.Buttons(s)...) {
			label := b.Label
			if b.Key != "" {
				label = text(t, w, b.Key, nil)
			}
			short(t, fmt.Sprintf("%s [%s]", row.At, b.Choice), label, maxButton)
			press, ok := row.Accept.Read(s, flows.Input{Kind: flows.Press, Choice: b.Choice})
			if !ok {
				t.Errorf("%s: press %q is not read", row.At, b.Choice)
				continue
			}
			if _, ok := row.Go[press.Event]; !ok && row.Go["*"] == "" {
				t.Errorf("%s: %q leads nowhere", row.At, b.Choice)
			}
			typed, ok := row.Accept.Read(s, flows.Input{Kind: flows.Text, Text: flows.Texts(label)[0]})
			if !ok || typed.Event != press.Event {
				t.Errorf("%s: typed %q gives %q, pressed %q", row.At, label, typed.Event, press.Event)
			}
		}
	}
}

// Each word of a button must name that button and no other of the same row.
func TestWordsNameOneButton(t *testing.T) {
	t.Parallel()
	w := load(t)
	flow, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range flow.Rows() {
		if row.Accept == nil { // a junction
			continue
		}
		s := scene(w, row)
		for _, b := range slices.Concat(row.Accept.Buttons(s)...) {
			key := b.Key
			if key == "" && row.At == list {
				_, item, _ := strings.Cut(b.Choice, ":")
				key = "learn.tick." + item
			} else if key == "" {
				key = row.Ask + "." + b.Choice
			}
			press, _ := row.Accept.Read(s, flows.Input{Kind: flows.Press, Choice: b.Choice})
			for _, word := range w.Synonyms("id", key) {
				typed, ok := row.Accept.Read(s, flows.Input{Kind: flows.Text, Text: flows.Texts(word)[0]})
				if !ok || typed.Event != press.Event || typed.Set[answerTicked] != press.Set[answerTicked] {
					t.Errorf("%s: %q names %q, want %q", row.At, word, typed.Event, press.Event)
				}
			}
		}
	}
}

func TestNothingShowsInAPreviewAndNoNumberIsWritten(t *testing.T) {
	t.Parallel()
	w := load(t)
	data := map[string]any{"numbers": "", "icon": "📄", "page": "1/3", "done": "", "all": "8", "lines": "", "have": "", "missing": "", "first": "", "then": ""}
	for key, raw := range w.Keys("id") {
		if !strings.HasPrefix(key, "learn.") {
			continue
		}
		if found := phone.FindString(raw); found != "" {
			t.Errorf("%s holds what looks like a telephone number: %q", key, found)
		}
		if strings.HasSuffix(key, ".words") {
			continue
		}
		shown, err := w.Text("id", key, data)
		if err != nil {
			t.Errorf("%s: %v", key, err)
		}
		first := strings.ToLower(string([]rune(shown)[:min(preview, utf8.RuneCountInString(shown))]))
		for _, telling := range tellingWords {
			if strings.Contains(first, telling) {
				t.Errorf("%s shows %q in its first %d characters: %s", key, telling, preview, first)
			}
		}
	}
}

// A label typed as it stands must not be taken for a cry for help or a wipe, which a host reads first.
func TestNoLabelIsReadAsACry(t *testing.T) {
	t.Parallel()
	w := load(t)
	reader := understand.New(struct {
		*region.Gazetteer
		*region.Resolver
	}{region.Default(), region.NewResolver(region.Default())})
	for key := range w.Keys("id") {
		if !strings.HasPrefix(key, "learn.") || strings.HasSuffix(key, ".words") || utf8.RuneCountInString(w.Label("id", key)) > maxButton {
			continue
		}
		for _, said := range append(w.Synonyms("id", key), w.Label("id", key)) {
			if got := reader.Read(said).Intent; got == "emergency" || got == "delete" {
				t.Errorf("%s: %q is read as %s", key, said, got)
			}
		}
	}
}

func TestEveryTextIsUsed(t *testing.T) {
	t.Parallel()
	w := load(t)
	used := map[string]bool{}
	flow, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range flow.Rows() {
		if row.Accept == nil {
			continue
		}
		used[row.Ask] = true
		for _, b := range slices.Concat(row.Accept.Buttons(scene(w, row))...) {
			used[b.Key], used[row.Ask+"."+b.Choice] = true, true
		}
	}
	for _, l := range lessons() {
		used["learn."+l.id+".share"] = true
		for _, a := range l.quiz {
			used["learn."+l.id+".said."+a] = true
		}
	}
	for _, item := range items() {
		used["learn.tick."+item], used["learn.item."+item] = true, true
	}
	for _, key := range []string{"learn.to_menu", "learn.thanks", "learn.numbers", "learn.list_share", "learn.help", "learn.urgent", "learn.tips_on", "learn.tips_off", "learn.who_answer", "learn.who_mind.papers", "learn.who_mind.official"} {
		used[key] = true
	}
	for key := range w.Keys("id") {
		if strings.HasPrefix(key, "learn.") && !used[strings.TrimSuffix(key, ".words")] {
			t.Errorf("text %q is never said", key)
		}
	}
}

func TestChecklistPassedOnIsShortAndComesBack(t *testing.T) {
	t.Parallel()
	w := load(t)
	for n := range 1 << len(items()) {
		var on []string
		for i, item := range items() {
			if n&(1<<i) != 0 {
				on = append(on, item)
			}
		}
		s := &flows.Scene{C: &flows.Conversation{Answers: map[string]private.Text{}}, Env: flows.Env{Words: w, Now: time.Time{}}}
		s.Keep(answerTicked, strings.Join(on, " "))
		sent := text(t, w, "learn.list_share", checklist(s))
		short(t, "list", sent, maxShare)
		back := &flows.Scene{C: &flows.Conversation{Answers: map[string]private.Text{}}, Env: s.Env}
		if !took(back, sent) || back.Get(answerTicked) != s.Get(answerTicked) {
			t.Fatalf("sent with %v, read back %q from\n%s", on, back.Get(answerTicked), sent)
		}
	}
	for _, other := range []string{"", "✅ 1. satu baris saja", "halo", strings.Repeat("✅ 9. x\n", 8), strings.Repeat("✅ 1. x\n", 8)} {
		s := &flows.Scene{C: &flows.Conversation{Answers: map[string]private.Text{}}, Env: flows.Env{Words: w}}
		if took(s, other) {
			t.Errorf("%q was read as a list", other)
		}
	}
}
