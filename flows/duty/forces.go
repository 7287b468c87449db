package duty

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"siaga/flows"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// The rows by which coordinators keep the register: the list, one row of it, and the questions about it.
const (
	forces      flows.State = "forces"
	force       flows.State = "force"
	forceFormed flows.State = "force_formed"
	forceDecree flows.State = "force_decree"
	forceDate   flows.State = "force_date"
	forceUntil  flows.State = "force_until"
	forceChair  flows.State = "force_chair"
	forceDuty   flows.State = "force_duty"
	forceSure   flows.State = "force_sure"
)

// The answers kept while a row is completed.
const (
	answerFormed = "formed"
	answerDecree = "decree"
	answerSince  = "since"
	answerUntil  = "until"
	answerChair  = "chair"
	answerSeats  = "seats"
	answerRows   = "rows" // page of the list
)

func forceRows() []flows.Row {
	return []flows.Row{
		{At: forces, Ask: "duty.forces", With: forcesData, Skip: ownRowOnly, Past: "of", Do: chooseForce,
			Accept: flows.Any(flows.Pick("of", forcesOptions), flows.Choice("more"), typedForce("of", keeps)),
			Go:     flows.Go{"of": force, "more": forces, "several": forces}},
		{At: force, Ask: "duty.force", With: forceData, Do: judgeForce,
			Accept: flows.Any(when(isKnown, flows.Choice("right")), flows.Choice("change"), when(keepsMany, flows.Choice("rows"))),
			Go:     flows.Go{"right": rest, "change": forceFormed, "rows": forces}},
		{At: forceFormed, Ask: "duty.force_formed", With: forceName, Keep: answerFormed, Accept: flows.Choice("yes", "no", "unknown"),
			Go: flows.Go{"yes": forceDecree, "no": forceSure, "unknown": forceSure}},
		{At: forceDecree, Ask: "duty.force_decree", With: forceName, Accept: flows.Any(flows.Choice("skip"), flows.Func(decreeNo)), Do: keepAs(answerDecree),
			Go: flows.Go{"skip": forceUntil, "no": forceDate}},
		{At: forceDate, Ask: "duty.force_date", With: forceName, Accept: flows.Any(flows.Choice("skip"), flows.Func(decreeDay)), Do: keepAs(answerSince),
			Go: flows.Go{"*": forceUntil}},
		{At: forceUntil, Ask: "duty.force_until", With: forceName, Accept: flows.Any(flows.Pick("day", yearEnds), flows.Choice("none"), flows.Func(lastDay)),
			Do: keepAs(answerUntil), Go: flows.Go{"*": forceChair}},
		{At: forceChair, Ask: "duty.force_chair", With: forceName, Accept: flows.Any(flows.Pick("office", offices), flows.Choice("skip"), flows.Func(typedOffice)),
			Do: keepAs(answerChair), Go: flows.Go{"*": forceDuty}},
		{At: forceDuty, Ask: "duty.force_duty", With: forceName, Accept: flows.Any(flows.Pick("seats", seatCounts), flows.Func(typedCount)),
			Do: keepAs(answerSeats), Go: flows.Go{"seats": forceSure}},
		{At: forceSure, Ask: "duty.force_sure", With: sureData, Accept: flows.Choice("yes", "no"), Do: keepForce,
			Go: flows.Go{"yes": forces, "no": force}},
	}
}

// keeps tells whether the seat keeps the row of a task force.
func keeps(s *flows.Scene, code region.Code) bool { return leads(s) && overseen(s, code) }

// keepsMany tells whether there are rows besides the own.
func keepsMany(s *flows.Scene) bool {
	return leads(s) && seatOf(s).TaskForce.Level() != region.RegencyLevel
}

func ownRowOnly(s *flows.Scene) bool { return !keepsMany(s) }

func isKnown(s *flows.Scene) bool { return rowOf(s).Formation() != taskforce.FormedUnknown }

func rowOf(s *flows.Scene) taskforce.TaskForce {
	if s.Env.Register == nil {
		return taskforce.TaskForce{}
	}
	f, _ := s.Env.Register.Force(forceOf(s))
	return f
}

// openForces opens the register: the list, or with a code one row of it.
func openForces(s *flows.Scene, name, code string) flows.State {
	if s.Env.Seat == nil || !leads(s) || code != "" && !keeps(s, region.Code(code)) {
		return refused(s)
	}
	tidy(s)
	s.Keep(answerOf, code)
	switch {
	case name == "forceok":
		s.Do(flows.ConfirmForce{By: seatOf(s).ID, Of: forceOf(s)})
		tidy(s)
		return done(s, "force_right")
	case code == "":
		return forces
	}
	return force
}

// waiting rows come first: of which nothing is known, then those that nobody confirmed for longest.
func forceList(s *flows.Scene) []taskforce.TaskForce {
	if s.Env.Register == nil {
		return nil
	}
	own := seatOf(s).TaskForce
	list := slices.DeleteFunc(s.Env.Register.All(), func(f taskforce.TaskForce) bool { return f.Code != own && !directlyBelow(own, f.Code) })
	slices.SortStableFunc(list, func(a, b taskforce.TaskForce) int {
		return cmp.Or(a.Confirmed.Compare(b.Confirmed), cmp.Compare(a.Code, b.Code))
	})
	return list
}

func forcesOptions(s *flows.Scene) []flows.Option {
	if out := typedOptions(s); out != nil {
		return out
	}
	list := forceList(s)
	from := rowsFrom(s, len(list))
	var out []flows.Option
	for _, f := range list[from:min(len(list), from+pageSize)] {
		mark := map[taskforce.Formation]string{taskforce.FormedYes: "✅ ", taskforce.FormedNo: "➖ ", taskforce.FormedUnknown: "❔ "}[f.Formation()]
		if f.Formation() != taskforce.FormedUnknown && f.Due(s.Env.Now) {
			mark = "⏳ "
		}
		out = append(out, flows.Option{Value: string(f.Code), Label: mark + forceLabel(s, f.Code), Also: forceLabel(s, f.Code)})
	}
	return out
}

func rowsFrom(s *flows.Scene, n int) int {
	page, _ := strconv.Atoi(s.Get(answerRows))
	if page < 0 || page*pageSize >= n {
		return 0
	}
	return page * pageSize
}

// forcesData counts the rows by what is known of them.
func forcesData(s *flows.Scene) flows.Data {
	yes, no, unknown, due := 0, 0, 0, 0
	list := forceList(s)
	for _, f := range list {
		switch f.Formation() {
		case taskforce.FormedYes:
			yes++
		case taskforce.FormedNo:
			no++
		default:
			unknown++
		}
		due += count01(f.Formation() != taskforce.FormedUnknown && f.Due(s.Env.Now))
	}
	return flows.Data{"all": strconv.Itoa(len(list)), "yes": strconv.Itoa(yes), "no": strconv.Itoa(no), "unknown": strconv.Itoa(unknown), "due": strconv.Itoa(due)}
}

func chooseForce(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "of":
		s.Keep(answerOf, ans.Value.Reveal())
		s.Keep(answerOptions, "")
	case "more":
		s.InPlace = true
		s.Keep(answerRows, strconv.Itoa(rowsFrom(s, len(forceList(s)))/pageSize+1))
	}
}

func forceName(s *flows.Scene) flows.Data {
	return flows.Data{"taskforce": forceTitle(forceOf(s), s.Tongue())}
}

// forceData shows a row: roles, never names; what is empty is said to be.
func forceData(s *flows.Scene) flows.Data {
	f := rowOf(s)
	d := forceName(s)
	v, _ := vitalsOf(s)
	d["formed"], d["decree"], d["until"], d["expired"] = string(f.Formation()), f.DecreeNo, "", truth(f.DecreeAt(s.Env.Now) == taskforce.DecreeExpired)
	if !f.ValidUntil.IsZero() {
		d["until"] = s.Tongue().YearDay(f.ValidUntil)
	}
	var roles []string
	for _, seat := range s.Env.Register.Seats(f.Code) {
		mark := "duty.mark.vacant"
		if seat.Linked() {
			mark = "duty.mark.linked"
		}
		roles = append(roles, s.Label(mark)+" "+s.Tongue().Seat(seat))
	}
	d["roles"] = strings.Join(roles, "\n")
	d["covered"], d["shifts"] = strconv.Itoa(v.Covered), strconv.Itoa(v.Shifts)
	d["drill"], d["ack"], d["confirmed"] = dayText(s, v.Drill.At), dayText(s, v.LastAck), dayText(s, f.Confirmed)
	return d
}

func dayText(s *flows.Scene, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return s.Tongue().YearDay(at.In(taskforce.ZoneOf(forceOf(s))))
}

func judgeForce(s *flows.Scene, ans flows.Answer) {
	for _, name := range []string{answerFormed, answerDecree, answerSince, answerUntil, answerChair, answerSeats} {
		s.Keep(name, "")
	}
	f := rowOf(s)
	switch ans.Event {
	case "change": // what is passed over stays as it is
		s.Keep(answerDecree, f.DecreeNo)
		s.Keep(answerSince, dateOf(f.DecreeDate))
		s.Keep(answerUntil, dateOf(f.ValidUntil))
	case "right":
		s.Do(flows.ConfirmForce{By: seatOf(s).ID, Of: forceOf(s)})
		done(s, "force_right")
	case "rows":
		s.Keep(answerOf, "")
	}
}

// keepAs keeps what was typed or picked; what is passed over stays as it was.
func keepAs(name string) func(*flows.Scene, flows.Answer) {
	return func(s *flows.Scene, ans flows.Answer) {
		switch ans.Event {
		case "skip":
			return
		case "none":
			s.Keep(name, "")
			return
		}
		s.Keep(name, ans.Value.Reveal())
	}
}

// decreeNo reads the number of a decree: it has a figure, and no more characters than a decree's number.
func decreeNo(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
	said := strings.Join(strings.Fields(in.Text.Reveal()), " ")
	if in.Kind != flows.Text || utf8.RuneCountInString(said) > 80 || !strings.ContainsAny(said, "0123456789") {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "no", Value: private.NewText(said)}, true
}

// decreeDay reads the day of a decree, which lies behind us.
func decreeDay(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	today := s.Env.Now.In(taskforce.ZoneOf(forceOf(s)))
	day, ok := typedDay(in.Text.Reveal(), today, before)
	if in.Kind != flows.Text || !ok || day.After(today) || day.Year() < 2007 { // UU 21/2007 is the first ground for any
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "day", Value: private.NewText(day.Format(time.DateOnly))}, true
}

// lastDay reads until when a decree is in force; one that ended already is a fact too.
func lastDay(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	today := s.Env.Now.In(taskforce.ZoneOf(forceOf(s)))
	said := strings.TrimSpace(in.Text.Reveal())
	if year, err := strconv.Atoi(said); err == nil && len(said) == 4 {
		said = "31/12/" + strconv.Itoa(year)
	}
	day, ok := typedDay(said, today, after)
	if in.Kind != flows.Text || !ok || day.Year() < 2007 || day.Year() > today.Year()+20 || day.Format(time.DateOnly) < s.Get(answerSince) {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "day", Value: private.NewText(day.Format(time.DateOnly))}, true
}

// yearEnds offers the ends of this year and the next ones: most decrees end with a year.
func yearEnds(s *flows.Scene) []flows.Option {
	year := s.Env.Now.In(taskforce.ZoneOf(forceOf(s))).Year()
	var out []flows.Option
	for n := range 4 {
		day := time.Date(year+n, time.December, 31, 0, 0, 0, 0, time.UTC)
		out = append(out, flows.Option{Value: day.Format(time.DateOnly), Label: day.Format("2/1/2006")})
	}
	return out
}

// offices are those that usually chair a task force of that level.
func offices(s *flows.Scene) []flows.Option {
	names := []string{"Bupati", "Wakil Bupati", "Sekda", "Kapolres"}
	p, _ := region.Default().Lookup(forceOf(s))
	switch {
	case forceOf(s) == taskforce.Pusat:
		names = []string{"Kapolri", "Menko PMK"}
	case forceOf(s).Level() == region.ProvinceLevel:
		names = []string{"Gubernur", "Wakil Gubernur", "Sekda", "Kapolda"}
	case p.Kind == region.Kota:
		names = []string{"Wali Kota", "Wakil Wali Kota", "Sekda", "Kapolres"}
	}
	var out []flows.Option
	for _, n := range names {
		out = append(out, flows.Option{Value: n, Label: n})
	}
	return out
}

// typedOffice reads another office. Names of persons do not belong into the register; a text cannot tell them apart, the question does.
func typedOffice(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
	said := strings.Join(strings.Fields(in.Text.Reveal()), " ")
	if in.Kind != flows.Text || utf8.RuneCountInString(said) < 4 || utf8.RuneCountInString(said) > 40 || strings.ContainsAny(said, "0123456789@/()") {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "office", Value: private.NewText(said)}, true
}

func seatCounts(*flows.Scene) []flows.Option {
	var out []flows.Option
	for _, n := range []string{"0", "2", "3", "4", "6", "8"} {
		out = append(out, flows.Option{Value: n, Label: n})
	}
	return out
}

// typedCount reads a number as it is typed: what looks like the number of a button is one of seats here.
func typedCount(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(in.Text.Reveal()))
	if in.Kind != flows.Text || err != nil || n < 0 || n > taskforce.MostDuty {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "seats", Value: private.NewText(strconv.Itoa(n))}, true
}

// sureData shows what will be written down.
func sureData(s *flows.Scene) flows.Data {
	d := forceName(s)
	d["formed"], d["decree"], d["chair"], d["seats"] = s.Get(answerFormed), s.Get(answerDecree), s.Get(answerChair), s.Get(answerSeats)
	d["since"], d["until"] = readDay(s, answerSince), readDay(s, answerUntil)
	return d
}

func dateOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func readDay(s *flows.Scene, name string) string {
	day, err := time.Parse(time.DateOnly, s.Get(name))
	if err != nil {
		return ""
	}
	return s.Tongue().YearDay(day)
}

// keepForce writes the row down, and goes on with the list.
func keepForce(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "yes" {
		return
	}
	since, _ := time.Parse(time.DateOnly, s.Get(answerSince))
	until, _ := time.Parse(time.DateOnly, s.Get(answerUntil))
	seats, _ := strconv.Atoi(s.Get(answerSeats))
	f := flows.KeepForce{By: seatOf(s).ID, Of: forceOf(s), Formed: taskforce.Formation(s.Get(answerFormed)), DecreeNo: private.NewText(s.Get(answerDecree)),
		DecreeDate: since, ValidUntil: until, Chair: private.NewText(s.Get(answerChair)), Duty: seats}
	s.Do(f)
	row := rowOf(s)
	row.Formed, row.Absent, row.Confirmed = f.Formed == taskforce.FormedYes, f.Formed == taskforce.FormedNo, s.Env.Now
	row.DecreeNo, row.DecreeDate, row.ValidUntil = s.Get(answerDecree), since, until
	s.Env.Register = s.Env.Register.WithForce(row)
	s.Say("duty.force_saved", forceName(s))
	tidy(s)
}
