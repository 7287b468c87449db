package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// inviteKept is how long a one-time link works.
const inviteKept = 24 * time.Hour

// Import replaces rows of the register, all or none.
func (e *Engine) Import(ctx context.Context, forces []taskforce.TaskForce, seats []taskforce.Seat) error {
	return e.Store.System(ctx, func(tx Tx) error {
		if err := tx.SaveTaskForces(ctx, forces); err != nil {
			return err
		}
		for _, s := range seats {
			if err := tx.SaveSeat(ctx, s); err != nil {
				return fmt.Errorf("seat %s: %w", s.ID, err)
			}
		}
		return tx.Audit(ctx, Entry{At: e.Clock(), Actor: "operator", Action: "register.import", Target: "register", Detail: fmt.Sprintf("%d rows", len(forces))})
	})
}

// Invite makes a one-time invitation to a seat and gives the payload of its deep link. ErrNotFound when there is no such seat.
func (e *Engine) Invite(ctx context.Context, seat casework.SeatID, who taskforce.Officer) (string, error) {
	token := e.Random.Handle()
	err := e.Store.System(ctx, func(tx Tx) error {
		reg, err := tx.Register(ctx)
		if err != nil {
			return err
		}
		if _, ok := reg.Seat(seat); !ok {
			return ErrNotFound
		}
		invite := Invite{Hash: private.TokenHash(token), Seat: seat, Officer: who, Expires: e.Clock().Add(inviteKept)}
		if err := tx.SaveInvite(ctx, invite); err != nil {
			return err
		}
		return tx.Audit(ctx, Entry{At: e.Clock(), Actor: "operator", Action: "seat.invite", Target: string(seat)})
	})
	return invitePrefix + token, err
}

// Revoke empties a seat: its officer is out at the next update, and the cases the seat holds are offered anew at once.
func (e *Engine) Revoke(ctx context.Context, seat casework.SeatID) error {
	return e.system(ctx, func(w *work) error {
		s, ok := w.reg.Seat(seat)
		if !ok {
			return ErrNotFound
		}
		p, err := w.tx.OfficerChat(ctx, seat)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err := w.takeBack(s, p); err != nil {
			return err
		}
		if err := w.tx.Unlink(ctx, seat); err != nil {
			return err
		}
		if err := w.tx.Audit(ctx, Entry{At: w.now, Actor: "operator", Action: "seat.revoke", Target: string(seat)}); err != nil {
			return err
		}
		if w.reg, err = w.tx.Register(ctx); err != nil {
			return err
		}
		return w.passOn(s)
	})
}

// takeBack empties the officer's chat of cards and content while it is still known whose chat it is.
func (w *work) takeBack(s taskforce.Seat, p Person) error {
	if p == "" {
		return nil
	}
	cases, err := w.tx.CasesOf(w.ctx, s.TaskForce)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if err := w.takeAway(c, func(m Sent) bool { return m.Person == p }); err != nil {
			return err
		}
	}
	return w.enqueue(p, "revoked:"+string(s.ID)+":"+w.now.String(), spoken{Key: "duty.unlinked"}, w.now, true)
}

// passOn offers the cases that an emptied or unreachable seat holds to whoever answers now, and those that wait at its task force
// if nobody answers there any more.
func (w *work) passOn(s taskforce.Seat) error {
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
	return w.passOn(s)
}
