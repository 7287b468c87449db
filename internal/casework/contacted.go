package casework

import (
	"slices"
	"time"
)

// Victim is whom the case is about, as far as officers know. A report does not ask it; which agency helps depends on it.
type Victim string

// The victims. More than one may be concerned.
const (
	Woman Victim = "woman"
	Man   Victim = "man"
	Child Victim = "child"
)

// Victims lists them in the order shown.
func Victims() []Victim { return []Victim{Woman, Man, Child} }

// Contacted is one agency that was spoken to about a step.
type Contacted struct {
	Agency string // code of the directory
	For    MilestoneKind
	At     time.Time
	By     SeatID
}

// Contact notes that an agency was spoken to about a step. ErrAlready: that is noted.
func (c Case) Contact(seat SeatID, agency string, step MilestoneKind, at time.Time) (Case, error) {
	if err := c.mayWork(MoveContact, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveContact, at)
	if err != nil {
		return c, err
	}
	_, already := c.ContactOf(agency, step)
	switch {
	case agency == "" || !slices.Contains(Milestones(), step):
		return c, moveError(MoveContact, c, ErrUnknown)
	case already:
		return c, moveError(MoveContact, c, ErrAlready)
	}
	n.Contacts = append(n.Contacts, Contacted{Agency: agency, For: step, At: at, By: seat})
	n.worked(at)
	return n, nil
}

// ContactOf finds when an agency was spoken to about a step.
func (c Case) ContactOf(agency string, step MilestoneKind) (Contacted, bool) {
	i := slices.IndexFunc(c.Contacts, func(x Contacted) bool { return x.Agency == agency && x.For == step })
	if i < 0 {
		return Contacted{}, false
	}
	return c.Contacts[i], true
}

// NoteVictim notes whom the case is about, or takes that back.
func (c Case) NoteVictim(seat SeatID, who Victim, is bool, at time.Time) (Case, error) {
	if err := c.mayWork(MoveVictim, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveVictim, at)
	if err != nil {
		return c, err
	}
	known := slices.Contains(c.Victims, who)
	switch {
	case !slices.Contains(Victims(), who):
		return c, moveError(MoveVictim, c, ErrUnknown)
	case known == is:
		return c, moveError(MoveVictim, c, ErrAlready)
	}
	n.Victims = slices.DeleteFunc(n.Victims, func(v Victim) bool { return v == who })
	if is {
		n.Victims = append(n.Victims, who)
	}
	n.worked(at)
	return n, nil
}

// Concerns tells whether somebody of this kind is concerned: an officer knows, or the reporter said so of a child.
func (c Case) Concerns(who Victim) bool {
	child := who == Child && (c.Report.Child == Yes || c.Report.Form == FormChild)
	return child || slices.Contains(c.Victims, who)
}

// ActiveStep is the step that the agencies are to be brought in for: the next one, or else the newest.
func (c Case) ActiveStep() MilestoneKind {
	switch n := len(c.Milestones); {
	case c.Next != nil:
		return c.Next.Kind
	case n > 0:
		return c.Milestones[n-1].Kind
	}
	return Received
}
