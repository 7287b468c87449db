package casework

import (
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// Decide names who takes a case that was refused twice. It is for seats of the one asked to decide, and for those who decided,
// as long as nobody has accepted. The one named cannot refuse any more.
func (c Case) Decide(seat SeatID, named region.Code, o Offer, at time.Time) (Case, error) {
	n, err := c.begin(MoveDecide, at)
	if err != nil {
		return c, err
	}
	if !c.MayDecide(seat) {
		return c, moveError(MoveDecide, c, ErrNotOwner)
	}
	if named == "" || named == c.Lead || o.To != named {
		return c, moveError(MoveDecide, c, ErrNoNext)
	}
	n.end(ReferralDecided, "", named, at)
	o.Ruled, o.Decide = seat.TaskForce(), false
	return n.pass(c, MoveDecide, named, o, at)
}

// MayDecide tells whether a seat may say who takes the case.
func (c Case) MayDecide(seat SeatID) bool {
	r, tf := c.Referral(), seat.TaskForce()
	asked := r.Decide && tf == c.Lead
	return c.Status == Offered && seat != "" && (asked || r.Ruled != "" && tf == r.Ruled) && !c.MayNotSee(tf, seat)
}

// Note is what one officer wrote to others about a case.
type Note struct {
	At   time.Time
	By   SeatID
	To   region.Code // task force it was for
	Kind string      // code: "ask", "answer", "help", "peer"
	Text private.Text
}

// WithNote keeps what an officer wrote to others. Whether the seat may is decided by whoever shows the button.
func (c Case) WithNote(note Note) (Case, error) {
	n, err := c.begin(MoveNote, note.At)
	if err != nil {
		return c, err
	}
	if c.MayNotSee(note.By.TaskForce(), note.By) {
		return c, moveError(MoveNote, c, ErrExcluded)
	}
	n.Notes = append(n.Notes, note)
	if note.By == c.Owner {
		n.worked(note.At)
	}
	return n, nil
}
