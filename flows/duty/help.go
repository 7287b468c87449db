package duty

import (
	"slices"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// The rows of asking others for help, and of helping.
const (
	moreRow    flows.State = "more"
	helpTo     flows.State = "help_to"
	helpTask   flows.State = "help_task"
	helpEnd    flows.State = "help_end"
	helpReport flows.State = "help_report"
	helpReply  flows.State = "help_reply"
)

// answerHelp is who is asked: the code of a task force, or of an agency after "agency:".
const answerHelp = "help"

const agencyMark = "agency:"

// How a seat stands to a case that its task force was asked to help with.
const (
	helpAsked standing = "help_asked" // nobody has taken it yet
	helping   standing = "helping"    // this seat helps
)

func helpRows() []flows.Row {
	return []flows.Row{
		{At: helpTo, Ask: "duty.help_to", With: which, Keep: answerHelp, Do: helpNotFound,
			Accept: flows.Any(flows.Pick("next", helpOptions), flows.Func(typedPlace)),
			Go:     flows.Go{"next": helpTask, "several": helpTo, "unknown": helpTo}},
		{At: helpTask, Ask: "duty.help_task", With: which, Accept: note(), Do: askHelp,
			Go: flows.Go{"told": rest, "unfit": helpTask}},
		{At: helpEnd, Ask: "duty.help_end", With: which, Accept: flows.Pick("next", openHelps), Do: releaseHelp,
			Go: flows.Go{"next": rest}},
		{At: helpReport, Ask: "duty.help_report_what", With: which, Accept: note(), Do: noteTo("help_report", "help", leadOf, "help_reply"),
			Go: flows.Go{"told": rest, "unfit": helpReport}},
		{At: helpReply, Ask: "duty.help_reply_what", With: which, Accept: note(), Do: noteTo("help_reply", "helper", lastHelper, "help_report"),
			Go: flows.Go{"told": rest, "unfit": helpReply}},
	}
}

// helpStanding tells how a seat stands to a case it may help with.
func helpStanding(c casework.Case, seat taskforce.Seat) standing {
	h, ok := c.HelpOf(seat.TaskForce)
	switch {
	case !ok || c.Status == casework.Closed:
		return gone
	case h.TakenBy == "":
		return helpAsked
	case h.TakenBy == seat.ID:
		return helping
	}
	return gone
}

// helpOptions offers the task forces near the case, and the agencies that the rules of routing name for it.
func helpOptions(s *flows.Scene) []flows.Option {
	out := nextOptions(s, false)
	c := s.Env.Case
	if c == nil || s.Env.Register == nil || s.Get(answerOptions) != "" {
		return out
	}
	out = slices.DeleteFunc(out, func(o flows.Option) bool { _, asked := c.HelpOf(region.Code(o.Value)); return asked })
	names := taskforce.Agencies()
	for _, code := range taskforce.Route(taskforce.FactsOfCase(*c), s.Env.Register, s.Env.Now).Involve {
		if name := names[code]; name != "" && len(out) < 2*nextOffered {
			out = append(out, flows.Option{Value: agencyMark + code, Label: shortLabel(agencyName(code, name, s.Tongue()))})
		}
	}
	return out
}

// agencyName is what an agency is called: names stay as they are, what is a word of the language more than a name is written in it.
func agencyName(code, name string, in flows.Tongue) string {
	key := "duty.agency." + code
	if own := in.Label(key); own != key {
		return own
	}
	return name
}

// shortLabel cuts a name to what a button shows.
func shortLabel(name string) string {
	if r := []rune(name); len(r) > labelLength {
		return string(r[:labelLength-1]) + "…"
	}
	return name
}

func helpNotFound(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "next" {
		s.Keep(answerHelp, "")
		notFound(s, ans)
	}
}

// askHelp asks for it. Nobody at an agency has a seat here: what was asked of it is only written down.
func askHelp(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "unfit" {
		s.Say("duty.too_long", nil)
		return
	}
	c, ok := subject(s, "more")
	if !ok {
		return
	}
	e := flows.AskHelp{Case: c.ID, Seat: seatOf(s).ID, Task: ans.Value}
	to := s.Get(answerHelp)
	if code, agency := cutAgency(to); agency {
		e.Agency = code
		s.Do(e)
		done(s, "help_noted")
		return
	}
	e.To = region.Code(to)
	s.Do(e)
	done(s, "help_asked")
}

func cutAgency(value string) (string, bool) {
	if len(value) > len(agencyMark) && value[:len(agencyMark)] == agencyMark {
		return value[len(agencyMark):], true
	}
	return value, false
}

// openHelps offers the helps that are still wanted.
func openHelps(s *flows.Scene) []flows.Option {
	if s.Env.Case == nil {
		return nil
	}
	var out []flows.Option
	for _, h := range s.Env.Case.OpenHelps() {
		label := shortLabel(agencyName(h.Agency, taskforce.Agencies()[h.Agency], s.Tongue()))
		if h.To != "" {
			label = forceLabel(s, h.To)
		}
		out = append(out, flows.Option{Value: strconv.Itoa(h.N), Label: label})
	}
	return out
}

func releaseHelp(s *flows.Scene, ans flows.Answer) {
	n, err := strconv.Atoi(ans.Value.Reveal())
	if c, ok := subject(s, "more"); ok && err == nil {
		s.Do(flows.ReleaseHelp{Case: c.ID, Seat: seatOf(s).ID, N: n})
		done(s, "help_released")
	}
}

// lastHelper is the task force whose help wrote last.
func lastHelper(c casework.Case) region.Code {
	for _, n := range slices.Backward(c.Notes) {
		if n.Kind == "help" {
			return n.By.TaskForce()
		}
	}
	return ""
}

// helpNow does what needs no question.
func helpNow(s *flows.Scene, c casework.Case, verb string) bool {
	seat := seatOf(s).ID
	switch verb {
	case "help_take":
		s.Do(flows.TakeHelp{Case: c.ID, Seat: seat})
		done(s, "help_taken")
	case "help_decline":
		s.Do(flows.EndHelp{Case: c.ID, Seat: seat, Outcome: "declined"})
		done(s, "help_declined")
	case "help_done":
		s.Do(flows.EndHelp{Case: c.ID, Seat: seat, Outcome: "done"})
		done(s, "help_done")
	default:
		return false
	}
	return true
}

// helpCard is all that who helps sees: whose case it is, how urgent, and what was asked; never the story nor the places.
func helpCard(c casework.Case, seat taskforce.Seat, at standing, in flows.Tongue) flows.Data {
	h, _ := c.HelpOf(seat.TaskForce)
	return flows.Data{"exercise": truth(c.Exercise), "code": c.Code, "priority": string(c.Priority), "taken": truth(at == helping),
		"from": forceTitle(c.Lead, in), "task": private.NewText(h.Task.Reveal())}
}

// helpCounts tells the owner how many helps are wanted, and how many are given.
func helpCounts(c casework.Case) (asked, taken int) {
	for _, h := range c.OpenHelps() {
		asked++
		if h.TakenBy != "" {
			taken++
		}
	}
	return asked, taken
}
