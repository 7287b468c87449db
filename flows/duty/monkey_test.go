package duty

import (
	"math/rand/v2"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// TestNoInputYieldsAWishThatIsNotAllowed lets four officers of three task forces press and write at random, on fresh cards,
// old ones and forged ones. Every effect must be one that the case then allows to that seat.
func TestNoInputYieldsAWishThatIsNotAllowed(t *testing.T) {
	t.Parallel()
	done := map[string]int{}
	for seed := range uint64(12) {
		m := &monkey{t: t, r: rand.New(rand.NewPCG(seed, 1)), done: done, latest: map[*office][]flows.Button{}}
		m.cases = []casework.Case{caseAt(t, "k7qf"), caseAt(t, "m3xw"), accepted(t, "w9pd", kupang1)}
		for _, id := range []casework.SeatID{kupang1, kupang2, "53.71/duty/1", ntt} {
			m.offices = append(m.offices, newOffice(t, id))
		}
		for range 1200 {
			m.step()
		}
	}
	for _, wish := range []string{"accept", "refuse", "handover", "open", "ask", "milestone", "close", "confirm", "keep", "duty"} {
		if done[wish] == 0 {
			t.Errorf("nobody came to %q: %v", wish, done)
		}
	}
}

type monkey struct {
	t       *testing.T
	r       *rand.Rand
	offices []*office
	cases   []casework.Case
	done    map[string]int
	shown   []flows.Button             // buttons ever shown to anybody
	latest  map[*office][]flows.Button // under the newest message of each
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func (m *monkey) step() {
	m.t.Helper()
	o := pick(m.r, m.offices...)
	o.cases = m.cases
	turn := o.do(m.input(o))
	for _, r := range turn.Replies {
		if len(r.Buttons) > 0 {
			m.latest[o] = nil
		}
		for _, row := range r.Buttons {
			m.shown = append(m.shown, row...)
			m.latest[o] = append(m.latest[o], row...)
		}
	}
	for _, e := range turn.Effects {
		m.apply(o, e)
	}
}

// input makes something to do: mostly a button of the open question or of a card, sometimes an old or forged one.
func (m *monkey) input(o *office) flows.Input {
	id := pick(m.r, "k7qf", "m3xw", "w9pd", "zzzz")
	verb := pick(m.r, "accept", "refuse", "open", "ask", "milestone", "handover", "close", "confirm", "keep", "stale", "rob", "")
	switch n := m.r.IntN(40); {
	case n < 24 && len(m.latest[o]) > 0 && o.conv.State != desk && o.conv.State != rest:
		return flows.Input{Kind: flows.Press, Choice: pick(m.r, m.latest[o]...).Choice, State: o.conv.State, Step: o.conv.Step}
	case n < 28:
		return flows.Input{Kind: flows.Act, Act: flows.Action{Verb: verb, Case: id}}
	case n < 33 && len(m.shown) > 0:
		b := m.shown[max(0, len(m.shown)-1-m.r.IntN(12))]
		if b.Act != nil {
			return flows.Input{Kind: flows.Act, Act: *b.Act}
		}
		return flows.Input{Kind: flows.Press, Choice: b.Choice, State: pick(m.r, o.conv.State, o.conv.State, desk, rest), Step: pick(m.r, o.conv.Step, o.conv.Step, o.conv.Step-1, 0)}
	case n < 38:
		words := pick(m.r, "Berapa orang di sana?", "terima K7QF", "tolak m3xw", "Kota Kupang", "1", "batal", "kembali", "ya", "mulai piket", "53.04")
		return flows.Input{Kind: flows.Text, Text: private.NewText(words)}
	}
	return flows.Input{Kind: pick(m.r, flows.Start, flows.Resume, flows.Edited, flows.Location, flows.Sticker)}
}

// apply makes the move as the engine would; one that the case refuses is a fault of the flow.
func (m *monkey) apply(o *office, effect flows.Effect) {
	m.t.Helper()
	next := func(code casework.Offer) casework.Offer { code.Deadline = night.Add(time.Hour); return code }
	id, wish := "", ""
	var seat casework.SeatID
	var move func(casework.Case) (casework.Case, error)
	if by, ok := peopleWish(effect); ok { // rights to these are looked up by the engine
		if by != o.seat.ID {
			m.t.Fatalf("%T of %s by %s", effect, by, o.seat.ID)
		}
		return
	}
	switch f := effect.(type) {
	case flows.SetDuty:
		if f.Seat != o.seat.ID {
			m.t.Fatalf("duty of %s switched by %s", f.Seat, o.seat.ID)
		}
		o.seat.OnDuty = f.On
		m.done["duty"]++
		return
	case flows.AcceptCase:
		id, seat, wish = f.Case, f.Seat, "accept"
		move = func(c casework.Case) (casework.Case, error) { return c.Accept(f.Seat, o.seat.TaskForce, night) }
	case flows.RefuseCase:
		id, seat, wish = f.Case, f.Seat, "refuse"
		move = func(c casework.Case) (casework.Case, error) {
			return c.Refuse(f.Seat, f.Reason, f.Next, next(casework.Offer{To: f.Next}), night)
		}
	case flows.HandOver:
		id, seat, wish = f.Case, f.Seat, "handover"
		move = func(c casework.Case) (casework.Case, error) {
			return c.HandOver(f.Seat, f.Reason, f.Next, next(casework.Offer{To: f.Next}), night)
		}
	case flows.OpenDetails:
		id, seat, wish = f.Case, f.Seat, "open"
		move = func(c casework.Case) (casework.Case, error) {
			if c.Owner != f.Seat {
				return c, casework.ErrNotOwner
			}
			return c, nil
		}
	case flows.AskReporter:
		id, seat, wish = f.Case, f.Seat, "ask"
		move = func(c casework.Case) (casework.Case, error) { return c.Ask(f.Seat, f.Text, night) }
	case flows.ReachMilestone:
		id, seat, wish = f.Case, f.Seat, "milestone"
		move = func(c casework.Case) (casework.Case, error) { return c.Reach(f.Kind, f.Seat, f.Note, night) }
	case flows.PlanNext:
		id, seat, wish = f.Case, f.Seat, "plan"
		move = func(c casework.Case) (casework.Case, error) { return c.PlanNext(f.Seat, f.Kind, f.Due, night) }
	case flows.ContactAgency:
		id, seat, wish = f.Case, f.Seat, "involve"
		move = func(c casework.Case) (casework.Case, error) { return c.Contact(f.Seat, f.Agency, f.Step, night) }
	case flows.NoteVictim:
		id, seat, wish = f.Case, f.Seat, "victim"
		move = func(c casework.Case) (casework.Case, error) { return c.NoteVictim(f.Seat, f.Who, f.Is, night) }
	case flows.ProposeClosing:
		id, seat, wish = f.Case, f.Seat, "close"
		move = func(c casework.Case) (casework.Case, error) { return c.ProposeClosing(f.Seat, f.Reason, night) }
	case flows.ConfirmClosing:
		id, seat, wish = f.Case, f.Seat, "confirm"
		at := night
		move = func(c casework.Case) (casework.Case, error) {
			if from := c.ClosableFrom(); from.After(at) { // sooner the engine tells the truth about it
				at = from
			}
			return c.ConfirmClosing(f.Seat, at)
		}
	case flows.KeepOpen:
		id, seat, wish = f.Case, f.Seat, "keep"
		move = func(c casework.Case) (casework.Case, error) { return c.KeepOpen(f.Seat, night) }
	default:
		m.t.Fatalf("an officer's turn wished for %T", effect)
	}
	if seat != o.seat.ID {
		m.t.Fatalf("%s acts as %s", o.seat.ID, seat)
	}
	for i, c := range m.cases {
		if c.ID != id {
			continue
		}
		n, err := move(c)
		if err != nil {
			m.t.Fatalf("%s by %s: %v", wish, seat, err)
		}
		if n.Status == casework.Closed || len(n.Referrals) > 8 {
			n = caseAt(m.t, id)
		}
		m.cases[i] = n
		m.done[wish]++
		return
	}
	m.t.Fatalf("%s of a case that does not exist", wish)
}
