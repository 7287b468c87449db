package casework

import (
	"slices"
	"time"
)

// IdentityOpen is how long an owner may see who the reporter said to be after a seat of another task force agreed.
const IdentityOpen = 24 * time.Hour

// Identity is an owner's wish to see the name or number that a reporter gave, and what a seat of another task force said to it.
type Identity struct {
	N         int    // 1 for the first wish of the case; a later one takes its place
	By        SeatID // for this seat only, also after the case has another owner
	Why       string // code, see IdentityReasons
	AskedAt   time.Time
	SecondBy  SeatID // who agreed or refused
	Agreed    bool
	DecidedAt time.Time
}

// IdentityReasons lists for what an owner may wish to see it.
func IdentityReasons() []string { return []string{"call", "rescue", "protect", "law"} }

// AskIdentity is the owner's wish; it takes the place of the one before.
func (c Case) AskIdentity(seat SeatID, why string, at time.Time) (Case, error) {
	if err := c.mayWork(MoveAsk, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveAsk, at)
	if err != nil {
		return c, err
	}
	if !slices.Contains(IdentityReasons(), why) {
		return c, moveError(MoveAsk, c, ErrUnknown)
	}
	wish := Identity{N: 1, By: seat, Why: why, AskedAt: at}
	if c.Identity != nil {
		wish.N = c.Identity.N + 1
	}
	n.Identity = &wish
	return n, nil
}

// IdentityWaits tells whether a second seat may still decide about wish n.
func (c Case) IdentityWaits(n int) bool {
	return c.Identity != nil && c.Identity.N == n && c.Identity.DecidedAt.IsZero() && c.Identity.By == c.Owner
}

// DecideIdentity is the word of a second seat about wish n, of another task force than the one that wishes. Whose right that is, the register
// says.
func (c Case) DecideIdentity(seat SeatID, n int, agreed bool, at time.Time) (Case, error) {
	switch {
	case c.MayNotSee(seat.TaskForce(), seat):
		return c, moveError(MoveAsk, c, ErrExcluded)
	case seat == "" || c.Identity != nil && seat.TaskForce() == c.Identity.By.TaskForce(), seat == c.Owner:
		return c, moveError(MoveAsk, c, ErrSameSeat)
	case !c.IdentityWaits(n):
		return c, moveError(MoveAsk, c, ErrAlready)
	}
	next, err := c.begin(MoveAsk, at)
	if err != nil {
		return c, err
	}
	next.Identity.SecondBy, next.Identity.Agreed, next.Identity.DecidedAt = seat, agreed, at
	return next, nil
}

// MayOpenIdentity tells whether the owner may see it now. A clock that was put back closes it.
func (c Case) MayOpenIdentity(seat SeatID, at time.Time) bool {
	i := c.Identity
	return i != nil && i.Agreed && seat != "" && i.By == seat && c.Owner == seat && i.SecondBy.TaskForce() != seat.TaskForce() && !c.MayNotSee(seat.TaskForce(), seat) &&
		!at.Before(i.DecidedAt) && at.Before(i.DecidedAt.Add(IdentityOpen))
}
