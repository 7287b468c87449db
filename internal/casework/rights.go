package casework

import (
	"slices"
	"time"

	"siaga/internal/region"
)

// RightKind is what a reporter may wish about the own data (UU 27/2022 arts. 5 to 9).
type RightKind string

// The wishes that somebody has to answer. To see what is kept needs nobody: that is shown at once.
const (
	RightCopy    RightKind = "copy"    // all of it, handed over where that is safe
	RightCorrect RightKind = "correct" // what is wrong was written to the case with the wish
	RightDelete  RightKind = "delete"  // before its time
)

// RightKinds lists them.
func RightKinds() []RightKind { return []RightKind{RightCopy, RightCorrect, RightDelete} }

// The clock of a wish. The law gives three times 24 hours (arts. 30, 32, 40); whoever must answer is reminded before.
const (
	RightTime   = 72 * time.Hour
	RightRemind = 48 * time.Hour
	rightAgain  = 24 * time.Hour // after it lapsed, those above are told again
	rightGap    = time.Hour      // at least between two alarms: a clock that jumped brings one and not all
	rightsDay   = 24 * time.Hour // see RightsADay
	EraseGrace  = 24 * time.Hour // between the second seat's word and erasing: the reporter may still read it, or write on
)

// How often the own data is asked for within a day: wishes that officers have to answer, and looks at what is kept.
const (
	RightsADay = 3
	LooksADay  = 10
)

// Right is one wish and what became of it.
type Right struct {
	N         int // 1 for the first of the case
	Kind      RightKind
	AskedAt   time.Time
	Warned    int // alarms so far: 1 reminded, 2 lapsed, more: told again
	WarnedAt  time.Time
	By        SeatID // who answered; with RightDelete, who agreed first
	AgreedAt  time.Time
	SecondBy  SeatID // who decided after that, or did not agree
	Outcome   string // RightDone or RightRefused; empty: open
	Why       string // code, see RefusalReasons
	DecidedAt time.Time
	ToldAt    time.Time // when the reporter read it
}

// How a wish ends.
const (
	RightDone    = "done"
	RightRefused = "refused"
)

// RefusalReasons lists why a wish may be refused (art. 33 and arts. 41 to 43).
func RefusalReasons() []string { return []string{"danger", "law", "others", "unclear"} }

// Open tells whether nobody has decided yet.
func (r Right) Open() bool { return r.Outcome == "" }

// Due is until when it must be answered.
func (r Right) Due() time.Time { return r.AskedAt.Add(RightTime) }

// Waits tells whether one seat agreed to erase and a second has to decide.
func (r Right) Waits() bool { return r.Open() && !r.AgreedAt.IsZero() }

// Alarm is the next thing the clock of an open wish does: 1 reminds, 2 says that it lapsed, later ones say so again.
func (r Right) Alarm() (n int, at time.Time) {
	switch r.Warned {
	case 0:
		return 1, r.AskedAt.Add(RightRemind)
	case 1:
		return 2, latest(r.Due(), r.WarnedAt.Add(rightGap))
	}
	return r.Warned + 1, r.WarnedAt.Add(rightAgain)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// OpenRights lists the wishes that nobody decided yet, oldest first.
func (c Case) OpenRights() []Right {
	return slices.DeleteFunc(slices.Clone(c.Rights), func(r Right) bool { return !r.Open() })
}

// OpenRight gives wish n if it is still open.
func (c Case) OpenRight(n int) (Right, bool) {
	if n < 1 || n > len(c.Rights) || !c.Rights[n-1].Open() {
		return Right{}, false
	}
	return c.Rights[n-1], true
}

// RightsUntold lists the decided wishes that the reporter has not read yet.
func (c Case) RightsUntold() []Right {
	return slices.DeleteFunc(slices.Clone(c.Rights), func(r Right) bool { return r.Open() || !r.ToldAt.IsZero() })
}

// RightLate tells since when a wish should have been answered.
func (c Case) RightLate(now time.Time) (since time.Time, late bool) {
	for _, r := range c.OpenRights() {
		if now.After(r.Due()) {
			return r.Due(), true
		}
	}
	return time.Time{}, false
}

// RightsAsked tells how many wishes were made within a day before now.
func (c Case) RightsAsked(now time.Time) (n int) {
	for _, r := range c.Rights {
		if r.AskedAt.After(now.Add(-rightsDay)) {
			n++
		}
	}
	return n
}

// AskRight is the reporter's wish; ErrAlready while one of the same kind is open, ErrMany when there were enough within a day. It does not open a closed case, nor keep it longer.
func (c Case) AskRight(kind RightKind, at time.Time) (Case, error) {
	n, err := c.beginRight(MoveAskRight, at)
	switch {
	case err != nil:
		return c, err
	case !slices.Contains(RightKinds(), kind):
		return c, moveError(MoveAskRight, c, ErrUnknown)
	case slices.ContainsFunc(c.OpenRights(), func(r Right) bool { return r.Kind == kind }):
		return c, moveError(MoveAskRight, c, ErrAlready)
	case c.RightsAsked(at) >= RightsADay:
		return c, moveError(MoveAskRight, c, ErrMany)
	}
	n.Rights = append(n.Rights, Right{N: len(c.Rights) + 1, Kind: kind, AskedAt: at})
	return n, nil
}

// Kept says why a case must not be erased before its time, as a code of RefusalReasons; empty: it may be. Somebody may be in danger, a
// court or the police may need it, or it tells of others who did not wish it.
func (c Case) Kept() string {
	switch {
	case c.Hold != nil, c.beforeCourt():
		return "law"
	case c.Status != Closed && c.Priority != Ordinary, c.Status != Closed && c.Report.Danger == DangerNow:
		return "danger"
	case c.Status == Merged, len(c.Joined) > 0:
		return "others"
	}
	return ""
}

// MayErase tells whether two seats may agree to erase it: nothing keeps it, and somebody took it up, who knows what it is.
func (c Case) MayErase() bool { return c.Kept() == "" && c.legal(MoveErase) == nil }

// MayAnswerRight tells whether a seat may answer a wish: who owns the case; where nobody does, its task force; and once it is late, that
// task force and those above.
func (c Case) MayAnswerRight(seat SeatID, now time.Time) bool {
	tf := seat.TaskForce()
	_, late := c.RightLate(now)
	switch {
	case seat == "" || len(c.OpenRights()) == 0 || c.MayNotSee(tf, seat):
		return false
	case c.Owner == seat, c.Owner == "" && tf == c.Lead:
		return true
	}
	return late && c.above(tf)
}

// above tells whether a task force leads the case or stands above the one that does.
func (c Case) above(tf region.Code) bool {
	return tf == c.Lead || tf == c.Lead.Province() || tf == central
}

// AnswerRight ends wish n: done, or refused with a reason. To erase needs two seats, see AgreeErase.
func (c Case) AnswerRight(seat SeatID, n int, outcome, why string, at time.Time) (Case, error) {
	next, r, err := c.answering(seat, n, at)
	if err != nil {
		return c, err
	}
	refused := outcome == RightRefused && slices.Contains(RefusalReasons(), why)
	done := outcome == RightDone && why == "" && r.Kind != RightDelete
	if !refused && !done {
		return c, moveError(MoveAnswerRight, c, ErrUnknown)
	}
	r.By, r.AgreedAt = seat, time.Time{}
	r.Outcome, r.Why, r.DecidedAt = outcome, why, at
	return next, nil
}

// AgreeErase is the first seat's word that the case may be erased; a seat of another body decides.
func (c Case) AgreeErase(seat SeatID, n int, at time.Time) (Case, error) {
	next, r, err := c.answering(seat, n, at)
	switch {
	case err != nil:
		return c, err
	case r.Kind != RightDelete:
		return c, moveError(MoveAnswerRight, c, ErrUnknown)
	case !c.MayErase():
		return c, moveError(MoveAnswerRight, c, ErrState)
	case r.Waits():
		return c, moveError(MoveAnswerRight, c, ErrAlready)
	}
	r.By, r.AgreedAt, r.SecondBy = seat, at, ""
	return next, nil
}

// SecondErase is the word of a seat of another body about wish n to erase. A "no" gives it back to those who answer; a "yes" ends the case,
// and it is erased after EraseGrace.
func (c Case) SecondErase(seat SeatID, n int, agreed bool, at time.Time) (Case, error) {
	r, open := c.OpenRight(n)
	switch {
	case !open || !r.Waits():
		return c, moveError(MoveErase, c, ErrAlready)
	case c.MayNotSee(seat.TaskForce(), seat):
		return c, moveError(MoveErase, c, ErrExcluded)
	case seat == "" || seat.TaskForce() == r.By.TaskForce():
		return c, moveError(MoveErase, c, ErrSameSeat)
	case agreed && !c.MayErase():
		return c, moveError(MoveErase, c, ErrState)
	}
	if !agreed {
		next, err := c.beginRight(MoveAnswerRight, at)
		if err != nil {
			return c, err
		}
		next.Rights[n-1].AgreedAt, next.Rights[n-1].SecondBy = time.Time{}, seat
		return next, nil
	}
	next, err := c.begin(MoveErase, at)
	if err != nil {
		return c, err
	}
	w := &next.Rights[n-1]
	w.SecondBy, w.Outcome, w.DecidedAt = seat, RightDone, at
	next.endBy(w.By, seat, at)
	next.EraseFrom = at.Add(EraseGrace)
	return next, nil
}

// endBy closes a case because its reporter wishes it gone. What was closed before stays closed as it was.
func (c *Case) endBy(first, second SeatID, at time.Time) {
	if c.Status == Closed {
		return
	}
	c.undoClosing("", at)
	c.Close = &Closure{Reason: CloseWithdrawn, ProposedBy: first, ProposedAt: at, ConfirmedBy: second, ConfirmedAt: at, Answer: Yes, AnsweredAt: at}
	c.newest().EndedAt = at
	c.Status, c.Owner, c.Wait = Closed, "", nil
	c.endHelps(at)
}

// WarnRight notes that alarm k of wish n was given; ErrAlready when it was, ErrState when it comes too early.
func (c Case) WarnRight(n, k int, at time.Time) (Case, error) {
	r, open := c.OpenRight(n)
	if next, due := r.Alarm(); !open || next != k {
		return c, moveError(MoveWarnRight, c, ErrAlready)
	} else if at.Before(due) {
		return c, moveError(MoveWarnRight, c, ErrState)
	}
	next, err := c.beginRight(MoveWarnRight, at)
	if err != nil {
		return c, err
	}
	next.Rights[n-1].Warned, next.Rights[n-1].WarnedAt = k, at
	return next, nil
}

// RebaseRights brings wishes that were made by a clock that ran ahead back to now; ErrAlready when there are none.
func (c Case) RebaseRights(at time.Time) (Case, error) {
	next, err := c.beginRight(MoveWarnRight, at)
	if err != nil {
		return c, err
	}
	ahead := false
	for i := range next.Rights {
		r := &next.Rights[i]
		for _, t := range []*time.Time{&r.AskedAt, &r.WarnedAt, &r.AgreedAt} {
			if r.Open() && t.After(at) {
				*t, ahead = at, true
			}
		}
	}
	if !ahead {
		return c, moveError(MoveWarnRight, c, ErrAlready)
	}
	return next, nil
}

// answering begins the answer of a seat to wish n, which is changed in the copy.
func (c Case) answering(seat SeatID, n int, at time.Time) (Case, *Right, error) {
	switch _, open := c.OpenRight(n); {
	case c.MayNotSee(seat.TaskForce(), seat):
		return c, nil, moveError(MoveAnswerRight, c, ErrExcluded)
	case !open:
		return c, nil, moveError(MoveAnswerRight, c, ErrAlready)
	case !c.MayAnswerRight(seat, at):
		return c, nil, moveError(MoveAnswerRight, c, ErrNotOwner)
	}
	next, err := c.beginRight(MoveAnswerRight, at)
	if err != nil {
		return c, nil, err
	}
	return next, &next.Rights[n-1], nil
}

// beginRight begins a move that must not lengthen the time for which a closed case is kept.
func (c Case) beginRight(m MoveName, at time.Time) (Case, error) {
	n, err := c.begin(m, at)
	if err == nil && (c.Status == Closed || c.Status == Merged) {
		n.ChangedAt = c.ChangedAt
	}
	return n, err
}
