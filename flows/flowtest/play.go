package flowtest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/voice"
)

// Texts writes messages.
type Texts interface {
	flows.Words
	Text(tag, key string, data map[string]any) (string, error)
	Heard(tag, key string, data map[string]any, has func(tag, key string) bool) ([]voice.Part, error)
}

// Stage is what a flow is played with.
type Stage struct {
	Flow  flows.Flow
	Texts Texts
	Env   func(now time.Time) flows.Env // everything but ids and receipts, which count up from one
	// Numbers gives the hotlines in a language, instead of Env's; may be nil.
	Numbers func(lang string, p casework.Place, now time.Time) flows.Data
	Start   time.Time
	Heard   func(Said) // told of each message, may be nil
}

// Said is one message as it was heard in a conversation.
type Said struct {
	State   flows.State
	Reply   flows.Reply
	Text    string
	Buttons [][]string
}

// Run plays every transcript of a folder and compares; with update the files are written anew.
func Run(t *testing.T, dir string, update bool, stage func() Stage) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts in %s (%v)", dir, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			script, err := Parse(filepath.Base(file), string(raw))
			if err != nil {
				t.Fatal(err)
			}
			got, err := Play(stage(), script)
			if err != nil {
				t.Fatal(err)
			}
			Compare(t, file, string(raw), got, update)
		})
	}
}

// Compare fails with both texts when a transcript came out differently.
func Compare(t *testing.T, file, want, got string, update bool) {
	t.Helper()
	if got == want {
		return
	}
	if update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s came out differently; read the difference, then run with -update if it is meant\n%s", file, Diff(want, got))
}

// Diff shows the first lines that differ, with a few before.
func Diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		if i < len(w) && i < len(g) && w[i] == g[i] {
			continue
		}
		from := max(0, i-4)
		return fmt.Sprintf("line %d\n--- want\n%s\n--- got\n%s", i+1,
			strings.Join(w[min(from, len(w)):min(i+6, len(w))], "\n"), strings.Join(g[min(from, len(g)):min(i+6, len(g))], "\n"))
	}
	return ""
}

// Player holds one run.
type Player struct {
	stage   Stage
	conv    flows.Conversation
	now     time.Time
	keys    bool
	voices  []string // languages in which every text that can be spoken was recorded
	outside outside
	ids     int
	shown   []shownMessage
	last    *flows.Input
	printer Printer
}

type shownMessage struct {
	state   flows.State
	step    int64
	lang    string
	buttons [][]flows.Button
}

// Play plays a transcript against a flow and prints it with all answers.
func Play(stage Stage, script Script) (string, error) {
	p := NewPlayer(stage, script.About)
	for _, l := range script.Lines {
		p.printer.Line(l)
		if err := p.line(l); err != nil {
			return "", fmt.Errorf("%s:%d: %w", script.Name, l.Number, err)
		}
	}
	return p.printer.String(), nil
}

// NewPlayer begins a run that is played line by line.
func NewPlayer(stage Stage, about []string) *Player {
	p := &Player{stage: stage, now: stage.Start}
	p.printer.About(about)
	return p
}

// Do plays one line, as it would stand in a transcript.
func (p *Player) Do(line string) error {
	script, err := Parse("line", "# one line\n"+line)
	if err != nil {
		return err
	}
	for _, l := range script.Lines {
		before := p.printer
		p.printer.Line(l)
		if err := p.line(l); err != nil {
			p.printer = before
			return err
		}
	}
	return nil
}

// Play plays one line of a script.
func (p *Player) Play(l Line) error {
	p.printer.Line(l)
	return p.line(l)
}

// Transcript gives what was played so far.
func (p *Player) Transcript() string { return p.printer.String() }

func (p *Player) line(l Line) error {
	switch {
	case l.Comment != "":
		return nil
	case l.Directive != "":
		return p.directive(l)
	}
	deed, err := Read(l.Say)
	if err != nil {
		return err
	}
	in, err := p.input(deed)
	if err != nil {
		return err
	}
	p.last = &in
	return p.step(in)
}

func (p *Player) directive(l Line) error {
	switch l.Directive {
	case "wait":
		d, err := l.Wait()
		p.now = p.now.Add(d)
		return err
	case "lang":
		p.conv.Lang = l.Arg
	case "voices":
		p.voices = strings.Fields(l.Arg)
	case "keys":
		p.keys = true
	case "again": // the same update twice is recognised before a flow sees it; the flow must not mind it either
		if p.last != nil {
			return nil
		}
	case "reads":
		p.outside.reads = true
	case "read":
		return p.step(p.outside.read(l.Arg))
	case "listed":
		p.outside.listing = l.Arg
	case "licence":
		p.outside.licence = l.Arg
	case "known":
		p.outside.known = l.Arg
	case "deploy":
		p.conv.State = "a state that a deploy removed"
	default:
		return fmt.Errorf("directive @%s is not known", l.Directive)
	}
	return nil
}

// input makes the input of a deed; a press looks for its label under the messages shown, the newest first.
func (p *Player) input(d Deed) (flows.Input, error) {
	in := flows.Input{Kind: flows.InputKind(d.Kind), Text: private.NewText(d.Text), Lat: d.Lat, Lon: d.Lon, Album: d.Album}
	switch d.Kind {
	case "press":
		return p.press(d.Text)
	case "command":
		in.Choice, in.Text = d.Text, private.Text{}
	case "photo", "voice", "document", "video":
		p.ids++
		in.File = fmt.Sprintf("file-%d", p.ids)
	}
	return in, nil
}

func (p *Player) press(label string) (flows.Input, error) {
	for _, m := range slices.Backward(p.shown) {
		for _, b := range slices.Concat(m.buttons...) {
			if Named(p.label(m.lang, b), label) {
				return flows.Input{Kind: flows.Press, Choice: b.Choice, State: m.state, Step: m.step}, nil
			}
		}
	}
	for _, m := range slices.Backward(p.shown) { // a transcript in Indonesian, played in another language
		for _, b := range slices.Concat(m.buttons...) {
			if b.Key != "" && Named(p.stage.Texts.Label("", b.Key), label) {
				return flows.Input{Kind: flows.Press, Choice: b.Choice, State: m.state, Step: m.step}, nil
			}
		}
	}
	return flows.Input{}, fmt.Errorf("no message shows a button [%s]", label)
}

// Named tells whether a button is the one that a transcript names: a picture in front of it may be left out.
func Named(button, named string) bool {
	picture := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return button == named || strings.TrimLeftFunc(button, picture) == named
}

func (p *Player) label(lang string, b flows.Button) string {
	if b.Key == "" {
		return b.Label
	}
	return p.stage.Texts.Button(lang, b.Key)
}

// lang is the language a reply is said in.
func (p *Player) lang(r flows.Reply) string {
	if r.Lang != "" {
		return r.Lang
	}
	return p.conv.Lang
}

func (p *Player) step(in flows.Input) error {
	turn, err := p.turn(in)
	if err != nil {
		return err
	}
	for _, r := range turn.Replies {
		if err := p.say(r); err != nil {
			return err
		}
	}
	for _, e := range turn.Effects {
		p.printer.Said("do", describe(e), nil)
	}
	return nil
}

// turn plays one input and remembers what was shown, without printing it.
func (p *Player) turn(in flows.Input) (flows.Turn, error) {
	env := p.stage.Env(p.now)
	env.Now = p.now
	if p.stage.Numbers != nil {
		env.Numbers = func(place casework.Place) flows.Data { return p.stage.Numbers(p.conv.Lang, place, p.now) }
	}
	env.NewID = func() string { p.ids++; return fmt.Sprintf("case-%d", p.ids) }
	env.NewCode = func() string { return "K-0001" }
	env.NewReceipt = func() private.Text { return private.NewText("0812 3456 7890 1234") }
	if p.voices != nil {
		env.Recorded = func(lang string) bool { return p.recorded(lang, "") || p.recorded("", "") && p.draft(lang) }
	}
	p.outside.fill(&env)
	turn, err := p.stage.Flow.Step(p.conv, in, env)
	if err != nil && !strings.Contains(err.Error(), flows.ErrGone.Error()) {
		return turn, err
	}
	p.conv = turn.Next
	for _, r := range turn.Replies {
		p.shown = append(p.shown, shownMessage{p.conv.Open(), p.conv.Step, p.lang(r), r.Buttons})
	}
	return turn, p.remember()
}

// remember saves the conversation and reads it back, so that nothing lives only in memory between two turns.
func (p *Player) remember() error {
	back, err := roundTrip(p.conv)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(normal(back), normal(p.conv)) {
		return fmt.Errorf("the conversation does not survive being saved")
	}
	p.conv = back
	return nil
}

func (p *Player) say(r flows.Reply) error {
	lang := p.lang(r)
	text := r.Key
	if !p.keys {
		var err error
		if text, err = p.stage.Texts.Text(lang, r.Key, r.Data); err != nil {
			return err
		}
	}
	var labels [][]string
	for _, row := range flows.Lines(r.Buttons, func(b flows.Button) string { return p.label(lang, b) }) {
		var line []string
		for _, b := range row {
			line = append(line, p.label(lang, b))
		}
		labels = append(labels, line)
	}
	if err := p.print(lang, r, text, labels); err != nil {
		return err
	}
	if p.stage.Heard != nil {
		p.stage.Heard(Said{p.conv.Open(), r, text, labels})
	}
	return nil
}

// print prints a message, for whoever listens in the parts in which it is heard.
func (p *Player) print(lang string, r flows.Reply, text string, labels [][]string) error {
	parts := []voice.Part{{Text: text}}
	if p.voices != nil && p.conv.Listens() && !p.keys {
		var err error
		if parts, err = p.stage.Texts.Heard(lang, r.Key, r.Data, p.recorded); err != nil {
			return err
		}
	}
	for i, part := range parts {
		if part.Voice != "" {
			part.Text += " (voice)"
		}
		under := labels
		if i < len(parts)-1 {
			under = nil
		}
		p.printer.Said("bot", part.Text, under)
	}
	return nil
}

func (p *Player) recorded(tag, _ string) bool {
	if tag == "" {
		tag = "id"
	}
	return slices.Contains(p.voices, tag)
}

func (p *Player) draft(tag string) bool {
	return slices.ContainsFunc(p.stage.Texts.Languages(), func(l flows.Language) bool { return l.Tag == tag && l.Draft })
}

// describe prints an effect in one line: its name and what a reader needs to judge it.
func describe(e flows.Effect) string {
	name := strings.TrimPrefix(fmt.Sprintf("%T", e), "flows.")
	switch e := e.(type) {
	case flows.OpenCase:
		return name + " " + DescribeReport(e.Report)
	case flows.AddToCase:
		return name + " " + DescribeReport(e.Report)
	case flows.KeepReceipt:
		return name
	case flows.Wipe:
		if e.Forget {
			return name + " and forget"
		}
		return name
	case flows.AnswerQuestion:
		return fmt.Sprintf("%s %d %q %s", name, e.N, e.Text.Reveal(), e.File)
	case flows.JudgeText:
		return fmt.Sprintf("%s %s %s %q %q", name, e.Status, e.Key, e.Text, e.Note.Reveal())
	case flows.AskReporter:
		return fmt.Sprintf("%s %q", name, e.Text.Reveal())
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return name
	}
	return name + " " + string(raw)
}

// DescribeReport prints a report in one line.
func DescribeReport(r casework.Report) string {
	parts := []string{string(r.Assess())}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	add("danger", string(r.Danger))
	add("who", string(r.Role))
	add("form", string(r.Form))
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Home} {
		if p, ok := r.Places[role]; ok {
			add(string(role), flows.FormatPlace(p))
		}
	}
	add("child", string(r.Child))
	add("official", string(r.Official))
	add("contact", string(r.Contact.Mode))
	for _, s := range r.Story {
		parts = append(parts, fmt.Sprintf("story=%q", s.Reveal()))
	}
	for _, f := range r.Files {
		add("file", f)
	}
	return strings.Join(parts, " ")
}
