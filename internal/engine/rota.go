package engine

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Rotas keeps who is planned when.
type Rotas interface {
	// SaveWeek sets the weekly rota of a seat; an empty week takes the seat out of the rota.
	SaveWeek(ctx context.Context, seat casework.SeatID, w taskforce.Week) error
	// SaveChange puts one shift of a seat otherwise than its week says.
	SaveChange(ctx context.Context, c taskforce.Change) error
	// SetDayOff makes a local day one on which nobody of the task force is on duty, or an ordinary one again.
	SetDayOff(ctx context.Context, tf region.Code, date string, off bool) error
	// SaveCover inserts or replaces a wish to be replaced in one shift; Cover finds it, ErrNotFound.
	SaveCover(ctx context.Context, c Cover) error
	Cover(ctx context.Context, id string) (Cover, error)
	// RotaMark tells how far the rota of a task force was carried out, the zero mark when never; SaveRotaMark replaces it.
	RotaMark(ctx context.Context, tf region.Code) (RotaMark, error)
	SaveRotaMark(ctx context.Context, m RotaMark) error
}

// RotaMark is how far the rota of a task force was carried out, and what was said about its gaps.
type RotaMark struct {
	TaskForce region.Code
	Applied   time.Time // begin of the shift carried out last
	Warned    time.Time // when its coordinators were last told of gaps
	Answered  time.Time // when one of them last said that it is in hand
	Raised    time.Time // when those above were last told
	Uncovered time.Time // when it was last said that nobody answers here
}

// rotaHome is the lane of the timer that carries rotas out. Shifts change on the full hour everywhere in the country.
const rotaHome Person = "house:rota"

// Hours of the wall clock within which coordinators are told of gaps: nobody is woken for a plan.
const (
	warnFrom, warnTo = 9, 20
	gapDays          = 7
	gapPatience      = 8 * time.Hour // until those above are told
	gapSoonPatience  = 3 * time.Hour // the same when the first gap is less than a day ahead
)

// startRota sees to it that the rota is looked at now and from then on every hour. It begins anew at each start, so that a clock that
// was wrong meanwhile does no harm.
func startRota(ctx context.Context, tx Tx, now time.Time) error {
	if _, err := tx.CancelJobs(ctx, rotaHome, "rota"); err != nil {
		return err
	}
	return tx.Enqueue(ctx, Job{Kind: "rota", Key: "rota", Person: rotaHome, RunAt: now})
}

// rota carries out the rota of every task force, each in a transaction of its own, and comes again at the next full hour.
func (e *Engine) rota(ctx context.Context) error {
	var forces []region.Code
	err := e.system(ctx, func(w *work) error {
		forces = w.reg.RotaForces()
		return nil
	})
	for _, tf := range forces {
		if err == nil {
			err = e.system(ctx, func(w *work) error { return w.shift(tf) })
		}
	}
	if err != nil {
		return err
	}
	now := e.Clock()
	return &DeliveryError{Class: "later", After: now.Truncate(time.Hour).Add(time.Hour).Sub(now)}
}

// shift switches the seats of a task force at the border of a shift, once; what is switched by hand afterwards holds until the next
// border. Then it looks for gaps ahead.
func (w *work) shift(tf region.Code) error {
	mark, err := w.tx.RotaMark(w.ctx, tf)
	if err != nil {
		return err
	}
	now := taskforce.ShiftAt(tf, w.now)
	if !mark.Applied.Equal(now.From) { // later, or the clock was ahead before
		mark.Applied = now.From
		if err := w.changeOver(tf, now); err != nil {
			return err
		}
	}
	if err := w.gaps(&mark); err != nil {
		return err
	}
	return w.tx.SaveRotaMark(w.ctx, mark)
}

// changeOver puts the seats planned for a shift on duty and the others off.
func (w *work) changeOver(tf region.Code, s taskforce.Shift) error {
	var changed []taskforce.Seat
	for _, seat := range w.reg.Seats(tf) {
		want := w.reg.Planned(seat.ID, s)
		if !w.reg.Rostered(seat.ID, s) || seat.OnDuty == want {
			continue
		}
		seat.OnDuty = want
		if err := w.saveDuty(seat, "rota"); err != nil {
			return err
		}
		changed = append(changed, seat)
	}
	if len(changed) == 0 {
		return nil
	}
	var err error
	if w.reg, err = w.tx.Register(w.ctx); err != nil {
		return err
	}
	for _, seat := range changed {
		if err := w.tellDuty(seat, s); err != nil {
			return err
		}
	}
	return w.leftAlone(tf)
}

// saveDuty writes a seat's duty with its audit line.
func (w *work) saveDuty(seat taskforce.Seat, actor string) error {
	detail := "off"
	if seat.OnDuty {
		detail = "on"
	}
	if err := w.tx.Audit(w.ctx, Entry{At: w.now, Actor: actor, Action: "seat.duty", Target: string(seat.ID), Detail: detail}); err != nil {
		return err
	}
	return w.tx.SaveSeats(w.ctx, seat)
}

// tellDuty tells an officer that the shift began or ended; who comes on duty gets the cards of the offers that wait.
func (w *work) tellDuty(seat taskforce.Seat, s taskforce.Shift) error {
	if !seat.Linked() {
		return nil
	}
	held, err := w.heldBy(seat)
	if err != nil {
		return err
	}
	p := Person(seat.Officer.ID)
	m := spoken{Key: "duty.shift_off", Data: map[string]string{"held": strconv.Itoa(len(held))}, Phrases: map[string]flows.Phrase{"shift": w.shiftName(s)}}
	if seat.OnDuty {
		m.Key = "duty.shift_on"
		m.Buttons = [][]flows.Button{{{Key: "duty.rest.list", Choice: "list"}}}
	} else if len(held) > 0 {
		m.Buttons = [][]flows.Button{{{Key: "duty.shift_end.hand", Choice: "shift=end"}}}
	}
	if err := w.enqueue(p, "shift:"+string(seat.ID)+":"+s.Date+":"+strconv.Itoa(int(s.Slot))+":"+w.now.String(), m, w.now, false); err != nil {
		return err
	}
	if !seat.OnDuty {
		return nil
	}
	return w.showOffers(seat, p)
}

// showOffers has the cards of waiting offers drawn for an officer who just came on duty.
func (w *work) showOffers(seat taskforce.Seat, p Person) error {
	cases, err := w.tx.CasesOf(w.ctx, seat.TaskForce)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if c.Status != casework.Offered || c.MayNotSee(seat.TaskForce, seat.ID) {
			continue
		}
		job := Job{Kind: "card", Key: "card:" + c.ID + ":" + string(p) + ":" + strconv.FormatInt(c.Version, 10), Person: p, Case: c.ID, RunAt: w.now}
		if err := w.tx.Enqueue(w.ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// leftAlone passes the offers that wait at a task force on when nobody is on duty there any more: it counts as none then.
func (w *work) leftAlone(tf region.Code) error {
	if w.reg.Live(tf) {
		return nil
	}
	if err := w.uncovered(tf); err != nil {
		return err
	}
	return w.passOn(taskforce.Seat{ID: "nobody", TaskForce: tf}) // no seat's own cases, only offers
}

// gaps tells coordinators once a day, at a humane hour, which shifts of the coming week nobody has.
func (w *work) gaps(mark *RotaMark) error {
	zone := taskforce.ZoneOf(mark.TaskForce)
	local := w.now.In(zone)
	today := local.Format(time.DateOnly) == mark.Warned.In(zone).Format(time.DateOnly) && !mark.Warned.IsZero()
	if today || local.Hour() < warnFrom || local.Hour() >= warnTo {
		return nil
	}
	found := w.reg.Gaps(mark.TaskForce, w.now, gapDays)
	if len(found) == 0 {
		return nil
	}
	mark.Warned = w.now
	w.e.Watch.Event("rota_gap")
	patience := gapPatience
	if found[0].From.Sub(w.now) < 24*time.Hour {
		patience = gapSoonPatience
	}
	coordinators := w.reg.Coordinators(mark.TaskForce)
	if len(coordinators) == 0 {
		patience = 0
	}
	data, list := w.gapData(mark.TaskForce, found)
	m := spoken{Key: "duty.gap", Data: data, Phrases: list, Buttons: [][]flows.Button{
		{{Key: "duty.gap.fill", Choice: "week=team"}}, {{Key: "duty.gap.ok", Choice: "gap=ok"}}}}
	for _, s := range coordinators {
		if err := w.enqueue(Person(s.Officer.ID), "gap:"+string(s.ID)+":"+today8(local), m, w.now, false); err != nil {
			return err
		}
	}
	return w.tx.Enqueue(w.ctx, Job{Kind: "gap", Key: "gap:" + string(mark.TaskForce) + ":" + today8(local), RunAt: w.now.Add(patience),
		Body: []byte(mark.TaskForce)})
}

func today8(t time.Time) string { return t.Format("20060102") }

// gapData names the empty shifts ahead.
func (w *work) gapData(tf region.Code, found []taskforce.Shift) (map[string]string, map[string]flows.Phrase) {
	named := found[:min(len(found), gapDays)]
	list := func(in flows.Tongue) string {
		var lines []string
		for _, s := range named {
			lines = append(lines, "• "+w.e.Desk.ShiftName(s, in))
		}
		return strings.Join(lines, "\n")
	}
	return map[string]string{"taskforce": w.forceName(tf), "more": strconv.Itoa(len(found) - len(named))}, map[string]flows.Phrase{"list": list}
}

// gapRaised tells those above that a gap is still there and nobody has answered.
func (w *work) gapRaised(job Job) error {
	tf := region.Code(job.Body)
	mark, err := w.tx.RotaMark(w.ctx, tf)
	if err != nil {
		return err
	}
	found := w.reg.Gaps(tf, w.now, gapDays)
	if len(found) == 0 || mark.Answered.After(mark.Warned) || mark.Answered.Equal(mark.Warned) {
		return nil
	}
	mark.Raised = w.now
	data, list := w.gapData(tf, found)
	m := spoken{Key: "duty.gap_raised", Data: data, Phrases: list}
	for _, s := range w.leadersAbove(tf) {
		if err := w.enqueue(Person(s.Officer.ID), job.Key+":"+string(s.ID), m, w.now, false); err != nil {
			return err
		}
	}
	return w.tx.SaveRotaMark(w.ctx, mark)
}

// leadersAbove are the coordinators of the first task force above that has any, else whoever is linked there.
func (w *work) leadersAbove(tf region.Code) []taskforce.Seat {
	for _, above := range w.reg.CoverChain(tf) {
		if found := w.reg.Coordinators(above); len(found) > 0 {
			return found
		}
		if found := w.reg.LinkedSeats(above); len(found) > 0 {
			return found
		}
	}
	return nil
}

// answerGap notes that a coordinator has the gaps in hand.
func (t *turn) answerGap(f flows.AnswerGap) error {
	if _, err := t.coordinator(f.Seat, t.seatForce()); err != nil {
		return err
	}
	mark, err := t.tx.RotaMark(t.ctx, t.seat.TaskForce)
	if err != nil {
		return err
	}
	mark.Answered = t.now
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(f.Seat), Action: "rota.gap_answered", Target: string(t.seat.TaskForce)}); err != nil {
		return err
	}
	return t.tx.SaveRotaMark(t.ctx, mark)
}

func (t *turn) seatForce() region.Code {
	if t.seat == nil {
		return ""
	}
	return t.seat.TaskForce
}

// coordinator checks that the person who writes sits on the seat named, that it leads its task force, and that the matter is of
// that task force. Everything else gets the answer for everything forbidden.
func (t *turn) coordinator(by casework.SeatID, of region.Code) (taskforce.Seat, error) {
	if t.seat == nil || t.seat.ID != by || !t.seat.Role.Coordinates() || of == "" || of != t.seat.TaskForce {
		return taskforce.Seat{}, refusal{key: "duty.refused"}
	}
	return *t.seat, nil
}

// setWeek changes the weekly rota of one's own seat, or of any seat of the task force for a coordinator.
func (t *turn) setWeek(f flows.SetWeek) error {
	if t.seat == nil || t.seat.ID != f.By {
		return refusal{key: "duty.refused"}
	}
	if f.Of != f.By {
		if _, err := t.coordinator(f.By, f.Of.TaskForce()); err != nil {
			return err
		}
	}
	if _, ok := t.reg.Seat(f.Of); !ok {
		return refusal{key: "duty.refused"}
	}
	entry := Entry{At: t.now, Actor: string(f.By), Action: "rota.week", Target: string(f.Of), Detail: strconv.FormatUint(uint64(f.Week), 16)}
	if err := t.tx.Audit(t.ctx, entry); err != nil {
		return err
	}
	return t.tx.SaveWeek(t.ctx, f.Of, f.Week&taskforce.AllWeek)
}

// setDayOff changes the days off of the coordinator's task force.
func (t *turn) setDayOff(f flows.SetDayOff) error {
	seat, err := t.coordinator(f.By, t.seatForce())
	if err != nil {
		return err
	}
	if _, ok := taskforce.ShiftOf(seat.TaskForce, f.Date, taskforce.Morning); !ok {
		return refusal{key: "duty.refused"}
	}
	detail := "no"
	if f.Off {
		detail = "yes"
	}
	entry := Entry{At: t.now, Actor: string(f.By), Action: "rota.day_off", Target: string(seat.TaskForce) + ":" + f.Date, Detail: detail}
	if err := t.tx.Audit(t.ctx, entry); err != nil {
		return err
	}
	return t.tx.SetDayOff(t.ctx, seat.TaskForce, f.Date, f.Off)
}

// SetRota is the operator's way to set the weekly rota of seats; ErrNotFound when one of them does not exist.
func (e *Engine) SetRota(ctx context.Context, weeks map[casework.SeatID]taskforce.Week) error {
	return e.system(ctx, func(w *work) error {
		for seat, week := range weeks {
			if _, ok := w.reg.Seat(seat); !ok {
				return ErrNotFound
			}
			if err := w.tx.SaveWeek(ctx, seat, week); err != nil {
				return err
			}
		}
		entry := Entry{At: w.now, Actor: "operator", Action: "rota.import", Target: "register", Detail: strconv.Itoa(len(weeks)) + " seats"}
		return errors.Join(w.tx.Audit(ctx, entry))
	})
}
