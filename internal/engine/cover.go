package engine

import (
	"errors"
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// Cover is an officer's wish to be replaced in one shift, by a colleague or in exchange for one of the colleague's shifts.
type Cover struct {
	ID       string
	Seat     casework.SeatID // who asks
	Date     string
	Slot     taskforce.Slot
	Taker    casework.SeatID // who offered a swap, or has taken it over
	BackDate string          // the shift wanted in return
	BackSlot taskforce.Slot
	State    string
	Until    time.Time // begin of the shift
}

// The states of a cover.
const (
	coverOpen = "open"
	coverSwap = "offered" // a colleague would, in exchange
	coverDone = "done"
)

const (
	coverAhead = 12 * time.Hour // before the shift, its coordinators hear that nobody was found
	coverWait  = time.Hour      // but never sooner than this after asking
)

// askCover asks the colleagues who are free in a shift whether one of them takes it over.
func (t *turn) askCover(f flows.AskCover) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	s, ok := taskforce.ShiftOf(t.seat.TaskForce, f.Date, f.Slot)
	if !ok || !s.To.After(t.now) || !t.reg.Planned(f.Seat, s) {
		return refusal{key: "duty.no.shift"}
	}
	c := Cover{ID: t.e.Random.ID(), Seat: f.Seat, Date: f.Date, Slot: f.Slot, State: coverOpen, Until: s.From}
	if err := t.tx.SaveCover(t.ctx, c); err != nil {
		return err
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(f.Seat), Action: "rota.cover_asked", Target: shiftCode(c)}); err != nil {
		return err
	}
	m := spoken{Key: "duty.cover_ask", Phrases: t.coverData(c, s), Buttons: [][]flows.Button{
		{{Key: "duty.cover_yes", Choice: "take=yes:" + c.ID}}, {{Key: "duty.cover_swap", Choice: "take=swap:" + c.ID}}}}
	for _, o := range t.reg.LinkedSeats(t.seat.TaskForce) {
		if o.ID == f.Seat || t.reg.Planned(o.ID, s) {
			continue
		}
		if err := t.enqueue(Person(o.Officer.ID), "cover:"+c.ID+":"+string(o.ID), m, t.now, false); err != nil {
			return err
		}
	}
	late := humane(s.From.Add(-coverAhead), s.From.Location())
	if soon := t.now.Add(coverWait); late.Before(soon) {
		late = soon
	}
	return t.tx.Enqueue(t.ctx, Job{Kind: "cover", Key: "cover:" + c.ID, RunAt: late, Body: []byte(c.ID)})
}

func shiftCode(c Cover) string {
	return string(c.Seat) + ":" + c.Date + ":" + strconv.Itoa(int(c.Slot))
}

// coverData names who asks and which shift.
func (w *work) coverData(c Cover, s taskforce.Shift) map[string]flows.Phrase {
	by, _ := w.reg.Seat(c.Seat)
	taker, _ := w.reg.Seat(c.Taker)
	d := map[string]flows.Phrase{"by": titleOf(by), "taker": titleOf(taker), "shift": w.shiftName(s), "back": func(flows.Tongue) string { return "" }}
	if back, ok := taskforce.ShiftOf(c.Seat.TaskForce(), c.BackDate, c.BackSlot); ok {
		d["back"] = w.shiftName(back)
	}
	return d
}

// shiftName names a shift.
func (w *work) shiftName(s taskforce.Shift) flows.Phrase {
	return func(in flows.Tongue) string { return w.e.Desk.ShiftName(s, in) }
}

// openCover finds a wish that the officer who writes may answer.
func (t *turn) openCover(id string, by casework.SeatID) (Cover, taskforce.Shift, error) {
	c, err := t.tx.Cover(t.ctx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return c, taskforce.Shift{}, err
	}
	if err != nil || t.seat == nil || t.seat.ID != by || c.Seat.TaskForce() != t.seat.TaskForce {
		return c, taskforce.Shift{}, refusal{key: "duty.refused"}
	}
	s, ok := taskforce.ShiftOf(t.seat.TaskForce, c.Date, c.Slot)
	switch {
	case c.State == coverDone:
		return c, s, refusal{key: "duty.no.covered", data: anyData(t.coverData(c, s))}
	case !ok || !s.To.After(t.now) || !t.reg.Planned(c.Seat, s):
		return c, s, refusal{key: "duty.no.shift"}
	}
	return c, s, nil
}

func anyData(d map[string]flows.Phrase) flows.Data {
	out := make(flows.Data, len(d))
	for k, v := range d {
		out[k] = v
	}
	return out
}

// takeCover is a colleague's yes: the rota changes at once and both are told. The first one has it.
func (t *turn) takeCover(f flows.TakeCover) error {
	c, s, err := t.openCover(f.Cover, f.Seat)
	if err != nil {
		return err
	}
	if c.Seat == f.Seat {
		return refusal{key: "duty.refused"}
	}
	if f.BackDate == "" {
		c.Taker, c.BackDate = f.Seat, ""
		return t.settleCover(c, s)
	}
	back, ok := taskforce.ShiftOf(t.seat.TaskForce, f.BackDate, f.BackSlot)
	if !ok || !back.From.After(t.now) || !t.reg.Planned(f.Seat, back) {
		return refusal{key: "duty.no.shift"}
	}
	c.Taker, c.BackDate, c.BackSlot, c.State = f.Seat, f.BackDate, f.BackSlot, coverSwap
	if err := t.tx.SaveCover(t.ctx, c); err != nil {
		return err
	}
	m := spoken{Key: "duty.swap_ask", Phrases: t.coverData(c, s), Buttons: [][]flows.Button{{
		{Key: "duty.swap_yes", Choice: "swap=yes:" + c.ID}, {Key: "duty.swap_no", Choice: "swap=no:" + c.ID}}}}
	return t.toSeat(c.Seat, "swap:"+c.ID+":"+string(c.Taker)+":"+c.BackDate, m)
}

// settleSwap is the answer of the one who asked to the exchange a colleague offered.
func (t *turn) settleSwap(f flows.SettleSwap) error {
	c, s, err := t.openCover(f.Cover, f.Seat)
	if err != nil {
		return err
	}
	if c.Seat != f.Seat || c.State != coverSwap {
		return refusal{key: "duty.refused"}
	}
	back, ok := taskforce.ShiftOf(t.seat.TaskForce, c.BackDate, c.BackSlot)
	if f.Yes && ok && back.From.After(t.now) && t.reg.Planned(c.Taker, back) {
		return t.settleCover(c, s)
	}
	taker := c.Taker
	data := t.coverData(c, s)
	c.Taker, c.BackDate, c.State = "", "", coverOpen
	if err := t.tx.SaveCover(t.ctx, c); err != nil {
		return err
	}
	return t.toSeat(taker, "swap_no:"+c.ID+":"+string(taker), spoken{Key: "duty.swap_refused", Phrases: data})
}

// settleCover changes the rota, switches who is concerned at once if the shift is on, and tells both.
func (t *turn) settleCover(c Cover, s taskforce.Shift) error {
	changes := []taskforce.Change{{Date: c.Date, Slot: c.Slot, Seat: c.Seat}, {Date: c.Date, Slot: c.Slot, Seat: c.Taker, On: true}}
	if c.BackDate != "" {
		changes = append(changes, taskforce.Change{Date: c.BackDate, Slot: c.BackSlot, Seat: c.Taker},
			taskforce.Change{Date: c.BackDate, Slot: c.BackSlot, Seat: c.Seat, On: true})
	}
	for _, change := range changes {
		if err := t.tx.SaveChange(t.ctx, change); err != nil {
			return err
		}
	}
	c.State = coverDone
	if err := t.tx.SaveCover(t.ctx, c); err != nil {
		return err
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(c.Taker), Action: "rota.covered", Target: shiftCode(c)}); err != nil {
		return err
	}
	var err error
	if t.reg, err = t.tx.Register(t.ctx); err != nil {
		return err
	}
	data := t.coverData(c, s)
	for _, seat := range []casework.SeatID{c.Seat, c.Taker} {
		m := spoken{Key: "duty.covered", Phrases: data}
		if err := t.toSeat(seat, "covered:"+c.ID+":"+string(seat), m); err != nil {
			return err
		}
	}
	if !s.From.After(t.now) && s.To.After(t.now) {
		return t.changeOver(t.seat.TaskForce, s)
	}
	return nil
}

// toSeat says something to whoever sits on a seat now.
func (w *work) toSeat(seat casework.SeatID, key string, m spoken) error {
	p, err := w.tx.OfficerChat(w.ctx, seat)
	if err != nil {
		return ignoreMissing(err)
	}
	return w.enqueue(p, key, m, w.now, false)
}

// coverLate tells the one who asked and the coordinators that nobody has taken a shift over yet.
func (w *work) coverLate(job Job) error {
	c, err := w.tx.Cover(w.ctx, string(job.Body))
	if err != nil || c.State == coverDone {
		return ignoreMissing(err)
	}
	s, ok := taskforce.ShiftOf(c.Seat.TaskForce(), c.Date, c.Slot)
	if !ok || !s.To.After(w.now) {
		return nil
	}
	data := w.coverData(c, s)
	if err := w.toSeat(c.Seat, "cover_late:"+c.ID, spoken{Key: "duty.cover_late", Phrases: data}); err != nil {
		return err
	}
	leaders := w.reg.Coordinators(c.Seat.TaskForce())
	if len(leaders) == 0 {
		leaders = w.leadersAbove(c.Seat.TaskForce())
	}
	for _, l := range leaders {
		if l.ID == c.Seat {
			continue
		}
		m := spoken{Key: "duty.cover_open", Phrases: data, Buttons: [][]flows.Button{{{Key: "duty.gap.fill", Choice: "week=team"}}}}
		if err := w.enqueue(Person(l.Officer.ID), "cover_open:"+c.ID+":"+string(l.ID), m, w.now, false); err != nil {
			return err
		}
	}
	return nil
}

// humane moves a time that would wake somebody to the evening before.
func humane(at time.Time, zone *time.Location) time.Time {
	local := at.In(zone)
	evening := time.Date(local.Year(), local.Month(), local.Day(), 18, 0, 0, 0, zone)
	switch {
	case local.Hour() < warnFrom:
		return evening.AddDate(0, 0, -1)
	case local.Hour() >= warnTo:
		return evening
	}
	return at
}
