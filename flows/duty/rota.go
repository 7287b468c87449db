package duty

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// ShiftName names a shift as officers say it: day, date, part of the day and its hours on their wall.
func (Desk) ShiftName(s taskforce.Shift, in flows.Tongue) string { return shiftName(s, in) }

func shiftName(s taskforce.Shift, in flows.Tongue) string {
	return dayName(s.Weekday(), in) + " " + in.Day(s.From) + " " + in.Label("duty.slot."+strconv.Itoa(int(s.Slot))) +
		" (" + s.From.Format("15") + "–" + s.To.Format("15 MST") + ")"
}

func dayName(d time.Weekday, in flows.Tongue) string {
	return in.Label("duty.day." + strconv.Itoa(int(d)))
}

// whose is the seat whose rota is open: one's own, or that of the task force's seat chosen by its coordinator.
func whose(s *flows.Scene) taskforce.Seat {
	own := seatOf(s)
	id := casework.SeatID(s.Get(answerSeat))
	if s.Env.Register == nil || id == "" || id.TaskForce() != own.TaskForce || !leads(s) {
		return own
	}
	if other, ok := s.Env.Register.Seat(id); ok {
		return other
	}
	return own
}

// weekOf is the week of that seat, with what was changed in this very turn.
func weekOf(s *flows.Scene) taskforce.Week {
	if now, err := strconv.ParseUint(s.Get(answerWeek), 16, 32); err == nil {
		return taskforce.Week(now) & taskforce.AllWeek
	}
	if s.Env.Register == nil {
		return 0
	}
	return s.Env.Register.WeekOf(whose(s).ID)
}

func forgetWeek(s *flows.Scene) { s.Keep(answerWeek, "") }

// rotaData lists the days of the week with their shifts.
func rotaData(s *flows.Scene) flows.Data {
	var lines []string
	week := weekOf(s)
	for _, d := range taskforce.Days() {
		if parts := slotsOf(s, week, d); len(parts) > 0 {
			lines = append(lines, dayName(d, s.Tongue())+": "+strings.Join(parts, ", "))
		}
	}
	return flows.Data{"seat": s.Tongue().Seat(whose(s)), "own": truth(whose(s).ID == seatOf(s).ID), "list": strings.Join(lines, "\n"), "ahead": aheadList(s)}
}

func slotsOf(s *flows.Scene, week taskforce.Week, d time.Weekday) []string {
	var parts []string
	for _, slot := range taskforce.Slots() {
		if week.Has(d, slot) {
			parts = append(parts, s.Label("duty.slot."+strconv.Itoa(int(slot))))
		}
	}
	return parts
}

// aheadList names the next shifts as they really are, covers and days off included.
func aheadList(s *flows.Scene) string {
	if s.Env.Register == nil {
		return ""
	}
	var names []string
	reg := s.Env.Register.WithWeek(whose(s).ID, weekOf(s))
	for _, shift := range reg.ShiftsOf(whose(s).ID, s.Env.Now, 7) {
		if len(names) < 3 {
			names = append(names, shiftName(shift, s.Tongue()))
		}
	}
	return strings.Join(names, "\n")
}

// indonesian is the language that is understood at every desk.
func indonesian(s *flows.Scene) flows.Tongue { return flows.Tongue{Words: s.Env.Words} }

func dayOptions(s *flows.Scene) []flows.Option {
	var out []flows.Option
	for _, d := range taskforce.Days() {
		label := dayName(d, s.Tongue())
		if n := len(slotsOf(s, weekOf(s), d)); n > 0 {
			label += " (" + strconv.Itoa(n) + ")"
		}
		out = append(out, flows.Option{Value: strconv.Itoa(int(d)), Label: label, Also: dayName(d, indonesian(s))})
	}
	return out
}

// openDay is the day of the week that is open.
func openDay(s *flows.Scene) time.Weekday {
	n, _ := strconv.Atoi(s.Get(answerDay))
	return time.Weekday(((n % 7) + 7) % 7)
}

func rotaDayData(s *flows.Scene) flows.Data {
	return flows.Data{"seat": s.Tongue().Seat(whose(s)), "day": dayName(openDay(s), s.Tongue()), "list": strings.Join(slotsOf(s, weekOf(s), openDay(s)), ", ")}
}

func slotOptions(s *flows.Scene) []flows.Option {
	var out []flows.Option
	for _, slot := range taskforce.Slots() {
		n := strconv.Itoa(int(slot))
		label := s.Label("duty.slot." + n)
		if weekOf(s).Has(openDay(s), slot) {
			label = "✅ " + label
		}
		out = append(out, flows.Option{Value: "slot" + n, Label: label, Also: indonesian(s).Label("duty.slot." + n)})
	}
	return out
}

// toggle changes one shift of the open day, or gives every day of the week the shifts of the open one.
func toggle(s *flows.Scene, ans flows.Answer) {
	week, day := weekOf(s), openDay(s)
	if n, ok := strings.CutPrefix(ans.Value.Reveal(), "slot"); ok {
		slot, _ := strconv.Atoi(n)
		week = week.Toggle(day, taskforce.Slot(slot))
	} else {
		for _, d := range taskforce.Days() {
			for _, slot := range taskforce.Slots() {
				if week.Has(d, slot) != week.Has(day, slot) {
					week = week.Toggle(d, slot)
				}
			}
		}
	}
	s.Keep(answerWeek, strconv.FormatUint(uint64(week), 16))
	s.Do(flows.SetWeek{By: seatOf(s).ID, Of: whose(s).ID, Week: week})
}

// shiftsAhead is how many days ahead a shift can be given away.
const shiftsAhead = 10

// ownShifts lists the next shifts of the officer's own seat.
func ownShifts(s *flows.Scene) []flows.Option {
	if s.Env.Register == nil {
		return nil
	}
	var out []flows.Option
	seat := seatOf(s)
	now := taskforce.ShiftAt(seat.TaskForce, s.Env.Now)
	shifts := s.Env.Register.ShiftsOf(seat.ID, s.Env.Now, shiftsAhead)
	if s.C.State == cover && s.Env.Register.Planned(seat.ID, now) {
		shifts = append([]taskforce.Shift{now}, shifts...)
	}
	for _, shift := range shifts[:min(len(shifts), 8)] {
		label := dayName(shift.Weekday(), s.Tongue()) + " " + s.Tongue().Day(shift.From) + " " + s.Label("duty.slot."+strconv.Itoa(int(shift.Slot)))
		out = append(out, flows.Option{Value: shift.Date + "/" + strconv.Itoa(int(shift.Slot)), Label: label})
	}
	return out
}

// coverData tells whether there is any shift to give away.
func coverData(s *flows.Scene) flows.Data { return flows.Data{"any": truth(len(ownShifts(s)) > 0)} }

// dateAndSlot reads "2026-11-28/2".
func dateAndSlot(v string) (string, taskforce.Slot) {
	date, n, _ := strings.Cut(v, "/")
	slot, err := strconv.Atoi(n)
	if err != nil {
		return "", 0
	}
	return date, taskforce.Slot(slot)
}

func askCover(s *flows.Scene, ans flows.Answer) {
	date, slot := dateAndSlot(ans.Value.Reveal())
	s.Do(flows.AskCover{Seat: seatOf(s).ID, Date: date, Slot: slot})
	tidy(s)
	done(s, "cover_asked")
}

// covering reads the answer to a colleague's wish: yes at once, or in exchange for a shift to be chosen.
func covering(s *flows.Scene, arg string) flows.State {
	word, id, _ := strings.Cut(arg, ":")
	if s.Env.Seat == nil || id == "" {
		return refused(s)
	}
	tidy(s)
	switch word {
	case "yes":
		s.Do(flows.TakeCover{Seat: seatOf(s).ID, Cover: id})
		return done(s, "cover_taken")
	case "swap":
		if len(ownShifts(s)) == 0 {
			s.Say("duty.no.shift", nil)
			return silent(s)
		}
		s.Keep(answerCover, id)
		return swapBack
	}
	return refused(s)
}

func offerSwap(s *flows.Scene, ans flows.Answer) {
	date, slot := dateAndSlot(ans.Value.Reveal())
	s.Do(flows.TakeCover{Seat: seatOf(s).ID, Cover: s.Get(answerCover), BackDate: date, BackSlot: slot})
	tidy(s)
	done(s, "swap_offered")
}

// swapping reads the answer to an exchange that a colleague offered.
func swapping(s *flows.Scene, arg string) flows.State {
	word, id, _ := strings.Cut(arg, ":")
	if s.Env.Seat == nil || id == "" || word != "yes" && word != "no" {
		return refused(s)
	}
	tidy(s)
	s.Do(flows.SettleSwap{Seat: seatOf(s).ID, Cover: id, Yes: word == "yes"})
	return done(s, map[string]string{"yes": "cover_taken", "no": "swap_refused"}[word])
}

// teamSeats lists the seats of the coordinator's task force.
func teamSeats(s *flows.Scene) []flows.Option {
	if s.Env.Register == nil || !leads(s) {
		return nil
	}
	var out []flows.Option
	for _, seat := range s.Env.Register.Seats(seatOf(s).TaskForce) {
		out = append(out, flows.Option{Value: string(seat.ID), Label: seatLabel(s, seat)})
	}
	return out
}

// seatLabel names a seat shortly; an empty one is marked.
func seatLabel(s *flows.Scene, seat taskforce.Seat) string {
	label := s.Tongue().Seat(seat)
	if label == "" {
		label = string(seat.ID)
	}
	if !seat.Linked() {
		label += " " + s.Label("duty.mark.empty")
	}
	if r := []rune(label); len(r) > labelLength {
		label = string(r[:labelLength-1]) + "…"
	}
	return label
}

// daysOffData lists the days off ahead.
func daysOffData(s *flows.Scene) flows.Data {
	return flows.Data{"list": strings.Join(offLabels(s), "\n")}
}

func offLabels(s *flows.Scene) []string {
	var out []string
	for _, o := range offOptions(s) {
		out = append(out, "• "+strings.TrimPrefix(o.Label, "✖ "))
	}
	return out
}

// offOptions offers each day off to be taken back; what was changed in this very turn counts.
func offOptions(s *flows.Scene) []flows.Option {
	if s.Env.Register == nil {
		return nil
	}
	zone := taskforce.ZoneOf(seatOf(s).TaskForce)
	today := s.Env.Now.In(zone).Format(time.DateOnly)
	days := s.Env.Register.DaysOff(seatOf(s).TaskForce, today)
	for change := range strings.FieldsSeq(s.Get(answerDay)) {
		date, _ := strings.CutPrefix(change, "-")
		days = slices.DeleteFunc(days, func(d string) bool { return d == date })
		if date == change {
			days = append(days, date)
		}
	}
	slices.Sort(days)
	var out []flows.Option
	for _, d := range days[:min(len(days), 8)] {
		day, _ := time.ParseInLocation(time.DateOnly, d, zone)
		out = append(out, flows.Option{Value: d, Label: "✖ " + dayName(day.Weekday(), s.Tongue()) + " " + s.Tongue().YearDay(day)})
	}
	return out
}

// typedDate reads "25/12", "25-12-2026" or "25 12"; without a year the next such day.
func typedDate(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text {
		return flows.Answer{}, false
	}
	numbers := strings.FieldsFunc(in.Text.Reveal(), func(r rune) bool { return r < '0' || r > '9' })
	if len(numbers) < 2 || len(numbers) > 3 {
		return flows.Answer{Event: "no_date"}, true
	}
	day, _ := strconv.Atoi(numbers[0])
	month, _ := strconv.Atoi(numbers[1])
	now := s.Env.Now.In(taskforce.ZoneOf(seatOf(s).TaskForce))
	year := now.Year()
	if len(numbers) == 3 {
		year, _ = strconv.Atoi(numbers[2])
	}
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location())
	if len(numbers) == 2 && date.Before(now.AddDate(0, 0, -1)) {
		date = date.AddDate(1, 0, 0)
	}
	if date.Day() != day || int(date.Month()) != month || date.Before(now.AddDate(0, 0, -1)) || date.After(now.AddDate(2, 0, 0)) {
		return flows.Answer{Event: "no_date"}, true
	}
	return flows.Answer{Event: "date", Value: private.NewText("+" + date.Format(time.DateOnly))}, true
}

// changeDayOff adds the day typed, or takes the day pressed back.
func changeDayOff(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "date" {
		s.Say("duty.no.date", nil)
		return
	}
	date, add := strings.CutPrefix(ans.Value.Reveal(), "+")
	s.Do(flows.SetDayOff{By: seatOf(s).ID, Date: date, Off: add})
	note := date
	if !add {
		note = "-" + date
	}
	s.Keep(answerDay, strings.TrimSpace(s.Get(answerDay)+" "+note))
}
