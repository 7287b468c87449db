package duty

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// pageSize is how many cases one desk message lists: what fits a small screen without scrolling.
const pageSize = 6

// home is the desk's buttons. Its presses are read in every row (see pressed), so it reads nothing itself.
type home struct{}

// Buttons offers the cards of the cases listed, more of them, and the switch of duty.
func (home) Buttons(s *flows.Scene) [][]flows.Button {
	list := worklist(s)
	shown, next := paged(s, list)
	var rows [][]flows.Button
	var row []flows.Button
	for _, c := range shown {
		row = append(row, flows.Button{Label: s.Label("duty.desk.card") + " " + c.Code, Choice: "card=" + c.Code})
		if len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	if len(list) > pageSize {
		rows = append(rows, []flows.Button{{Key: "duty.desk.more", Choice: "page=" + strconv.Itoa(next)}})
	}
	rows = append(rows, viewButtons(s)...)
	rows = append(rows, pageButton(s)...)
	more := flows.Button{Key: "duty.desk.menu", Choice: "menu"}
	if seatOf(s).OnDuty {
		return append(rows, []flows.Button{{Key: "duty.desk.off", Choice: "duty=off"}, more})
	}
	return append(rows, []flows.Button{{Key: "duty.desk.on", Choice: "duty=on"}, more})
}

// pageButton opens the oversight page, for coordinators and for everybody at pusat. It does the same as /pantau.
func pageButton(s *flows.Scene) [][]flows.Button {
	switch {
	case !s.Env.Page.Open, !leads(s) && seatOf(s).TaskForce != taskforce.Pusat:
		return nil
	case s.Env.Page.App != "":
		return [][]flows.Button{{{Key: "duty.desk.page", App: s.Env.Page.App}}}
	}
	return [][]flows.Button{{{Key: "duty.desk.page", Choice: "oversight"}}}
}

// Read reads nothing: the desk's presses and words hold in every row.
func (home) Read(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{}, false }

// overview gives the data of the desk: on duty or not, and a line for each case.
func overview(s *flows.Scene) flows.Data {
	list := worklist(s)
	shown, _ := paged(s, list)
	lines := make([]string, len(shown))
	for i, c := range shown {
		lines[i] = line(s, c)
	}
	return flows.Data{"on": truth(seatOf(s).OnDuty), "seat": s.Tongue().Seat(seatOf(s)), "count": strconv.Itoa(len(list)),
		"list": strings.Join(lines, "\n"), "view": viewTitle(s)}
}

// worklist is what the officer should look at, or else the list that was chosen.
func worklist(s *flows.Scene) []casework.Case {
	seat := seatOf(s)
	list := slices.DeleteFunc(casesOf(s), func(c casework.Case) bool { return !inView(s, c) })
	order := []standing{deciding, ruled, offered, judge, asked, mine, waiting, helpAsked, helping, ruler, taken}
	slices.SortStableFunc(list, func(a, b casework.Case) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, standingOf(a, seat)), slices.Index(order, standingOf(b, seat))),
			cmp.Compare(urgency(a), urgency(b)),
			a.OpenedAt.Compare(b.OpenedAt),
			cmp.Compare(a.Code, b.Code)) // else two of one moment would change places at every look
	})
	return list
}

func urgency(c casework.Case) int {
	return slices.Index([]casework.Priority{casework.Imminent, casework.Urgent, casework.Ordinary}, c.Priority)
}

// paged gives the cases of the page that is open, and the number of the next page.
func paged(s *flows.Scene, list []casework.Case) (shown []casework.Case, next int) {
	page, _ := strconv.Atoi(s.Get(answerPage))
	if page < 0 || page*pageSize >= len(list) {
		page = 0
	}
	pages := max(1, (len(list)+pageSize-1)/pageSize)
	return list[page*pageSize : min(len(list), (page+1)*pageSize)], (page + 1) % pages
}

// line is one case in the list: mark, code, place, where it stands, and until when it must be answered.
func line(s *flows.Scene, c casework.Case) string {
	at := standingOf(c, seatOf(s))
	parts := []string{s.Label("duty.mark."+string(c.Priority)) + " " + c.Code}
	if c.Exercise {
		parts[0] = s.Label("duty.mark.exercise") + " " + parts[0]
	}
	if name := spot(c, s.Tongue()); name != "" {
		parts = append(parts, name)
	}
	where := s.Label("duty.line." + string(at))
	if at == taken {
		where += " " + seatTitle(c.Owner, s.Env.Register, s.Tongue())
	}
	if _, late := taskforce.Late(c, s.Env.Now); late && c.Status != casework.Offered {
		where += " " + s.Label("duty.mark.overdue")
	}
	if c.Status == casework.Offered {
		where += " " + s.Tongue().Time(c.Referral().Deadline, seatOf(s).TaskForce)
		if s.Env.Now.After(c.Referral().Deadline) {
			where += " " + s.Label("duty.mark.overdue")
		}
	}
	if wish := wishLine(c, seatOf(s), s.Tongue()); wish != "" {
		where = strings.TrimSpace(where + " · " + wish)
		if at == asked {
			where = wish
		}
		if _, late := c.RightLate(s.Env.Now); late {
			where += " " + s.Label("duty.mark.overdue")
		}
	}
	if c.IsSilent() {
		where += " · " + s.Label("duty.line.silent")
	}
	return strings.Join(append(parts, where), " · ")
}

// switchDuty puts the seat on or off duty, and says what that leaves open. Who goes off with cases is asked about them first.
func switchDuty(s *flows.Scene, on bool) flows.State {
	if s.Env.Seat == nil {
		return refused(s)
	}
	if !on && len(handable(s)) > 0 {
		return openPeople(s, shiftEnd)
	}
	seat := seatOf(s)
	s.Do(flows.SetDuty{Seat: seat.ID, On: on})
	seat.OnDuty = on
	s.Env.Seat = &seat
	if !on && nobodyElse(seat, s.Env.Register) {
		s.Say("duty.off", nil)
	}
	return desk
}

// nobodyElse tells whether no colleague of the seat's task force is on duty.
func nobodyElse(seat taskforce.Seat, reg *taskforce.Register) bool {
	if reg == nil {
		return true
	}
	return !slices.ContainsFunc(reg.OnDuty(seat.TaskForce), func(o taskforce.Seat) bool { return o.ID != seat.ID })
}

// truth writes a yes in a form that a text's "if" reads on every way it goes: any word, or the empty one.
func truth(b bool) string {
	if b {
		return "1"
	}
	return ""
}
