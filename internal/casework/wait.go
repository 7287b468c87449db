package casework

import "time"

// Wait is since when the reporter is asked something and has not answered, and what was done about it.
type Wait struct {
	Since    time.Time
	Reminded int
	SilentAt time.Time // when the owner was told that no answer comes
}

// Asked is what the reporter is asked.
type Asked string

// What a reporter can be asked. A question comes before the closing; the follow-up is asked of closed cases only.
const (
	AskedNothing  Asked = ""
	AskedQuestion Asked = "question"
	AskedClosing  Asked = "closing"
	AskedFollowUp Asked = "followup"
)

// The reminder policy: one gentle reminder after a day, at most one more three days later, and another day later the owner is told.
// The follow-up of a closed case gets the first reminder only.
const (
	remindFirst  = 24 * time.Hour
	remindSecond = 4 * 24 * time.Hour
	silentAfter  = 5 * 24 * time.Hour
)

// Awaits tells what the reporter is asked and has not answered yet.
func (c Case) Awaits() Asked {
	if c.Over() {
		if c.Close != nil && !c.Close.FollowedAt.IsZero() && c.Close.FollowUp == "" {
			return AskedFollowUp
		}
		return AskedNothing
	}
	if c.Same { // asked in the case it was joined with
		return AskedNothing
	}
	if _, open := c.Unanswered(); open {
		return AskedQuestion
	}
	if c.toClose() && c.Close.Answer == "" {
		return AskedClosing
	}
	return AskedNothing
}

// AwaitsReporter tells whether the case can not go on before the reporter answers.
func (c Case) AwaitsReporter() bool { return c.Awaits() != AskedNothing }

// IsSilent tells whether the reporter did not answer after all reminders.
func (c Case) IsSilent() bool {
	return c.Wait != nil && !c.Wait.SilentAt.IsZero() && c.AwaitsReporter()
}

// NextNudge is when the next reminder is due, or the word to the owner that none helped; false when nothing is to be done.
func (c Case) NextNudge() (time.Time, bool) {
	asked := c.Awaits()
	switch {
	case c.Wait == nil || asked == AskedNothing || !c.Wait.SilentAt.IsZero():
		return time.Time{}, false
	case c.Wait.Reminded == 0:
		return c.Wait.Since.Add(remindFirst), true
	case asked == AskedFollowUp:
		return time.Time{}, false
	case c.Wait.Reminded == 1:
		return c.Wait.Since.Add(remindSecond), true
	}
	return c.Wait.Since.Add(silentAfter), true
}

// Nudge notes a reminder, or after the last one that the reporter is silent. It refuses before its time, so a timer that comes early
// or twice changes nothing.
func (c Case) Nudge(at time.Time) (Case, error) {
	n, err := c.begin(MoveNudge, at)
	if err != nil {
		return c, err
	}
	due, ok := c.NextNudge()
	if !ok || at.Before(due) {
		return c, moveError(MoveNudge, c, ErrState)
	}
	if n.Wait.Reminded == 2 {
		n.Wait.SilentAt = at
	} else {
		n.Wait.Reminded++
	}
	return n, nil
}

// await sets the clock when something is asked, and stops it when nothing is any more. A clock that runs goes on.
func (c *Case) await(at time.Time) {
	switch {
	case !c.AwaitsReporter():
		c.Wait = nil
	case c.Wait == nil:
		c.Wait = &Wait{Since: at}
	}
}

// heard sets the clock anew: the reporter is there.
func (c *Case) heard(at time.Time) {
	c.Wait = nil
	c.await(at)
}
