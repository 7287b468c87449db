package casework

import (
	"slices"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// Help is one thing that the owner asked of another task force or of an agency. Whoever helps sees this and nothing else of
// the case.
type Help struct {
	N       int // 1 for the first of the case
	To      region.Code
	Agency  string // code of taskforce.Agencies; then To is empty, and nobody there has a seat
	Task    private.Text
	By      SeatID
	At      time.Time
	TakenBy SeatID
	TakenAt time.Time
	Outcome string // how it ended: "done", "declined", "released"
	EndedAt time.Time
	EndedBy SeatID
}

// Open tells whether the help is still wanted.
func (h Help) Open() bool { return h.EndedAt.IsZero() }

// HelpOf gives the open help that a task force was asked for.
func (c Case) HelpOf(tf region.Code) (Help, bool) {
	i := slices.IndexFunc(c.Helps, func(h Help) bool { return h.Open() && h.To != "" && h.To == tf })
	if i < 0 {
		return Help{}, false
	}
	return c.Helps[i], true
}

// OpenHelps lists the helps that are still wanted.
func (c Case) OpenHelps() []Help {
	return slices.DeleteFunc(slices.Clone(c.Helps), func(h Help) bool { return !h.Open() })
}

// AskHelp asks another task force or an agency for something. ErrAlready: it is asked for something already.
func (c Case) AskHelp(seat SeatID, to region.Code, agency string, task private.Text, at time.Time) (Case, error) {
	if err := c.mayWork(MoveAskHelp, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveAskHelp, at)
	if err != nil {
		return c, err
	}
	_, asked := c.HelpOf(to)
	switch {
	case to == "" && agency == "", to != "" && agency != "", to == c.Lead, task.IsZero():
		return c, moveError(MoveAskHelp, c, ErrUnknown)
	case to != "" && c.MayNotSee(to, ""):
		return c, moveError(MoveAskHelp, c, ErrExcluded)
	case asked:
		return c, moveError(MoveAskHelp, c, ErrAlready)
	}
	n.Helps = append(n.Helps, Help{N: len(n.Helps) + 1, To: to, Agency: agency, Task: task, By: seat, At: at})
	n.worked(at)
	return n, nil
}

// TakeHelp makes a seat of the task force asked the one who helps. ErrTaken: a colleague was first.
func (c Case) TakeHelp(seat SeatID, at time.Time) (Case, error) {
	n, h, err := c.helping(MoveTakeHelp, seat, at)
	if err != nil {
		return c, err
	}
	if h.TakenBy != "" {
		return c, ErrTaken{By: h.TakenBy, At: h.TakenAt}
	}
	h.TakenBy, h.TakenAt = seat, at
	return n, nil
}

// EndHelp ends the help of the seat's task force: done, or declined before anybody took it.
func (c Case) EndHelp(seat SeatID, outcome string, at time.Time) (Case, error) {
	n, h, err := c.helping(MoveEndHelp, seat, at)
	if err != nil {
		return c, err
	}
	if outcome == "done" && h.TakenBy != seat || outcome == "declined" && h.TakenBy != "" {
		return c, moveError(MoveEndHelp, c, ErrNotOwner)
	}
	h.Outcome, h.EndedAt, h.EndedBy = outcome, at, seat
	return n, nil
}

// ReleaseHelp is the owner's word that a help is not needed any more.
func (c Case) ReleaseHelp(seat SeatID, number int, at time.Time) (Case, error) {
	if err := c.mayWork(MoveEndHelp, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveEndHelp, at)
	if err != nil {
		return c, err
	}
	if number < 1 || number > len(c.Helps) {
		return c, moveError(MoveEndHelp, c, ErrUnknown)
	}
	if !c.Helps[number-1].Open() {
		return c, moveError(MoveEndHelp, c, ErrAlready)
	}
	n.Helps[number-1].Outcome, n.Helps[number-1].EndedAt, n.Helps[number-1].EndedBy = "released", at, seat
	n.worked(at)
	return n, nil
}

// ReturnHelp takes a help back from a seat that cannot give it any more; its task force is asked anew.
func (c Case) ReturnHelp(seat SeatID, at time.Time) (Case, error) {
	n, err := c.begin(MoveReturnHelp, at)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(c.Helps, func(h Help) bool { return h.Open() && h.TakenBy == seat && seat != "" })
	if i < 0 {
		return c, moveError(MoveReturnHelp, c, ErrAlready)
	}
	n.Helps[i].TakenBy, n.Helps[i].TakenAt = "", time.Time{}
	return n, nil
}

// helping begins a move of a seat whose task force was asked for help, and gives that help on the copy.
func (c Case) helping(m MoveName, seat SeatID, at time.Time) (Case, *Help, error) {
	n, err := c.begin(m, at)
	if err != nil {
		return c, nil, err
	}
	tf := seat.TaskForce()
	h, ok := c.HelpOf(tf)
	switch {
	case c.MayNotSee(tf, seat):
		return c, nil, moveError(m, c, ErrExcluded)
	case !ok:
		return c, nil, moveError(m, c, ErrNotOwner)
	}
	return n, &n.Helps[h.N-1], nil
}

// endHelps ends the helps of those who lead the case now or must never see it. It works on a copy.
func (c *Case) endHelps(at time.Time) {
	for i, h := range c.Helps {
		if h.Open() && h.To != "" && (h.To == c.Lead || c.MayNotSee(h.To, h.TakenBy)) {
			c.Helps[i].Outcome, c.Helps[i].EndedAt = "released", at
		}
	}
}
