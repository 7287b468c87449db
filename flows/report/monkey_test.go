package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/internal/private"
)

// phone is one reporter's chat with the pure flow: all buttons ever shown, and what was done.
type phone struct {
	t     *testing.T
	flow  flows.Flow
	env   flows.Env
	conv  flows.Conversation
	shown []flows.Input // every button shown so far, as a press of it arrives
	cases int
	said  int // messages of the last turn
	wiped bool
}

func newPhone(t *testing.T, set flowtest.Stage) *phone {
	t.Helper()
	p := &phone{t: t, flow: set.Flow, env: set.Env(set.Start)}
	ids := 0
	p.env.NewID = func() string { ids++; return fmt.Sprintf("case-%d", ids) }
	p.env.NewCode = func() string { return "K-0001" }
	p.env.NewReceipt = func() private.Text { return private.NewText("0812 3456 7890 1234") }
	return p
}

// do plays one input and keeps the invariants: no error, at most one case unless another was begun, never silent.
func (p *phone) do(in flows.Input) {
	p.t.Helper()
	turn, err := p.flow.Step(p.conv, in, p.env)
	if err != nil {
		p.t.Fatalf("%s at %s: %v", describe(in), p.conv.State, err)
	}
	before := p.conv
	p.conv, p.said = turn.Next, len(turn.Replies)
	for _, e := range turn.Effects {
		switch e.(type) {
		case flows.OpenCase:
			p.cases++
		case flows.Wipe:
			p.wiped = true
		}
	}
	if p.said == 0 && !p.wiped && p.conv.Last != string(in.State)+":"+in.Choice && in.Kind != flows.Edited {
		p.t.Errorf("%s at %s: no answer at all", describe(in), before.State)
	}
	p.look(turn.Replies)
}

// look remembers the buttons of what was said.
func (p *phone) look(replies []flows.Reply) {
	for _, r := range replies {
		for _, row := range r.Buttons {
			for _, b := range row {
				if b.Choice != "" {
					p.show(flows.Input{Kind: flows.Press, State: p.conv.Open(), Step: p.conv.Step, Choice: b.Choice})
				}
			}
		}
	}
}

// show remembers a button once: the step it was made at makes no difference to the flow.
func (p *phone) show(b flows.Input) {
	for _, known := range p.shown {
		if known.State == b.State && known.Choice == b.Choice {
			return
		}
	}
	p.shown = append(p.shown, b)
}

// asked tells whether the last thing said is the open question.
func (p *phone) asked() bool {
	turn, err := p.flow.Step(p.conv, flows.Input{Kind: flows.Resume}, p.env)
	return err == nil && len(turn.Replies) > 0
}

func describe(in flows.Input) string {
	return fmt.Sprintf("%s %s %q %.20q", in.Kind, in.State, in.Choice, in.Text.Reveal())
}

func typed(s string) flows.Input { return flows.Input{Kind: flows.Text, Text: private.NewText(s)} }

// walks are three whole conversations, as presses ("=choice") and words.
func walks() map[string][]string {
	return map[string][]string{
		"danger": {"/start", "=yes", "=now", "=report.send_now", "soe", "=witness", "=held", "=skip", "=no", "=no", "=anytime", "=status"},
		"whole": {"/start", "=yes", "=soon", "=family", "=departure", "adik saya mau dibawa tetangga", "=abroad", "=MY", "kab tts", "=yes", "=yes",
			"namanya pak contoh", "=hours", "=18-22", "=change", "=who", "=victim", "=send", "ada lagi yang mau saya tambah", "=new", "=past"},
		"places": {"halo", "=yes", "=past", "=kernel.help", "=kernel.language", "=witness", "=other", "=skip", "=list", "=page:1", "=53",
			"=page:1", "=53.02", "=unknown", "=unknown", "=never", "/batal", "=kernel.cancel.no", "=send"},
	}
}

func (p *phone) step(s string) {
	p.t.Helper()
	switch {
	case s == "/start":
		p.do(flows.Input{Kind: flows.Start})
	case strings.HasPrefix(s, "/"):
		p.do(flows.Input{Kind: flows.Command, Choice: s[1:]})
	case strings.HasPrefix(s, "="):
		p.do(flows.Input{Kind: flows.Press, State: p.conv.Open(), Step: p.conv.Step, Choice: s[1:]})
	default:
		p.do(typed(s))
	}
}

// allowed is how many cases may come of a walk so far: one, and one more for each time another was begun.
func allowed(walk []string) int {
	n := 1
	for _, s := range walk {
		if s == "=new" {
			n++
		}
	}
	return n
}

// TestOldButtons presses every button ever shown at every later step of three conversations: nothing breaks, no second case
// comes of it, and the person always sees a question to go on with, unless the traces were removed.
func TestOldButtons(t *testing.T) {
	t.Parallel()
	set, presses := stage(t)(), 0
	for name, walk := range walks() {
		p := newPhone(t, set)
		for i, s := range walk {
			p.step(s)
			for _, old := range p.shown {
				try := *p
				try.shown, try.wiped = nil, false
				before := try.cases
				try.do(old)
				try.do(old) // and once more, as an app does that saw no answer
				presses += 2
				if try.cases > max(before, allowed(walk[:i+1])) {
					t.Errorf("%s step %d: %s opened a second case", name, i, describe(old))
				}
				if !try.wiped && !try.asked() {
					t.Errorf("%s step %d: after %s nothing is open", name, i, describe(old))
				}
			}
		}
		if p.cases == 0 {
			t.Errorf("%s: the walk never sent anything; it stands at %s", name, p.conv.State)
		}
	}
	t.Logf("%d presses", presses)
}

// nonsense is typed, shared and forged in every state.
func nonsense() []flows.Input {
	var out []flows.Input
	for _, s := range []string{"", " ", "x", "{{.x}}", "{{range .}}{{end}}", "<b>tebal</b> & <a href='x'>y</a>", "\x00\x00", "a\x00b c d e f",
		"😀😀😀", "مرحبا كيف حالك اليوم", "\u202eterbalik\u202c apa ini ya", strings.Repeat("panjang ", 512), strings.Repeat("x", 4096),
		"0", "-1", "999999999999999999999", "1", "7", "/", "//", "//start", "f:open:1:send", "h:abc", "page:1", "\xff\xfe bukan utf-8", "kernel.wipe"} {
		out = append(out, typed(s), flows.Input{Kind: flows.Edited, Text: private.NewText(s)},
			flows.Input{Kind: flows.Press, Choice: s}, flows.Input{Kind: flows.Press, State: "open", Choice: s},
			flows.Input{Kind: flows.Press, State: flows.State(s), Choice: "send"}, flows.Input{Kind: flows.Command, Choice: s},
			flows.Input{Kind: flows.Start, Text: private.NewText(s)}, flows.Input{Kind: flows.Contact, Text: private.NewText(s)})
	}
	for _, page := range []string{"page:-1", "page:999", "page:x", "page:-9223372036854775808", "kernel.lang:xx", "kernel.lang:", "kernel.nothing", "report.read",
		"report.enough", "report.send_now", "kernel.human"} {
		out = append(out, flows.Input{Kind: flows.Press, Choice: page})
	}
	for _, at := range [][2]float64{{0, 0}, {-9.86, 124.28}, {91, 181}, {-90, 180}} {
		out = append(out, flows.Input{Kind: flows.Location, Lat: at[0], Lon: at[1]})
	}
	for _, k := range []flows.InputKind{flows.Photo, flows.Voice, flows.Document, flows.Video} {
		out = append(out, flows.Input{Kind: k, File: "file-1"}, flows.Input{Kind: k, File: "file-1", Album: "a", Text: private.NewText("tolong {{.x}}")}, flows.Input{Kind: k})
	}
	return append(out, flows.Input{Kind: flows.Sticker}, flows.Input{Kind: flows.Other}, flows.Input{Kind: flows.Act}, flows.Input{Kind: "unheard_of"})
}

// TestNonsenseEverywhere throws every nonsense at every step: no error, no second case, and a question stays open.
func TestNonsenseEverywhere(t *testing.T) {
	t.Parallel()
	set := stage(t)()
	for name, walk := range walks() {
		p := newPhone(t, set)
		for i, s := range walk {
			p.step(s)
			for _, in := range nonsense() {
				try := *p
				try.wiped = false
				before := try.cases
				try.do(in)
				if try.cases > max(before, allowed(walk[:i+1])) || !try.wiped && !try.asked() {
					t.Errorf("%s step %d (%s): %s: %d cases, stands at %q", name, i, p.conv.State, describe(in), try.cases, try.conv.State)
				}
			}
		}
	}
}

// TestCryEverywhere cries for help at every step: the numbers come at once, and nothing comes before them.
func TestCryEverywhere(t *testing.T) {
	t.Parallel()
	set := stage(t)()
	for name, walk := range walks() {
		p := newPhone(t, set)
		for i, s := range walk {
			p.step(s)
			for _, later := range []time.Duration{0, 50 * time.Hour} {
				env := p.env
				env.Now = env.Now.Add(later)
				turn, err := p.flow.Step(p.conv, typed("tolong saya disekap di ruko dekat pasar batam"), env)
				if err != nil || len(turn.Replies) == 0 || turn.Replies[0].Key != "report.hotline" && p.conv.State != "hotline" {
					t.Errorf("%s step %d (%s) after %v: %v %v", name, i, p.conv.State, later, err, turn.Replies)
				}
			}
		}
	}
}
