package duty

import (
	"slices"
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// The rows of a step: what was reached, when, with what note, whether the reporter hears of it, what comes next and until when.
const (
	milestone     flows.State = "milestone"
	milestoneLaw  flows.State = "milestone_law"
	milestoneNote flows.State = "milestone_note"
	milestoneTell flows.State = "milestone_tell"
	stepDay       flows.State = "step_day"
	stepDate      flows.State = "step_date"
	stepEarly     flows.State = "step_early"
	stepNext      flows.State = "step_next"
	stepDue       flows.State = "step_due"
)

// The answers kept until a step is complete.
const (
	answerStepNote = "step_note"
	answerStepDay  = "step_day"   // the day it happened, as 2026-11-23
	answerEarly    = "step_early" // why that day lies before the report
	answerNext     = "step_next"  // what comes next
	answerAll      = "step_all"   // every step is offered, not only the usual ones
)

func stepRows() []flows.Row {
	return []flows.Row{
		{At: milestone, Ask: "duty.milestone_kind", With: which, Accept: flows.Choice(append(kinds(protection()), "law")...), Keep: answerKind,
			Go: flows.Go{"law": milestoneLaw, "*": stepDay}},
		{At: milestoneLaw, Ask: "duty.milestone_kind", With: which, Accept: flows.Choice(kinds(lawTrack())...), Keep: answerKind,
			Go: flows.Go{"*": stepDay}},
		{At: stepDay, Ask: "duty.step_day", With: stepData, Accept: flows.Any(pastDay(), flows.Choice("other")), Do: keepDay,
			Go: flows.Go{"day": milestoneNote, "early": stepEarly, "other": stepDate, "future": stepDate, "no_date": stepDate}},
		{At: stepDate, Ask: "duty.step_date", With: stepData, Accept: pastDay(), Do: keepDay,
			Go: flows.Go{"day": milestoneNote, "early": stepEarly, "future": stepDate, "no_date": stepDate}},
		{At: stepEarly, Ask: "duty.step_early", With: earlyData, Accept: flows.Any(sentence("told"), flows.Choice("other")), Do: keepEarly,
			Go: flows.Go{"told": milestoneNote, "other": stepDate}},
		{At: milestoneNote, Ask: "duty.milestone_note", With: stepData, Accept: flows.Any(sentence("told"), flows.Choice("skip")), Do: keepNote,
			Go: flows.Go{"skip": milestoneTell, "told": milestoneTell}},
		{At: milestoneTell, Ask: "duty.milestone_tell", With: tellData, Accept: flows.Choice("yes", "no"), Do: reach,
			Go: flows.Go{"yes": stepNext, "no": stepNext}},
		{At: stepNext, Ask: "duty.step_next", With: nextData, Accept: flows.Any(flows.Pick("next", nextSteps), when(fewSteps, flows.Choice("more")), flows.Choice("skip")), Do: keepNext, NoBack: true,
			Go: flows.Go{"next": stepDue, "more": stepNext, "skip": rest}},
		{At: stepDue, Ask: "duty.step_due", With: dueData, Accept: flows.Any(flows.Pick("due", dueDays), flows.Choice("none"), flows.Func(futureDay)), Do: planNext,
			Go: flows.Go{"due": rest, "none": rest, "past": stepDue, "no_date": stepDue}},
	}
}

// today is the first moment of the officer's day.
func today(s *flows.Scene) time.Time {
	return dayOf(s.Env.Now.In(taskforce.ZoneOf(seatOf(s).TaskForce)))
}

// dayLabel names a day shortly, with its year when that is another than this one.
func dayLabel(s *flows.Scene, day time.Time) string {
	in := s.Tongue()
	name := dayName(day.Weekday(), in) + " "
	if day.Year() != today(s).Year() {
		return name + in.YearDay(day)
	}
	return name + in.Day(day)
}

// keptDay reads a day kept as an answer.
func keptDay(s *flows.Scene, answer string) (time.Time, bool) {
	day, err := time.ParseInLocation(time.DateOnly, s.Get(answer), taskforce.ZoneOf(seatOf(s).TaskForce))
	return day, err == nil
}

// stepData names the case, the step, and its day once that is known.
func stepData(s *flows.Scene) flows.Data {
	d := flows.Data{"code": s.Get(answerCode), "step": s.Label("duty.milestone_kind." + s.Get(answerKind)), "day": ""}
	if day, ok := keptDay(s, answerStepDay); ok {
		d["day"] = dayLabel(s, day)
	}
	return d
}

// pastDay offers the two usual days, and reads any other that is typed.
func pastDay() flows.Accept { return pastDays{} }

type pastDays struct{}

// Buttons offers today and yesterday.
func (pastDays) Buttons(*flows.Scene) [][]flows.Button {
	return [][]flows.Button{{{Key: "duty.step_day.today", Choice: "today"}, {Key: "duty.step_day.yesterday", Choice: "yesterday"}}}
}

// Read tells a day that can be from one ahead, from one before the report, and from what is none.
func (pastDays) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	day := today(s)
	switch {
	case in.Kind == flows.Press && in.Choice == "today":
	case in.Kind == flows.Press && in.Choice == "yesterday":
		day = day.AddDate(0, 0, -1)
	case in.Kind == flows.Text:
		var ok bool
		if day, ok = typedDay(in.Text.Reveal(), day, before); !ok {
			return flows.Answer{Event: "no_date"}, true
		}
	default:
		return flows.Answer{}, false
	}
	return flows.Answer{Event: dayEvent(s, day), Value: private.NewText(day.Format(time.DateOnly))}, true
}

// longAgo bounds a step's day: what lies further back is a slip of the thumb.
const longAgo = 5

func dayEvent(s *flows.Scene, day time.Time) string {
	c := s.Env.Case
	switch {
	case day.After(today(s)):
		return "future"
	case day.Before(today(s).AddDate(-longAgo, 0, 0)):
		return "no_date"
	case c != nil && day.Before(c.OpenedOn(day.Location())):
		return "early"
	}
	return "day"
}

// keepDay keeps the day, or says what is wrong with it.
func keepDay(s *flows.Scene, ans flows.Answer) {
	s.Keep(answerStepDay, "")
	s.Keep(answerEarly, "")
	switch ans.Event {
	case "day", "early":
		s.Keep(answerStepDay, ans.Value.Reveal())
	case "future":
		s.Say("duty.step_future", nil)
	case "no_date":
		s.Say("duty.step_no_date", nil)
	}
}

// earlyData names the day typed and the day on which the report came in.
func earlyData(s *flows.Scene) flows.Data {
	d := stepData(s)
	d["opened"] = ""
	if s.Env.Case != nil {
		d["opened"] = dayLabel(s, s.Env.Case.OpenedOn(taskforce.ZoneOf(seatOf(s).TaskForce)))
	}
	return d
}

func keepEarly(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "told" {
		s.Keep(answerEarly, short(ans.Value).Reveal())
	}
}

func keepNote(s *flows.Scene, ans flows.Answer) {
	s.Keep(answerStepNote, "")
	if ans.Event == "told" {
		s.Keep(answerStepNote, ans.Value.Reveal())
	}
}

// tellData says whether a step of this kind is usually told to this reporter.
func tellData(s *flows.Scene) flows.Data {
	usual := ""
	if s.Env.Case != nil && s.Env.Case.TellByDefault(casework.MilestoneKind(s.Get(answerKind))) {
		usual = "yes"
	}
	return flows.Data{"code": s.Get(answerCode), "usual": usual}
}

// reach notes the step. It is done whatever is said afterwards of what comes next.
func reach(s *flows.Scene, ans flows.Answer) {
	c, ok := subject(s, "milestone")
	if !ok {
		return
	}
	wish := flows.ReachMilestone{Case: c.ID, Seat: seatOf(s).ID, Kind: casework.MilestoneKind(s.Get(answerKind)),
		Note: s.C.Answers[answerStepNote], Tell: ans.Event == "yes", Early: s.C.Answers[answerEarly]}
	if day, kept := keptDay(s, answerStepDay); kept {
		wish.On = day.UTC()
	}
	s.Do(wish)
	s.Keep(answerDid, "noted")
}

// nextSteps offers what usually comes after the step just noted, or every step.
func nextSteps(s *flows.Scene) []flows.Option {
	list := casework.Milestones()
	if last := lastStep(s); s.Get(answerAll) == "" && last != "" {
		list = casework.NextSteps(last)
	}
	var out []flows.Option
	for _, kind := range list {
		out = append(out, flows.Option{Value: string(kind), Label: s.Label("duty.milestone_kind." + string(kind))})
	}
	return out
}

// fewSteps tells whether only the usual steps are offered so far.
func fewSteps(s *flows.Scene) bool { return s.Get(answerAll) == "" }

// lastStep is the step just noted, or else the newest of the case.
func lastStep(s *flows.Scene) casework.MilestoneKind {
	if kind := s.Get(answerKind); kind != "" {
		return casework.MilestoneKind(kind)
	}
	if c := s.Env.Case; c != nil && len(c.Milestones) > 0 {
		return c.Milestones[len(c.Milestones)-1].Kind
	}
	return casework.Received
}

// nextData names the step that is planned now, if there is one and it was not the one just reached.
func nextData(s *flows.Scene) flows.Data {
	d := flows.Data{"code": s.Get(answerCode), "noted": truth(s.Get(answerDid) == "noted"), "planned": ""}
	if c := s.Env.Case; c != nil && c.Next != nil && string(c.Next.Kind) != s.Get(answerKind) {
		d["planned"] = s.Label("duty.milestone_kind." + string(c.Next.Kind))
	}
	return d
}

func keepNext(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "more":
		s.Keep(answerAll, "1")
	case "skip":
		did := s.Get(answerDid)
		if did == "" {
			did = "nothing"
		}
		done(s, did)
	default:
		s.Keep(answerNext, ans.Value.Reveal())
	}
}

// dueData says how long the table of duties gives for the step, and whether the figure stands in a law.
func dueData(s *flows.Scene) flows.Data {
	kind := casework.MilestoneKind(s.Get(answerNext))
	d := flows.Data{"code": s.Get(answerCode), "step": s.Label("duty.milestone_kind." + string(kind)), "days": "", "law": ""}
	if s.Env.Case != nil {
		d["days"] = strconv.Itoa(s.Env.Case.DaysFor(kind))
	}
	if duty, ok := casework.DutyOf(kind); ok {
		d["law"] = truth(duty.Law)
	}
	return d
}

// dueDays offers the day that the table suggests first, then a few others.
func dueDays(s *flows.Scene) []flows.Option {
	c := s.Env.Case
	if c == nil {
		return nil
	}
	usual := c.DaysFor(casework.MilestoneKind(s.Get(answerNext)))
	days := []int{usual}
	for _, n := range []int{1, 3, 7, 14, 30} {
		if !slices.Contains(days, n) && len(days) < 4 {
			days = append(days, n)
		}
	}
	var out []flows.Option
	for _, n := range days {
		day := today(s).AddDate(0, 0, n)
		label := dayLabel(s, day)
		if n == usual {
			label = "★ " + label
		}
		out = append(out, flows.Option{Value: day.Format(time.DateOnly), Label: label})
	}
	return out
}

// futureDay reads a deadline that is typed: today still counts.
func futureDay(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text {
		return flows.Answer{}, false
	}
	day, ok := typedDay(in.Text.Reveal(), today(s), after)
	switch {
	case !ok, day.After(today(s).AddDate(1, 11, 0)):
		return flows.Answer{Event: "no_date"}, true
	case day.Before(today(s)):
		return flows.Answer{Event: "past"}, true
	}
	return flows.Answer{Event: "due", Value: private.NewText(day.Format(time.DateOnly))}, true
}

// dueHour is the hour at which a deadline's day is over: somebody can still be telephoned.
const dueHour = 16

// dueAt is the moment of a deadline: the end of the working day, or of the day itself when that is over.
func dueAt(day, now time.Time) time.Time {
	at := day.Add(dueHour * time.Hour)
	if !at.After(now) {
		at = day.AddDate(0, 0, 1).Add(-time.Minute)
	}
	return at
}

// planNext says what comes next and until when.
func planNext(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "past":
		s.Say("duty.step_past", nil)
		return
	case "no_date":
		s.Say("duty.step_no_date", nil)
		return
	}
	c, ok := subject(s, "milestone")
	if !ok {
		return
	}
	wish := flows.PlanNext{Case: c.ID, Seat: seatOf(s).ID, Kind: casework.MilestoneKind(s.Get(answerNext))}
	if day, err := time.ParseInLocation(time.DateOnly, ans.Value.Reveal(), taskforce.ZoneOf(seatOf(s).TaskForce)); ans.Event == "due" && err == nil {
		wish.Due = dueAt(day, s.Env.Now).UTC()
	}
	s.Do(wish)
	done(s, "planned")
}
