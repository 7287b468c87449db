package duty

import (
	"slices"

	"siaga/flows"
	"siaga/internal/taskforce"
)

// The rows beside the cases: one's own rota, the team, the end of a shift, training.
const (
	menu     flows.State = "menu"
	rota     flows.State = "rota"
	rotaDay  flows.State = "rota_day"
	cover    flows.State = "cover"
	swapBack flows.State = "swap_back"
	daysOff  flows.State = "days_off"
)

// The answers kept while people and rota are worked on.
const (
	answerSeat  = "seat"  // whose rota or seat
	answerDay   = "day"   // 0 Monday to 6 Sunday
	answerWeek  = "week"  // the week as it was just changed, hexadecimal
	answerCover = "cover" // the colleague's wish being answered
)

// peopleRows are the rows beside the cases.
func peopleRows() []flows.Row {
	return slices.Concat(shiftRows(), teamRows(), readyRows(), forceRows(), activityRows(), []flows.Row{
		{At: menu, Ask: "duty.menu", With: menuData, Accept: flows.Any(flows.Choice("rota", "cover", "train", "ready", "activity", "pin"), when(leads, flows.Choice("team", "days_off", "forces")), languageButton{}),
			Go: flows.Go{"rota": rota, "cover": cover, "train": train, "ready": ready, "activity": activity, "pin": pin, "team": team, "days_off": daysOff, "forces": forces}},
		{At: rota, Ask: "duty.rota", With: rotaData, Accept: flows.Pick("day", dayOptions), Keep: answerDay, Go: flows.Go{"day": rotaDay}},
		{At: rotaDay, Ask: "duty.rota_day", With: rotaDayData, Accept: flows.Any(flows.Pick("slot", slotOptions), flows.Choice("all_days")), Do: toggle,
			Go: flows.Go{"slot": rotaDay, "all_days": rota}},
		{At: cover, Ask: "duty.cover", With: coverData, Accept: flows.Pick("shift", ownShifts), Do: askCover, Go: flows.Go{"shift": rest}},
		{At: swapBack, Ask: "duty.swap_back", Accept: flows.Pick("shift", ownShifts), Do: offerSwap, Go: flows.Go{"shift": rest}},
		trainingRow(), pinRow(),
		{At: daysOff, Ask: "duty.days_off", With: daysOffData, Accept: flows.Any(flows.Pick("date", offOptions), flows.Func(typedDate)), Do: changeDayOff,
			Go: flows.Go{"date": daysOff, "no_date": daysOff}},
	})
}

// languageButton offers the languages of the desk. The press is the kernel's, which holds in every row.
type languageButton struct{}

// Buttons offers them.
func (languageButton) Buttons(*flows.Scene) [][]flows.Button {
	return [][]flows.Button{{{Key: "duty.menu.language", Choice: "kernel.language"}}}
}

// Read reads nothing: the press and the words hold in every row.
func (languageButton) Read(*flows.Scene, flows.Input) (flows.Answer, bool) {
	return flows.Answer{}, false
}

// peopleDoors are the rows that a message's button can open.
func peopleDoors() []flows.State {
	return []flows.State{desk, menu, rota, team, swapBack, shiftEnd, noteLeft, ready, forces, force, pin}
}

// leads tells whether the seat coordinates its task force.
func leads(s *flows.Scene) bool { return seatOf(s).Role.Coordinates() }

// when offers and reads something only under a condition.
func when(is func(*flows.Scene) bool, a flows.Accept) flows.Accept { return conditional{is, a} }

type conditional struct {
	is func(*flows.Scene) bool
	a  flows.Accept
}

// Buttons gives those of the Accept while the condition holds.
func (c conditional) Buttons(s *flows.Scene) [][]flows.Button {
	if !c.is(s) {
		return nil
	}
	return c.a.Buttons(s)
}

// Read reads as the Accept does while the condition holds.
func (c conditional) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if !c.is(s) {
		return flows.Answer{}, false
	}
	return c.a.Read(s, in)
}

func menuData(s *flows.Scene) flows.Data {
	return flows.Data{"seat": s.Tongue().Seat(seatOf(s)), "now": shiftName(taskforce.ShiftAt(seatOf(s).TaskForce, s.Env.Now), s.Tongue())}
}

// openPage asks for a way into the oversight page; whether the seat has anything to see there is looked up when it is made.
func openPage(s *flows.Scene) flows.State {
	if s.Env.Seat == nil {
		return refused(s)
	}
	tidy(s)
	s.Do(flows.OpenPage{Seat: seatOf(s).ID})
	return done(s, "page")
}

// openPeople opens a row beside the cases; any half-done chain about a case is left.
func openPeople(s *flows.Scene, to flows.State) flows.State {
	if s.Env.Seat == nil {
		return refused(s)
	}
	tidy(s)
	return to
}
