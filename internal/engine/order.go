package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/relay"
	"siaga/internal/taskforce"
)

// ErrNoBodies says that no two task forces have anybody who may agree to an order.
var ErrNoBodies = errors.New("no two task forces have an officer who may agree to it: link one at the task force that leads the case, and one at the province or pusat (siaga officer link)")

// OrderWaits says what an order still wants before the operator may carry it out.
type OrderWaits struct {
	Case   string            // code
	Asked  bool              // officers were asked just now
	Agreed []casework.SeatID // whose word is there and counts
	Said   []casework.SeatID // who said no
	Lead   []casework.SeatID // of these one is wanted
	Other  []casework.SeatID // and of these one
	Until  string            // when the order is over, UTC
}

// Error names what is wanted, by seats and never by people.
func (o OrderWaits) Error() string {
	var b strings.Builder
	b.WriteString(o.Case + ": ")
	if o.Asked {
		b.WriteString("officers were asked in Telegram. ")
	}
	wanted := func(of string, seats []casework.SeatID) {
		if len(seats) > 0 {
			fmt.Fprintf(&b, "Wanted is the agreement of %s: one of %s. ", of, joinSeats(seats))
		}
	}
	wanted("the task force that leads it", o.Lead)
	wanted("another task force", o.Other)
	if len(o.Agreed) > 0 {
		fmt.Fprintf(&b, "Agreed: %s. ", joinSeats(o.Agreed))
	}
	if len(o.Said) > 0 {
		fmt.Fprintf(&b, "Said no: %s. ", joinSeats(o.Said))
	}
	b.WriteString("Nothing was done. Give the same command again until " + o.Until)
	return b.String()
}

func joinSeats(seats []casework.SeatID) string {
	names := make([]string, len(seats))
	for i, s := range seats {
		names[i] = string(s)
	}
	return strings.Join(names, " ")
}

// Bounds of what the operator may write to officers about an order, in characters.
const (
	orderFor       = 40
	orderPurpose   = 80
	orderReference = 40
)

// ErrOrderWords says that the operator's words are too long, empty or no plain line.
var ErrOrderWords = fmt.Errorf("who gets it, why and the number of the request are one plain line each, at most %d, %d and %d characters", orderFor, orderPurpose, orderReference)

// plainOrder refuses words that would not be shown to officers as they stand.
func plainOrder(o casework.Order) error {
	for _, w := range []struct {
		text string
		most int
	}{{o.For, orderFor}, {o.Purpose, orderPurpose}, {o.Reference, orderReference}} {
		if len([]rune(w.text)) > w.most || strings.ContainsAny(w.text, "\n\r\t") || relay.Clean(w.text) != w.text {
			return ErrOrderWords
		}
	}
	if o.Purpose == "" || o.Reference == "" || (o.Kind == casework.OrderEvidence) != (o.For != "") {
		return ErrOrderWords
	}
	return nil
}

// order carries out what officers of two task forces agreed to. As long as they did not, it asks them and gives OrderWaits; then nothing is
// done. It is good for once.
func (e *Engine) order(ctx context.Context, code string, o casework.Order, do func(*work, casework.Case, []casework.SeatID) error) error {
	if err := plainOrder(o); err != nil {
		return err
	}
	var waits *OrderWaits
	err := e.system(ctx, func(w *work) (err error) {
		waits = nil
		c, err := w.tx.CaseByCode(w.ctx, code)
		if err != nil {
			return err
		}
		lead, other, err := w.orderSeats(c)
		if err != nil {
			return err
		}
		wish, asked := openOrder(c, o, w.now)
		seats, missing := w.agreed(c, wish, lead, other)
		if missing != nil {
			missing.Asked = !asked
			waits = missing
			return w.askOrder(c, o, wish, slices.Concat(lead, other))
		}
		if c, err = c.DoOrder(wish.N, w.now); err != nil {
			return err
		}
		return do(w, c, seats)
	})
	if err == nil && waits != nil {
		return *waits
	}
	return err
}

func openOrder(c casework.Case, o casework.Order, now time.Time) (casework.Order, bool) {
	for _, was := range c.Orders {
		if was.Open(now) && was.Same(o) {
			return was, true
		}
	}
	return casework.Order{AskedAt: now}, false
}

// orderSeats lists who may agree to an order: the owner and the coordinators of the task force that leads the case, else whoever sits there;
// and those of other bodies. Whoever must not see the case, or one that was joined with it, is not among them.
func (w *work) orderSeats(c casework.Case) (lead, other []taskforce.Seat, err error) {
	joined, err := w.joinedWith(c)
	if err != nil {
		return nil, nil, err
	}
	fit := func(s taskforce.Seat) bool {
		return s.Linked() && !slices.ContainsFunc(append(joined, c), func(k casework.Case) bool { return k.MayNotSee(s.TaskForce, s.ID) })
	}
	if s, ok := w.reg.Seat(c.Owner); ok && s.TaskForce == c.Lead {
		lead = append(lead, s)
	}
	lead = append(lead, w.reg.Coordinators(c.Lead)...)
	if len(lead) == 0 {
		lead = w.reg.LinkedSeats(c.Lead)
	}
	lead = keptOnce(lead, fit)
	other = keptOnce(w.otherBodies(c, c.Lead, fit), fit)
	if len(lead) == 0 { // nobody sits where the case is led: two of the bodies above may agree
		lead = slices.DeleteFunc(other, func(s taskforce.Seat) bool { return s.TaskForce != other[0].TaskForce })
		other = nil
		if len(lead) > 0 {
			other = keptOnce(w.otherBodies(c, lead[0].TaskForce, fit), fit)
		}
	}
	if len(lead) == 0 || len(other) == 0 {
		return nil, nil, ErrNoBodies
	}
	return lead, other, nil
}

// keptOnce keeps the seats that are fit, each once.
func keptOnce(seats []taskforce.Seat, fit func(taskforce.Seat) bool) (out []taskforce.Seat) {
	for _, s := range seats {
		if fit(s) && !slices.ContainsFunc(out, func(o taskforce.Seat) bool { return o.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out
}

// agreed tells whose words count: of officers who still sit on the seat and may still agree, one of the leading side and one of another
// body. Otherwise it says what is missing.
func (w *work) agreed(c casework.Case, o casework.Order, lead, other []taskforce.Seat) ([]casework.SeatID, *OrderWaits) {
	waits := &OrderWaits{Case: c.Code, Until: o.Until().UTC().Format("2006-01-02 15:04 UTC")}
	side := func(seats []taskforce.Seat) (found taskforce.Seat, ok bool, rest []casework.SeatID) {
		for _, s := range seats {
			word, said := o.Said(s.ID, s.Officer.ID)
			switch {
			case said && word.Agreed && !ok:
				found, ok = s, true
				waits.Agreed = append(waits.Agreed, s.ID)
			case said && !word.Agreed:
				waits.Said = append(waits.Said, s.ID)
			}
			rest = append(rest, s.ID)
		}
		return found, ok, rest
	}
	first, led, of := side(lead)
	if !led {
		waits.Lead = of
	}
	second, also, of := side(other)
	if !also {
		waits.Other = of
	}
	if led && also && first.TaskForce != second.TaskForce && first.Officer.ID != second.Officer.ID {
		return []casework.SeatID{first.ID, second.ID}, nil
	}
	return nil, waits
}

// askOrder notes what the operator wishes and asks those who may agree, each officer once; was is the order when it was asked for before.
func (w *work) askOrder(c casework.Case, o, was casework.Order, seats []taskforce.Seat) error {
	var who []string
	for _, s := range seats {
		who = append(who, s.Officer.ID)
	}
	n, err := c.TellOrder(was.N, who, w.now)
	if was.N == 0 {
		n, err = c.AskOrder(o, who, w.now)
	}
	switch {
	case was.N != 0 && errors.Is(err, casework.ErrAlready):
		return nil
	case err != nil:
		return err
	}
	w.e.Watch.Event("order_asked")
	if err := w.saveCase(n, "operator", "order.ask", string(o.Kind)); err != nil {
		return err
	}
	if was.N == 0 {
		return w.tellOrder(n, n.Orders[len(n.Orders)-1], seats)
	}
	return w.tellOrder(n, was, slices.DeleteFunc(seats, func(s taskforce.Seat) bool { return slices.Contains(was.Told, s.Officer.ID) }))
}

// shownKey is how many characters of the last key a pack is sealed for officers read, to compare.
const shownKey = 8

// tellOrder asks by button.
func (w *work) tellOrder(c casework.Case, o casework.Order, seats []taskforce.Seat) error {
	for _, s := range seats {
		n, key := strconv.Itoa(o.N), ""
		if o.To != "" {
			key = o.To[max(0, len(o.To)-shownKey):]
		}
		m := spoken{Key: "duty.order." + string(o.Kind), Case: c.ID,
			Data:    map[string]string{"code": c.Code, "for": relay.Defang(o.For), "purpose": relay.Defang(o.Purpose), "reference": relay.Defang(o.Reference), "key": key, "exercise": yes(c.Exercise)},
			Phrases: map[string]flows.Phrase{"until": localTime(o.Until(), s.TaskForce)},
			Buttons: [][]flows.Button{{{Key: "duty.order_yes", Act: &flows.Action{Verb: "order_yes", Case: c.ID, Arg: n}}},
				{{Key: "duty.order_no", Act: &flows.Action{Verb: "order_no", Case: c.ID, Arg: n}}}}}
		if err := w.toSeat(s.ID, fmt.Sprintf("order:%s:%s:%s:%s", c.ID, n, s.ID, s.Officer.ID), m); err != nil {
			return err
		}
	}
	return nil
}

// sayOrder is an officer's word about an order. Rights are looked up again here; a word for it needs the PIN, typed for this word.
func (t *turn) sayOrder(f flows.SayOrder) error {
	c, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return t.refused(err)
	}
	if err := t.mayOrder(c, f.Seat); err != nil {
		return err
	}
	o, open := c.OpenOrder(f.N, t.now)
	if was, said := o.Said(f.Seat, t.seat.Officer.ID); !open || said && was.Agreed == f.Agreed {
		return refusal{key: "duty.no.already"}
	}
	verb := map[bool]string{true: "order_yes", false: "order_no"}[f.Agreed]
	if f.Agreed {
		if err := t.mustProve(*t.seat, flows.Action{Verb: verb, Case: c.ID, Arg: strconv.Itoa(f.N)}); err != nil {
			return err
		}
	}
	action := map[bool]string{true: "order.agree", false: "order.refuse"}[f.Agreed]
	_, err = t.moved(f.Case, f.Seat, action, string(o.Kind)+" "+strconv.Itoa(f.N), func(c casework.Case) (casework.Case, error) {
		return c.SayOrder(f.Seat, t.seat.Officer.ID, f.N, f.Agreed, t.now)
	})
	return err
}

// mayOrder refuses whoever is not asked about orders of a case. A seat that is frozen agrees to nothing.
func (t *turn) mayOrder(c casework.Case, seat casework.SeatID) error {
	if t.seat == nil || t.seat.ID != seat || t.seat.Officer == nil {
		return refusal{key: "duty.refused"}
	}
	lead, other, err := t.orderSeats(c)
	if err != nil && !errors.Is(err, ErrNoBodies) {
		return err
	}
	g, err := t.tx.Guard(t.ctx, seat, t.now)
	if err != nil {
		return err
	}
	if g.Freeze != "" || !slices.ContainsFunc(slices.Concat(lead, other), func(s taskforce.Seat) bool { return s.ID == seat }) {
		return refusal{key: "duty.refused"}
	}
	return nil
}

// otherBodies are the seats of other task forces than one that may stand beside it for a case: the coordinators of the task force that leads
// it and of those above; where nobody coordinates there, whoever sits above; where nobody does, the coordinators of the places that the
// case tells of, and then of the task forces nearby. At pusat, above which nobody stands, those places come first.
func (w *work) otherBodies(c casework.Case, body region.Code, fit func(taskforce.Seat) bool) []taskforce.Seat {
	chain := append([]region.Code{c.Lead}, w.reg.CoverChain(c.Lead)...)
	var told []region.Code
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Recruitment, casework.Home} {
		for _, tf := range []region.Code{c.Report.Places[role].Code.Province(), c.Report.Places[role].Code.Regency()} {
			if tf != "" && !slices.Contains(chain, tf) && !slices.Contains(told, tf) {
				told = append(told, tf)
			}
		}
	}
	if c.Lead == taskforce.Pusat {
		chain, told = append(chain, told...), nil
	}
	steps := []struct {
		forces []region.Code
		who    func(region.Code) []taskforce.Seat
	}{{chain, w.reg.Coordinators}, {chain, w.reg.LinkedSeats}, {told, w.reg.Coordinators}, {nil, w.reg.Coordinators}}
	for i, step := range steps {
		if i == len(steps)-1 {
			step.forces = w.nearby(c.Lead) // rarely looked for
		}
		var out []taskforce.Seat
		for _, tf := range step.forces {
			for _, s := range step.who(tf) {
				if s.TaskForce != body && fit(s) {
					out = append(out, s)
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// nearby lists the nearest task forces of the same level with a coordinator; for pusat every province with one.
func (w *work) nearby(tf region.Code) (out []region.Code) {
	const most = 3
	all := w.reg.Neighbours(tf, 600)
	if tf == taskforce.Pusat {
		for _, f := range w.reg.All() {
			if f.Code.Level() == region.ProvinceLevel {
				all = append(all, f.Code)
			}
		}
	}
	for _, code := range all {
		if len(w.reg.Coordinators(code)) > 0 && (len(out) < most || tf == taskforce.Pusat) {
			out = append(out, code)
		}
	}
	return out
}
