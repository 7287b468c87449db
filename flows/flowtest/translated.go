package flowtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"siaga/flows"
	"siaga/internal/casework"
)

// Translated plays every transcript of a folder in Indonesian and, in step with it, in each other language: whoever presses and
// types the same is asked the same, and the same is done. What is said must exist and fit a phone.
func Translated(t *testing.T, dir string, stage func() Stage) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts in %s (%v)", dir, err)
	}
	for _, l := range stage().Texts.Languages() {
		if l.Tag == "id" {
			continue
		}
		t.Run(l.Tag, func(t *testing.T) {
			t.Parallel()
			for _, file := range files {
				if err := inStep(stage, file, l.Tag); err != nil {
					t.Errorf("%s: %v", filepath.Base(file), err)
				}
			}
		})
	}
}

// inStep plays one transcript in two languages at once.
func inStep(stage func() Stage, file, lang string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	script, err := Parse(filepath.Base(file), string(raw))
	if err != nil || strings.Contains(string(raw), "\n@lang") || strings.Contains(string(raw), "[Bahasa Indonesia]") {
		return err // it is about languages itself
	}
	one, two := NewPlayer(stage(), nil), NewPlayer(stage(), nil)
	two.conv.Lang = lang
	for _, l := range script.Lines {
		if err := bothDo(one, two, l); err != nil {
			return fmt.Errorf("line %d %q: %w", l.Number, l.Say+l.Directive, err)
		}
	}
	return nil
}

func bothDo(one, two *Player, l Line) error {
	if l.Comment != "" || l.Directive != "" {
		if err := one.line(l); err != nil {
			return err
		}
		return two.line(l)
	}
	deed, err := Read(l.Say)
	if err != nil {
		return err
	}
	in, err := one.input(deed)
	if err != nil {
		return err
	}
	two.ids = one.ids
	a, err := one.turn(in)
	if err != nil {
		return err
	}
	b, err := two.turn(in)
	if err != nil {
		return err
	}
	if x, y := outline(a), outline(b); x != y {
		return fmt.Errorf("got\n%s\nwant\n%s", y, x)
	}
	return two.fits(b)
}

// outline is what a turn says and does without its words.
func outline(t flows.Turn) string {
	var out []string
	for _, r := range t.Replies {
		if r.Key == "kernel.offer" { // made only to those who write another language than they read
			continue
		}
		line := r.Key
		for _, b := range slices.Concat(r.Buttons...) {
			line += " [" + b.Choice + b.URL + "]"
		}
		out = append(out, line)
	}
	for _, e := range t.Effects {
		out = append(out, "do "+wordless(e))
	}
	return strings.Join(append(out, "at "+string(t.Next.Open())), "\n")
}

// wordless describes an effect without what may be written in the person's language.
func wordless(e flows.Effect) string {
	bare := func(r casework.Report) casework.Report {
		r.Story = nil
		return r
	}
	switch e := e.(type) {
	case flows.OpenCase:
		e.Report = bare(e.Report)
		return describe(e)
	case flows.AddToCase:
		e.Report = bare(e.Report)
		return describe(e)
	}
	return describe(e)
}

// Most characters of a message and of a button in two languages.
const (
	mostMessage = 1600
	mostButton  = 60
)

// fits checks that everything of a turn can be written and read on a phone.
func (p *Player) fits(t flows.Turn) error {
	for _, r := range t.Replies {
		text, err := p.stage.Texts.Text(p.lang(r), r.Key, r.Data)
		if err != nil {
			return err
		}
		if n := len([]rune(text)); n > mostMessage {
			return fmt.Errorf("%s has %d characters, at most %d", r.Key, n, mostMessage)
		}
		for _, b := range slices.Concat(r.Buttons...) {
			if n := len([]rune(p.label(p.lang(r), b))); n > mostButton {
				return fmt.Errorf("button %q has %d characters, at most %d", p.label(p.lang(r), b), n, mostButton)
			}
		}
	}
	return nil
}

// Spoken plays the same conversation in every language: in its script "[=key]" presses the button of that key and "{word}" is
// a sentence of the language, from a table with a row for each. The transcripts are for speakers to read.
func Spoken(t *testing.T, dir string, update bool, stage func() Stage) {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(dir, "script.txt"))
	if err != nil {
		t.Fatal(err)
	}
	sentences, err := table(filepath.Join(dir, "sentences.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range stage().Texts.Languages() {
		if l.Tag == "id" {
			continue
		}
		t.Run(l.Tag, func(t *testing.T) {
			t.Parallel()
			own, ok := sentences[l.Tag]
			if !ok {
				t.Fatalf("sentences.tsv has no row for %s", l.Tag)
			}
			spoken(t, filepath.Join(dir, l.Tag+".txt"), filled(string(script), stage().Texts, l, own), update, stage)
		})
	}
}

func spoken(t *testing.T, file, body string, update bool, stage func() Stage) {
	t.Helper()
	parsed, err := Parse(filepath.Base(file), body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Play(stage(), parsed)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(file)
	if err != nil && !update {
		t.Fatal(err)
	}
	Compare(t, file, string(want), got, update)
}

// filled writes a script in one language.
func filled(script string, texts Texts, l flows.Language, own map[string]string) string {
	var out []string
	for _, line := range strings.Split(script, "\n") {
		for name, sentence := range own {
			line = strings.ReplaceAll(line, "{"+name+"}", sentence)
		}
		line = strings.ReplaceAll(line, "{language}", l.Name)
		if key, ok := strings.CutPrefix(line, "citizen> [="); ok {
			line = "citizen> [" + texts.Button(l.Tag, strings.TrimSuffix(key, "]")) + "]"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// table reads rows of tab-separated values under a head; the first column names the row.
func table(file string) (map[string]map[string]string, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	head := strings.Split(lines[0], "\t")
	out := map[string]map[string]string{}
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(head) {
			return nil, fmt.Errorf("%s: %d cells, want %d: %s", file, len(cells), len(head), line)
		}
		row := map[string]string{}
		for i, name := range head {
			row[name] = cells[i]
		}
		out[cells[0]] = row
	}
	return out, nil
}
