package duty

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// canary is a rare word planted in everything a reporter said.
const canary = "kelapagading"

var night = time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC) // 03.00 WITA

const (
	kupang1 = casework.SeatID("53.01/duty/1")
	kupang2 = casework.SeatID("53.01/duty/2")
	ntt     = casework.SeatID("53/duty/1")
	pusat   = casework.SeatID("00/duty/1")
)

// words are the real texts, in the shape flows know.
type words struct{ *i18n.Texts }

func (words) Languages() []flows.Language {
	return []flows.Language{{Tag: "id", Name: "Bahasa Indonesia", Desk: true}, {Tag: "jv", Name: "Basa Jawa"}, {Tag: "en", Name: "English", Draft: true, Desk: true}}
}

var loadWords = sync.OnceValues(func() (*i18n.Texts, error) { return i18n.Load(os.DirFS("../../locales")) })

func texts(t *testing.T) words {
	t.Helper()
	all, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	return words{all}
}

// places are the real places.
type places struct {
	*region.Gazetteer
	*region.Resolver
}

var loadPlaces = sync.OnceValue(func() places {
	return places{region.Default(), region.NewResolver(region.Default())}
})

func register(t *testing.T, off ...casework.SeatID) *taskforce.Register {
	t.Helper()
	var seats []taskforce.Seat
	for i, id := range []casework.SeatID{kupang1, kupang2, "53.71/duty/1", ntt, pusat} {
		seats = append(seats, taskforce.Seat{ID: id, TaskForce: id.TaskForce(), Role: taskforce.Duty, Title: "Piket " + string(id[len(id)-1:]),
			OnDuty: !slices.Contains(off, id), Officer: &taskforce.Officer{ID: "p" + string(rune('a'+i)), Name: "Petugas", Reachable: true}})
	}
	return taskforce.Load(nil, seats)
}

// caseAt makes an offered case of Kabupaten Kupang with the canary in every place a person's words can stand.
func caseAt(t *testing.T, id string) casework.Case {
	t.Helper()
	said := private.NewText("di belakang " + canary)
	r := casework.Report{Danger: casework.DangerNow, Role: casework.ByFamily, Form: casework.FormHeld, Child: casework.Yes,
		Official: casework.Yes, OfficialWho: said, Story: []private.Text{said}, Files: []string{"f1", "f2"},
		Places:  map[casework.PlaceRole]casework.Place{casework.VictimNow: {Code: "53.01", Said: said}, casework.Home: {Code: "53.71", Said: said}},
		Contact: casework.Contact{Mode: casework.ContactHours, From: 6, To: 11}, Lang: "id", SentAt: night}
	plan := casework.Plan{Offer: casework.Offer{To: "53.01", Why: "why", Deadline: night.Add(15 * time.Minute)}}
	c, err := casework.Start(id, strings.ToUpper(id), r, false, plan, night)
	return must(t, c, err)
}

func must(t *testing.T, c casework.Case, err error) casework.Case {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func accepted(t *testing.T, id string, by casework.SeatID) casework.Case {
	t.Helper()
	c, err := caseAt(t, id).Accept(by, by.TaskForce(), night)
	return must(t, c, err)
}

func closing(t *testing.T, id string, by casework.SeatID) casework.Case {
	t.Helper()
	c, err := accepted(t, id, by).ProposeClosing(by, casework.CloseHandled, night)
	c, err = must(t, c, err).SayClosing(casework.Yes, night) // the reporter was asked first
	return must(t, c, err)
}

// office is one officer's chat and the cases of the house.
type office struct {
	t     *testing.T
	flow  *flows.Table
	conv  flows.Conversation
	twin  flows.Conversation // the same officer, who reads English
	seat  taskforce.Seat
	reg   *taskforce.Register
	cases []casework.Case
	now   time.Time

	english flows.Turn // the newest turn of the twin

	contact func(agency, mission string) (string, bool)
	weigh   func(...region.Code) []taskforce.Vitals
	scores  map[region.Code]int // of four weeks ago
	page    flows.PageDoor
}

func newOffice(t *testing.T, seat casework.SeatID, cases ...casework.Case) *office {
	t.Helper()
	flow, err := New()
	if err != nil {
		t.Fatal(err)
	}
	reg := register(t)
	s, _ := reg.Seat(seat)
	return &office{t: t, flow: flow, seat: s, reg: reg, cases: cases, now: night, twin: flows.Conversation{Lang: "en"}}
}

// do plays one input as the engine does, and checks that everything said can be said.
func (o *office) do(in flows.Input) flows.Turn {
	o.t.Helper()
	env := o.env(in)
	o.inEnglish(in, env)
	turn, err := o.flow.Step(o.conv, in, env)
	if err != nil {
		o.t.Fatal(err)
	}
	o.conv = turn.Next
	o.compare(turn)
	for _, r := range turn.Replies {
		if !r.Card {
			speak(o.t, r)
		}
	}
	return turn
}

// env is what the engine brings to an input.
func (o *office) env(in flows.Input) flows.Env {
	env := flows.Env{Now: o.now, NewID: func() string { return "t1" }, NewCode: func() string { return "T1" }, Words: texts(o.t), Places: loadPlaces(), Register: o.reg, Seat: &o.seat, Cases: o.ours, Contact: o.contact, Vitals: o.weigh,
		Scores: func() map[region.Code]int { return o.scores }, Page: o.page}
	id := o.conv.Get("case")
	if in.Kind == flows.Act {
		id = in.Act.Case
	}
	for _, c := range o.cases {
		if c.ID == id && !c.MayNotSee(o.seat.TaskForce, o.seat.ID) {
			env.Case = &c
		}
	}
	return env
}

func (o *office) ours() []casework.Case {
	var out []casework.Case
	for _, c := range o.cases {
		if c.Lead == o.seat.TaskForce && c.Status != casework.Closed {
			out = append(out, c)
		}
	}
	return out
}

// act presses a card's button.
func (o *office) act(verb, id string) flows.Turn {
	o.t.Helper()
	return o.do(flows.Input{Kind: flows.Act, Act: flows.Action{Verb: verb, Case: id}})
}

// press presses a button under the open question; it must be there.
func (o *office) press(choice string) flows.Turn {
	o.t.Helper()
	return o.do(flows.Input{Kind: flows.Press, Choice: choice, State: o.conv.State, Step: o.conv.Step})
}

func (o *office) write(text string) flows.Turn {
	o.t.Helper()
	return o.do(flows.Input{Kind: flows.Text, Text: private.NewText(text)})
}

// speak writes a reply as it goes out and checks the limits of the channel.
func speak(t *testing.T, r flows.Reply) string {
	t.Helper()
	return speakIn(t, "id", r)
}

func speakIn(t *testing.T, lang string, r flows.Reply) string {
	t.Helper()
	data := map[string]any{}
	for k, v := range r.Data {
		if hidden, ok := v.(private.Text); ok {
			v = hidden.Reveal()
		}
		if word, ok := v.(flows.Word); ok { // written at delivery, in the language of the desk
			v = texts(t).Label(lang, word.LabelKey())
		}
		if _, ok := v.(string); !ok {
			t.Errorf("%s: %s is a %T; only words survive the outbox unchanged", r.Key, k, v)
		}
		data[k] = v
	}
	text, err := texts(t).Text(lang, r.Key, data)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, "<no value>") || len(utf16.Encode([]rune(text))) > 4096 || strings.TrimSpace(text) == "" {
		t.Errorf("%s can not be sent: %d units", r.Key, len(utf16.Encode([]rune(text))))
	}
	for _, row := range r.Buttons {
		for _, b := range row {
			label := b.Label
			if b.Key != "" {
				if label = texts(t).Label(lang, b.Key); label == b.Key {
					t.Errorf("button %q has no words", b.Key)
				}
			}
			if n := len([]rune(label)); n == 0 || n > labelLength {
				t.Errorf("button %q of %s has %d runes", label, r.Key, n)
			}
			if data := "f:handover_reason:zzzzz:" + b.Choice; len(data) > 64 {
				t.Errorf("button %q does not fit into 64 bytes", b.Choice)
			}
		}
	}
	return text
}

// only fails unless the turn has exactly this effect.
func only(t *testing.T, turn flows.Turn, want flows.Effect) {
	t.Helper()
	if len(turn.Effects) != 1 || turn.Effects[0] != want {
		t.Fatalf("got effects %+v, want %+v", turn.Effects, want)
	}
}

func nothing(t *testing.T, turn flows.Turn) {
	t.Helper()
	if len(turn.Effects) != 0 {
		t.Fatalf("got effects %+v, want none", turn.Effects)
	}
}

// said lists the keys of a turn.
func said(turn flows.Turn) string {
	var keys []string
	for _, r := range turn.Replies {
		keys = append(keys, r.Key)
	}
	return strings.Join(keys, " ")
}

func says(t *testing.T, turn flows.Turn, want string) {
	t.Helper()
	if got := said(turn); got != want {
		t.Fatalf("said %q, want %q", got, want)
	}
}

// last writes the newest message out.
func last(t *testing.T, turn flows.Turn) string {
	t.Helper()
	if len(turn.Replies) == 0 {
		t.Fatal("nothing was said")
	}
	return speak(t, turn.Replies[len(turn.Replies)-1])
}
