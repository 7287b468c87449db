package duty

import (
	"slices"
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// The rows of a coordinator.
const (
	team       flows.State = "team"
	teamSeat   flows.State = "team_seat"
	inviteName flows.State = "invite_name"
	moveTo     flows.State = "move_to"
	emptySure  flows.State = "empty_sure"
)

func teamRows() []flows.Row {
	return []flows.Row{
		{At: team, Ask: "duty.team", With: teamData, Accept: flows.Pick("seat", teamSeats), Keep: answerSeat, Enter: forgetWeek,
			Go: flows.Go{"seat": teamSeat}},
		{At: teamSeat, Ask: "duty.team_seat", With: teamSeatData, Accept: flows.Any(flows.Choice("rota"), when(manages, flows.Choice("replace")),
			when(hasLoad, flows.Choice("move")), when(canEmpty, flows.Choice("empty"))),
			Go: flows.Go{"rota": rota, "replace": inviteName, "move": moveTo, "empty": emptySure}},
		{At: inviteName, Ask: "duty.invite_name", With: teamSeatData, Accept: flows.Said("name", ""), Do: inviteOfficer, Go: flows.Go{"name": rest}},
		{At: moveTo, Ask: "duty.move_to", With: teamSeatData, Accept: flows.Any(flows.Pick("to", moveTargets), flows.Choice("spread")), Do: moveCases,
			Go: flows.Go{"to": rest, "spread": rest}},
		{At: emptySure, Ask: "duty.empty_sure", With: teamSeatData, Accept: flows.Choice("yes", "no"), Do: emptySeat, Go: flows.Go{"yes": rest, "no": rest}},
	}
}

// loads counts the open cases of each seat of the task force.
func loads(s *flows.Scene) map[casework.SeatID]int {
	out := map[casework.SeatID]int{}
	if s.Env.Cases == nil {
		return out
	}
	for _, c := range s.Env.Cases() {
		if c.Training == nil && !over(c) && c.Lead == seatOf(s).TaskForce {
			out[c.Owner]++
		}
	}
	return out
}

// teamData shows each seat with its load, the offers nobody has taken, and the gaps of the rota ahead.
func teamData(s *flows.Scene) flows.Data {
	d := flows.Data{"list": "", "offered": strconv.Itoa(loads(s)[""]), "gaps": "", "any": ""}
	if s.Env.Register == nil {
		return d
	}
	tf := seatOf(s).TaskForce
	var lines, gaps []string
	for _, seat := range s.Env.Register.Seats(tf) {
		lines = append(lines, seatLine(s, seat, loads(s)[seat.ID]))
	}
	for _, g := range s.Env.Register.Gaps(tf, s.Env.Now, 7) {
		gaps = append(gaps, "• "+shiftName(g, s.Tongue()))
	}
	d["list"], d["gaps"] = strings.Join(lines, "\n"), strings.Join(gaps[:min(len(gaps), 7)], "\n")
	d["any"] = truth(s.Env.Register.HasRota(tf))
	return d
}

// seatLine is one seat: on duty or not, its title, how many open cases.
func seatLine(s *flows.Scene, seat taskforce.Seat, load int) string {
	mark := "off"
	switch {
	case !seat.Linked():
		mark = "vacant"
	case seat.OnDuty:
		mark = "on"
	}
	line := s.Label("duty.mark."+mark) + " " + s.Tongue().Seat(seat)
	if load > 0 {
		line += " · " + strconv.Itoa(load) + " " + s.Label("duty.team.cases")
	}
	return line
}

func teamSeatData(s *flows.Scene) flows.Data {
	seat := whose(s)
	return flows.Data{"seat": s.Tongue().Seat(seat), "linked": truth(seat.Linked()), "on": truth(seat.OnDuty), "load": strconv.Itoa(loads(s)[seat.ID])}
}

func manages(s *flows.Scene) bool { return leads(s) && seatOf(s).Role.Manages(whose(s).Role) }

func hasLoad(s *flows.Scene) bool { return leads(s) && loads(s)[whose(s).ID] > 0 }

func canEmpty(s *flows.Scene) bool {
	return manages(s) && whose(s).Officer != nil && whose(s).ID != seatOf(s).ID
}

func inviteOfficer(s *flows.Scene, ans flows.Answer) {
	s.Do(flows.InviteOfficer{By: seatOf(s).ID, Of: whose(s).ID, Name: short(private.NewText(strings.Join(strings.Fields(ans.Value.Reveal()), " ")))})
	tidy(s)
	done(s, "invited")
}

// moveTargets lists the colleagues who can take the cases of the open seat.
func moveTargets(s *flows.Scene) []flows.Option {
	return slices.DeleteFunc(teamSeats(s), func(o flows.Option) bool {
		seat, ok := s.Env.Register.Seat(casework.SeatID(o.Value))
		return !ok || !seat.Linked() || seat.ID == whose(s).ID
	})
}

func moveCases(s *flows.Scene, ans flows.Answer) {
	f := flows.MoveCases{By: seatOf(s).ID, From: whose(s).ID}
	if ans.Event == "to" {
		f.To = casework.SeatID(ans.Value.Reveal())
	}
	s.Do(f)
	tidy(s)
	done(s, "moved")
}

func emptySeat(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "yes" {
		s.Do(flows.EmptySeat{By: seatOf(s).ID, Of: whose(s).ID})
	}
	tidy(s)
	done(s, map[string]string{"yes": "emptied", "no": "nothing"}[ans.Event])
}
