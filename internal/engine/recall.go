package engine

import (
	"errors"

	"siaga/internal/casework"
)

// recall takes the content of a case back from the chat of a seat that does not hold it any more. The card stays: it says so.
func (w *work) recall(c casework.Case, seat casework.SeatID) error {
	p, err := w.tx.OfficerChat(w.ctx, seat)
	if err != nil {
		return ignoreMissing(err)
	}
	return w.takeAway(c, func(s Sent) bool { return s.Person == p && !s.Card })
}

// withdraw takes everything of a case, its card too, from the chats of officers who must never see it. Messages to the reporter
// speak of the case as well; they stay.
func (w *work) withdraw(c casework.Case) error {
	out := map[Person]bool{}
	shown, err := w.shownOf(c)
	if err != nil || len(c.Excluded) == 0 {
		return err
	}
	for _, s := range shown {
		if _, known := out[s.Person]; known {
			continue
		}
		if out[s.Person], err = w.mustNotSee(c, s.Person); err != nil {
			return err
		}
	}
	return w.takeAway(c, func(s Sent) bool { return out[s.Person] })
}

// mustNotSee tells whether a person sits on a seat that is excluded from the case.
func (w *work) mustNotSee(c casework.Case, p Person) (bool, error) {
	seat, err := w.tx.SeatOf(w.ctx, p)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && c.MayNotSee(seat.TaskForce, seat.ID), err
}

func (w *work) takeAway(c casework.Case, which func(Sent) bool) error {
	shown, err := w.shownOf(c)
	if err != nil {
		return err
	}
	for _, s := range shown {
		if !which(s) {
			continue
		}
		if err := w.deleteLater(s.Person, s.Case, s.ID, 0); err != nil {
			return err
		}
	}
	return nil
}

// shownOf lists all that was shown of a case and of the cases that were joined with it.
func (w *work) shownOf(c casework.Case) ([]Sent, error) {
	joined, err := w.joinedWith(c)
	if err != nil {
		return nil, err
	}
	var out []Sent
	for _, o := range append([]casework.Case{c}, joined...) {
		shown, err := w.tx.CardsOf(w.ctx, o.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, shown...)
	}
	return out, nil
}
