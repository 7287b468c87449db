package taskforce

import (
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Clock is one row of the table of deadlines: how long after the offer the next step is taken when nobody accepts.
type Clock struct {
	Priority casework.Priority
	NextSeat time.Duration // to the other seats of the same task force, and its secretary
	Next     time.Duration // to the one that covers: from a kabupaten or kota to the province
	Pusat    time.Duration // to pusat, counted from the first offer
	Begin    time.Duration // after accepting: the owner is reminded when nothing followed,
	Tell     time.Duration // then the coordinators of the task force hear of it,
	LetGo    time.Duration // then the case is offered anew
	Idle     time.Duration // a case that was begun and rests longer is overdue
	Source   string
}

// Clocks is the table of deadlines. There is no binding national standard; the figures are the project's proposal in
// domain notes §6.6 (15 minutes, 2 hours, 24 hours), to be confirmed by the task forces. What follows an acceptance has no
// proposal there; the last four columns are ours, in the same steps.
func Clocks() []Clock {
	const day = 24 * time.Hour
	return []Clock{
		{casework.Imminent, 15 * time.Minute, 30 * time.Minute, 60 * time.Minute, 15 * time.Minute, 30 * time.Minute, 45 * time.Minute, 6 * time.Hour,
			"domain notes §6.6: acknowledged within 15 minutes, day and night"},
		{casework.Urgent, time.Hour, 2 * time.Hour, 4 * time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour, 2 * day, "domain notes §6.6: high within 2 hours"},
		{casework.Ordinary, 12 * time.Hour, day, 2 * day, day, 2 * day, 3 * day, 14 * day, "domain notes §6.6: normal within 24 hours"},
	}
}

// ClockFor is the row of a priority; an unknown priority gets the strictest.
func ClockFor(p casework.Priority) Clock {
	rows := Clocks()
	for _, c := range rows {
		if c.Priority == p {
			return c
		}
	}
	return rows[0]
}

// alarmMost is the longest time between two alarms about a case that nobody takes, unless its own clock is slower.
const alarmMost = 4 * time.Hour

// AlarmAgain is how long after an alarm, the n-th about an offer that stays open, the next one follows: twice the time before, so that
// those who do not answer are not made deaf, and four hours at most, so that it is never silent about the case.
func AlarmAgain(p casework.Priority, n int) time.Duration {
	each := ClockFor(p).Next
	most := max(each, alarmMost)
	for range n {
		each = min(2*each, most)
	}
	return each
}

// Step is one deadline of a decision: what happens then if nobody accepted.
type Step struct {
	At   time.Time   `json:"at"`
	What string      `json:"what"` // "next_seat", "next_task_force", "alarm"
	Who  region.Code `json:"who"`
}

// The kinds of steps.
const (
	StepNextSeat = "next_seat"
	StepNext     = "next_task_force"
	StepAlarm    = "alarm" // pusat did not answer either: people outside the bot are called
)

// Steps are the deadlines of an offer to a task force at a time: its other seats, whoever covers, pusat, the alarm.
func (r *Register) Steps(to region.Code, p casework.Priority, out []casework.Exclusion, now time.Time) []Step {
	c := ClockFor(p)
	steps := []Step{{now.Add(c.NextSeat), StepNextSeat, to}}
	at, lead := now.Add(c.Next), to
	for lead != Pusat {
		next := r.next(lead, out)
		steps = append(steps, Step{at, StepNext, next})
		lead, at = next, at.Add(c.Next)
	}
	return append(steps, Step{at, StepAlarm, Pusat})
}

// next is the first above a task force where somebody answers who may see the case; pusat when there is none.
func (r *Register) next(from region.Code, out []casework.Exclusion) region.Code {
	for _, c := range r.CoverChain(from) {
		if r.live(c, out) {
			return c
		}
	}
	return Pusat
}
