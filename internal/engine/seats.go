package engine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// Linker is a channel that can write a link which opens the bot with a payload.
type Linker interface{ Link(payload string) string }

// inviteBySeat makes a link for a seat of the coordinator's task force and gives it to the coordinator. When somebody sits there, they are
// asked for a note to the successor; they stay until the successor is confirmed.
func (t *turn) inviteBySeat(f flows.InviteOfficer) error {
	seat, err := t.managed(f.By, f.Of)
	if err != nil {
		return err
	}
	payload, err := t.invite(Invite{Seat: seat.ID, Officer: taskforce.Officer{Name: f.Name.Reveal(), Reachable: true}, Inviter: f.By})
	if err != nil {
		return err
	}
	link := "/start " + payload
	if l, ok := t.e.Channel.(Linker); ok {
		link = l.Link(payload)
	}
	m := spoken{Key: "duty.invite_link", Data: map[string]string{"name": f.Name.Reveal(), "link": link}, Phrases: map[string]flows.Phrase{"seat": titleOf(seat)}}
	if err := t.enqueue(t.lane.Person, "invite:"+t.unique(0), m, t.now, true); err != nil {
		return err
	}
	if !seat.Linked() || seat.ID == f.By {
		return nil
	}
	m = spoken{Key: "duty.note_ask", Buttons: [][]flows.Button{{{Key: "duty.note_write", Choice: "note=write"}}}}
	return t.enqueue(Person(seat.Officer.ID), "note_ask:"+t.unique(0), m, t.now, false)
}

// managed checks that a coordinator may decide who sits on a seat: of the own task force, and not above the own.
func (t *turn) managed(by, of casework.SeatID) (taskforce.Seat, error) {
	own, err := t.coordinator(by, of.TaskForce())
	if err != nil {
		return taskforce.Seat{}, err
	}
	seat, ok := t.reg.Seat(of)
	if !ok || !own.Role.Manages(seat.Role) {
		return taskforce.Seat{}, refusal{key: "duty.refused"}
	}
	return seat, nil
}

// emptyBySeat empties a seat by its coordinator's word; nobody empties the own one so.
func (t *turn) emptyBySeat(f flows.EmptySeat) error {
	seat, err := t.managed(f.By, f.Of)
	if err != nil {
		return err
	}
	if seat.ID == f.By {
		return refusal{key: "duty.refused"}
	}
	return t.emptySeat(seat.ID, string(f.By))
}

// leaveNote keeps what an officer leaves for the successor on the seat.
func (t *turn) leaveNote(f flows.LeaveNote) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	return t.tx.SaveNote(t.ctx, f.Seat, Note{Text: f.Text, File: f.File}, t.now)
}

// moveCases gives the cases of one seat to another, or evenly to all who are on duty.
func (t *turn) moveCases(f flows.MoveCases) error {
	if _, err := t.coordinator(f.By, f.From.TaskForce()); err != nil {
		return err
	}
	from, ok := t.reg.Seat(f.From)
	if !ok {
		return refusal{key: "duty.refused"}
	}
	to := t.reg.NextOnDuty(from, t.now)
	if f.To != "" {
		one, ok := t.reg.Seat(f.To)
		if !ok || one.TaskForce != from.TaskForce || !one.Linked() || one.ID == from.ID {
			return refusal{key: "duty.refused"}
		}
		to = []taskforce.Seat{one}
	}
	given, err := t.share(from, to, Note{}, string(f.By), "redistributed")
	if err != nil {
		return err
	}
	if given == 0 {
		return refusal{key: "duty.no.cases"}
	}
	m := spoken{Key: "duty.moved_away", Data: map[string]string{"count": strconv.Itoa(given)}}
	return t.toSeat(from.ID, "moved_away:"+string(from.ID)+":"+t.unique(0), m)
}

// endShift gives what a seat holds to whoever is next, if that is wished, passes the note on, and takes the seat off duty.
func (t *turn) endShift(f flows.EndShift) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	seat, note := *t.seat, Note{Text: f.Text, File: f.File}
	next := t.reg.NextOnDuty(seat, t.now)
	var err error
	if f.Give {
		_, err = t.share(seat, next, note, string(seat.ID), "shift_end")
	} else if note != (Note{}) {
		err = t.passNote(seat, next, note)
	}
	if err != nil {
		return err
	}
	if seat.OnDuty {
		seat.OnDuty = false
		if err := t.saveDuty(seat, string(seat.ID)); err != nil {
			return err
		}
	}
	if t.reg, err = t.tx.Register(t.ctx); err != nil {
		return err
	}
	if f.Give && len(next) == 0 {
		if err := t.giveUp(seat); err != nil {
			return err
		}
	}
	return t.leftAlone(seat.TaskForce)
}

// share gives the cases of a seat to others, each to whoever has least and may see it, and says to each what came. What nobody of them
// may see stays. It gives the number of cases given.
func (t *turn) share(from taskforce.Seat, to []taskforce.Seat, note Note, actor, reason string) (int, error) {
	held, err := t.heldBy(from)
	if err != nil || len(to) == 0 {
		return 0, err
	}
	load, err := t.loads(from)
	if err != nil {
		return 0, err
	}
	given, got := 0, map[casework.SeatID][]casework.Case{}
	for _, c := range held {
		seat, ok := leastLoaded(c, to, load)
		if !ok || c.Status != casework.Accepted {
			continue
		}
		n, err := c.Reseat(seat.ID, reason, t.now)
		if err != nil {
			return 0, fmt.Errorf("give case to a colleague: %w", err)
		}
		if err := t.recall(c, from.ID); err != nil {
			return 0, err
		}
		if err := t.saveCase(n, actor, "case.reseat", string(seat.ID)); err != nil {
			return 0, err
		}
		load[seat.ID]++
		given++
		got[seat.ID] = append(got[seat.ID], n)
	}
	for _, seat := range to {
		if cases := got[seat.ID]; len(cases) > 0 {
			if err := t.sayPack(from, Person(seat.Officer.ID), cases, note); err != nil {
				return 0, err
			}
		}
	}
	return given, nil
}

// loads counts the open cases of every seat of a task force.
func (t *turn) loads(of taskforce.Seat) (map[casework.SeatID]int, error) {
	cases, err := t.tx.CasesOf(t.ctx, of.TaskForce)
	load := map[casework.SeatID]int{}
	for _, c := range cases {
		load[c.Owner]++
	}
	return load, err
}

// leastLoaded chooses who gets a case; of equals, the first by id.
func leastLoaded(c casework.Case, to []taskforce.Seat, load map[casework.SeatID]int) (taskforce.Seat, bool) {
	fit := slices.DeleteFunc(slices.Clone(to), func(s taskforce.Seat) bool { return c.MayNotSee(s.TaskForce, s.ID) || s.ID == c.Owner })
	if len(fit) == 0 {
		return taskforce.Seat{}, false
	}
	return slices.MinFunc(fit, func(a, b taskforce.Seat) int { return load[a.ID] - load[b.ID] }), true
}

// passNote tells the next officers what the one who leaves has to say, while the cases stay.
func (t *turn) passNote(from taskforce.Seat, next []taskforce.Seat, note Note) error {
	for _, s := range next {
		m := spoken{Key: "duty.note_from", Data: map[string]string{"note": note.Text.Reveal()}, Phrases: map[string]flows.Phrase{"by": titleOf(from)}}
		if note.File != "" {
			m.Files = []string{note.File}
		}
		if err := t.enqueue(Person(s.Officer.ID), "note:"+t.unique(0)+":"+string(s.ID), m, t.now, false); err != nil {
			return err
		}
	}
	return nil
}

// giveUp offers what a seat holds to whoever covers for a task force in which no colleague is left.
func (t *turn) giveUp(from taskforce.Seat) error {
	held, err := t.heldBy(from)
	if err != nil {
		return err
	}
	for _, c := range held {
		offer := t.reg.Anew(c, c.Excluded, taskforce.WhyCovers, t.now)
		n, err := c.HandOver(from.ID, "shift_end", offer.To, offer, t.now)
		if errors.Is(err, casework.ErrState) || errors.Is(err, casework.ErrExcluded) {
			continue
		}
		if err != nil {
			return fmt.Errorf("offer case above: %w", err)
		}
		if err := t.saveCase(n, string(from.ID), "case.hand_over", "shift_end"); err != nil {
			return err
		}
		if err := t.passed(n, from.ID); err != nil {
			return err
		}
	}
	return nil
}
