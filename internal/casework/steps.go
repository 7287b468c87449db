package casework

import (
	"slices"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// Reach notes a milestone of the owner's work that was reached now.
func (c Case) Reach(kind MilestoneKind, seat SeatID, note private.Text, at time.Time) (Case, error) {
	return c.ReachStep(Milestone{Kind: kind, By: seat, Note: note}, at)
}

// ReachStep notes a milestone with all that the owner said about it. Its By must own the case. A day in the future is ErrUnknown; so is
// one before the report came in, unless Early says why.
func (c Case) ReachStep(m Milestone, at time.Time) (Case, error) {
	if err := c.mayWork(MoveReach, m.By); err != nil {
		return c, err
	}
	n, err := c.begin(MoveReach, at)
	if err != nil {
		return c, err
	}
	if !slices.Contains(Milestones(), m.Kind) || m.On.After(at) || c.early(m) {
		return c, moveError(MoveReach, c, ErrUnknown)
	}
	m.At, m.ToldAt, m.Next, m.Due = at, time.Time{}, "", time.Time{} // what comes next is said by PlanNext
	n.Milestones = append(n.Milestones, m)
	n.reached(m.Kind)
	n.worked(at)
	return n, nil
}

// early tells whether a step is said to have happened before the report came in, without a reason. The day is the one of the owner's
// wall, so that a report of the evening and a step of the same day never quarrel about a time zone.
func (c Case) early(m Milestone) bool {
	if m.On.IsZero() || !m.Early.IsZero() {
		return false
	}
	zone, _ := region.Default().Zone(m.By.TaskForce())
	return m.On.Before(c.OpenedOn(zone))
}

// Day is when the step happened, as far as it was said.
func (m Milestone) Day() time.Time {
	if m.On.IsZero() {
		return m.At
	}
	return m.On
}

// Untold lists the steps that the reporter shall be told of and has not read.
func (c Case) Untold() []Milestone {
	return slices.DeleteFunc(slices.Clone(c.Milestones), func(m Milestone) bool { return !m.Tell || !m.ToldAt.IsZero() })
}

// DoorUntold tells whether the reporter was not told yet which other office is the right one.
func (c Case) DoorUntold() bool {
	return c.Close != nil && c.Close.Door != "" && c.Close.DoorToldAt.IsZero()
}

// Told notes that the reporter read what there was to tell; ErrAlready when there was nothing.
func (c Case) Told(at time.Time) (Case, error) {
	n, err := c.begin(MoveTold, at)
	if err != nil {
		return c, err
	}
	if len(c.Untold()) == 0 && !c.DoorUntold() && len(c.RightsUntold()) == 0 {
		return c, moveError(MoveTold, c, ErrAlready)
	}
	for i := range n.Milestones {
		if n.Milestones[i].Tell && n.Milestones[i].ToldAt.IsZero() {
			n.Milestones[i].ToldAt = at
		}
	}
	if c.DoorUntold() {
		n.Close.DoorToldAt = at
	}
	for i, r := range n.Rights {
		if !r.Open() && r.ToldAt.IsZero() {
			n.Rights[i].ToldAt = at
		}
	}
	return n, nil
}

// step says of one kind of milestone whom it is told by default, and what usually comes next.
type step struct {
	victim bool // told to a reporter to whom it happened
	others bool // told to any other reporter
	next   []MilestoneKind
}

// steps is the table. What others are told says neither where the victim is nor how the victim is: a reporter may be somebody who
// looks for the victim. Of the law's track nothing is told that could warn or endanger anybody, until a court has spoken; the owner
// may decide otherwise for one case.
func steps() map[MilestoneKind]step {
	return map[MilestoneKind]step{
		Received:      {true, true, []MilestoneKind{Assessed, Safe, PoliceReport}},
		Assessed:      {true, true, []MilestoneKind{Safe, Protected, PoliceReport, Health}},
		Safe:          {true, true, []MilestoneKind{Protected, Health, PoliceReport, Social}},
		Protected:     {true, false, []MilestoneKind{Health, Social, PoliceReport, Repatriated}},
		Health:        {true, false, []MilestoneKind{Social, PoliceReport, Repatriated}},
		Social:        {true, false, []MilestoneKind{Repatriated, Reintegrated, Restitution}},
		Repatriated:   {true, true, []MilestoneKind{Reintegrated, Social, Restitution}},
		Reintegrated:  {true, true, []MilestoneKind{Restitution, Social}},
		PoliceReport:  {true, false, []MilestoneKind{Investigation, Health, Protected}},
		Investigation: {false, false, []MilestoneKind{Prosecution, Protected}},
		Prosecution:   {false, false, []MilestoneKind{Verdict, Restitution}},
		Verdict:       {true, true, []MilestoneKind{Restitution, Reintegrated}},
		Restitution:   {true, false, []MilestoneKind{Reintegrated, Social}},
	}
}

// TellByDefault tells whether the reporter of the case is told of the step unless the owner decides otherwise.
func (c Case) TellByDefault(kind MilestoneKind) bool {
	if c.Report.Role == ByVictim {
		return steps()[kind].victim
	}
	return steps()[kind].others
}

// NextSteps lists what usually comes after a step.
func NextSteps(kind MilestoneKind) []MilestoneKind { return steps()[kind].next }
