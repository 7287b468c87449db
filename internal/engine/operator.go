package engine

import (
	"context"
	"errors"
	"fmt"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// Import replaces rows of the register, all or none.
func (e *Engine) Import(ctx context.Context, forces []taskforce.TaskForce, seats []taskforce.Seat) error {
	return e.system(ctx, func(w *work) error {
		var kept keptRows
		for _, f := range forces {
			is, was := w.imported(f)
			kept.add(w, is, is.Differs(was), "operator")
		}
		if err := kept.save(w); err != nil {
			return err
		}
		if err := w.tx.SaveSeats(ctx, seats...); err != nil {
			return err
		}
		return w.tx.Audit(ctx, Entry{At: w.now, Actor: "operator", Action: "register.import", Target: "register", Detail: fmt.Sprintf("%d rows", len(forces))})
	})
}

// Revoke empties a seat: its officer is out at the next update, and the cases the seat holds are offered anew at once.
func (e *Engine) Revoke(ctx context.Context, seat casework.SeatID) error {
	return e.system(ctx, func(w *work) error { return w.emptySeat(seat, "operator") })
}

// emptySeat does it, in the name of whoever wished for it.
func (w *work) emptySeat(seat casework.SeatID, actor string) error {
	s, ok := w.reg.Seat(seat)
	if !ok {
		return ErrNotFound
	}
	p, err := w.tx.OfficerChat(w.ctx, seat)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err := w.takeBack(s, p); err != nil {
		return err
	}
	if err := w.tx.Unlink(w.ctx, seat); err != nil {
		return err
	}
	if err := w.tx.Audit(w.ctx, Entry{At: w.now, Actor: actor, Action: "seat.revoke", Target: string(seat)}); err != nil {
		return err
	}
	if w.reg, err = w.tx.Register(w.ctx); err != nil {
		return err
	}
	if err := w.uncovered(s.TaskForce); err != nil {
		return err
	}
	return w.passOn(s)
}

// takeBack empties the officer's chat of cards and content while it is still known whose chat it is.
func (w *work) takeBack(s taskforce.Seat, p Person) error {
	if p == "" {
		return nil
	}
	if err := w.emptyChat(p); err != nil {
		return err
	}
	return w.enqueue(p, "revoked:"+string(s.ID)+":"+w.now.String(), spoken{Key: "duty.unlinked"}, w.now, true)
}

// passOn offers the cases that an emptied or unreachable seat holds to whoever answers now, and those that wait at its task force
// if nobody answers there any more.
func (w *work) passOn(s taskforce.Seat) error {
	if err := w.helpsBack(s); err != nil {
		return err
	}
	cases, err := w.tx.CasesOf(w.ctx, s.TaskForce)
	if err != nil {
		return err
	}
	for _, c := range cases {
		offer := w.reg.Anew(c, c.Excluded, taskforce.WhyCovers, w.now)
		left := c.Status == casework.Offered && !w.reg.Live(c.Lead) && offer.To != c.Lead
		if c.Owner != s.ID && !left {
			continue
		}
		n, err := c.Reroute(offer, w.now)
		if err != nil {
			return fmt.Errorf("offer case anew: %w", err)
		}
		if err := w.saveCase(n, "system", "case.reroute", string(n.Lead)); err != nil {
			return err
		}
		if err := w.tell(n, "notice.moved", fmt.Sprint(n.Referral().N), flows.Data{"taskforce": w.forceName(n.Lead)}); err != nil {
			return err
		}
		if err := w.groupNotice(n); err != nil {
			return err
		}
	}
	return nil
}

// reachable notes whether the bot can write to a person. An officer it cannot write to holds no case: what the seat has is offered
// anew at once, for nobody knows when the officer comes back.
func (w *work) reachable(p Person, ok bool) error {
	s, err := w.tx.SeatOf(w.ctx, p)
	if err != nil {
		return ignoreMissing(err)
	}
	if s.Linked() == ok {
		return nil
	}
	if err := w.tx.SetReachable(w.ctx, p, ok); err != nil {
		return err
	}
	action := map[bool]string{true: "seat.reachable", false: "seat.unreachable"}[ok]
	if err := w.tx.Audit(w.ctx, Entry{At: w.now, Actor: "system", Action: action, Target: string(s.ID)}); err != nil {
		return err
	}
	if w.reg, err = w.tx.Register(w.ctx); err != nil || ok {
		return err
	}
	if err := w.uncovered(s.TaskForce); err != nil {
		return err
	}
	return w.passOn(s)
}
