package casework

import (
	"slices"
	"time"
)

// Duty is one row of the table of legal duties: how many days a task force gives itself for a step once it is the next one.
type Duty struct {
	Kind     MilestoneKind
	Days     int
	Imminent int    // days when somebody is in danger now
	Law      bool   // the figure itself stands in a law; otherwise it is the project's proposal
	Source   string // where the duty, or the figure, comes from
}

// Duties is the table. The law gives one figure: services begin within seven days of the request (UU 21/2007 art. 51-53, in domain
// notes §1.2 with the word that the text must be read again). All other figures are ours, beside the article that makes the duty.
func Duties() []Duty {
	const (
		ours    = "the project's proposal; no figure in a law"
		service = "UU 21/2007 art. 51-53: services begin within 7 days of the request"
	)
	return []Duty{
		{Received, 1, 1, false, "domain notes §6.6: acknowledged within 24 hours"},
		{Assessed, 1, 1, false, "domain notes §6.6; UU 21/2007 art. 58; " + ours},
		{Safe, 1, 1, false, "UU 21/2007 art. 47: the police must protect on a threat; " + ours},
		{Protected, 3, 1, false, "UU 21/2007 art. 43-47; " + ours},
		{Health, 7, 1, true, service},
		{Social, 7, 7, true, service},
		{Repatriated, 7, 7, true, service + "; Permensos 8/2023 art. 22-27 for the chain of handing over"},
		{Reintegrated, 30, 30, false, "UU 21/2007 art. 51; Permensos 8/2023 art. 8; " + ours},
		{PoliceReport, 3, 1, false, "UU 21/2007 art. 51: the services ask for a report to the police; " + ours},
		{Investigation, 14, 14, false, "UU 21/2007 art. 29-31; " + ours},
		{Prosecution, 60, 60, false, ours},
		{Verdict, 90, 90, false, ours},
		{Restitution, 14, 14, false, "UU 21/2007 art. 48-50: claimed from the stage of the police on; " + ours},
	}
}

// DutyOf is the row of a step.
func DutyOf(kind MilestoneKind) (Duty, bool) {
	i := slices.IndexFunc(Duties(), func(d Duty) bool { return d.Kind == kind })
	if i < 0 {
		return Duty{}, false
	}
	return Duties()[i], true
}

// DaysFor is how many days the table suggests for a step of this case.
func (c Case) DaysFor(kind MilestoneKind) int {
	d, _ := DutyOf(kind)
	if c.Priority == Imminent {
		return d.Imminent
	}
	return d.Days
}

// OpenedOn is the day on which the report came in, by a clock on a wall: a step dated before it needs a reason.
func (c Case) OpenedOn(zone *time.Location) time.Time {
	return dayOf(c.OpenedAt, zone)
}

// dayOf is the first moment of a day.
func dayOf(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}
