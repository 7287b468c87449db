package report

import (
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
)

// ConsentVersion names the text of "report.review" and "report.send_now" that a reporter agrees to by sending; it changes
// with the meaning of that text.
const ConsentVersion = "2026-11"

// giveReceipt shows the receipt number as soon as something worth keeping was said.
func giveReceipt(s *flows.Scene) {
	if s.C.Has("receipt") || s.C.Case != "" {
		return
	}
	number := s.Env.NewReceipt()
	s.Keep("receipt", "given")
	s.Do(flows.KeepReceipt{Receipt: number})
	s.Say("report.receipt", flows.Data{"number": number})
}

// quiet tells whether a wipe may forget the conversation: no number was given by which one could come back.
func quiet(c flows.Conversation) bool { return !c.Has("receipt") && c.Case == "" }

// useful tells whether there is enough to send.
func useful(s *flows.Scene) bool {
	return s.C.Case == "" && (s.C.Has("danger") && s.Get("danger") != string(casework.DangerUnknown) || hasStory(s) || s.C.Has(answerNow))
}

// common gives the buttons under every question.
func common(s *flows.Scene) []flows.Button {
	var out []flows.Button
	if useful(s) && s.C.State != review && s.Row.Group != "check" {
		out = append(out, flows.Button{Key: "report.send_now", Choice: "report.send_now"})
	}
	if s.C.Case != "" && s.Row.Group != "check" {
		out = append(out, flows.Button{Key: "report.enough", Choice: "report.enough"})
	}
	if s.C.Has("danger") || hasStory(s) || s.Row.At == unsafe {
		out = append(out, flows.Button{Key: "kernel.wipe", Choice: "kernel.wipe"})
	}
	return out
}

// global reads the presses and words that hold in every row: send now, read the officer's message, status, enough.
func global(s *flows.Scene, in flows.Input) (flows.State, bool) {
	is := func(key string) bool {
		return in.Kind == flows.Press && in.Choice == key || in.Kind == flows.Text && s.Named(key, in)
	}
	if flow := visiting(s, in); flow != "" {
		visit(s, in, flow)
		return "", true
	}
	if asideWords(s, in) {
		return s.C.State, true
	}
	sent := s.C.Case != ""
	switch {
	case is("report.send_now") && useful(s):
		s.C.Last = string(in.State) + ":" + in.Choice
		return sending, true
	case is("report.send_now") && sent: // pressed twice: what is still asked stays asked
		if in.Kind == flows.Press && s.C.Last == string(in.State)+":"+in.Choice {
			return "", true
		}
		return s.C.State, true
	case is("report.enough") && sent && (in.Kind == flows.Press || s.C.State != closing && s.C.State != followup):
		return after, true
	case wantsMessage(s, in):
		return after, true
	case sent && (is("report.open.status") || in.Kind == flows.Command && in.Choice == "status") && s.C.State != open && s.Row.Group != "check": // whether it is safe to write comes first
		sayStatus(s)
		return s.C.State, true
	}
	return "", false
}

// human sends what is known, so that a person reads it.
func human(s *flows.Scene) flows.State {
	if s.C.Case != "" {
		return after
	}
	if !useful(s) {
		return ""
	}
	return sending
}

// send opens the case, once; what is missing is asked afterwards.
func send(s *flows.Scene) string {
	if s.C.Case != "" {
		return "done"
	}
	openCase(s)
	sayReceipt(s)
	if s.C.Has(answerNow) && s.C.Has("who") && s.C.Has("form") && s.C.Has("contact") {
		return "done"
	}
	return "more"
}

func openCase(s *flows.Scene) {
	s.C.Case = s.Env.NewID()
	s.C.Return = ""
	s.C.Lists["story"] = append(s.C.Lists["story"], s.C.Lists["idle"]...)
	delete(s.C.Lists, "idle")
	s.Do(flows.OpenCase{ID: s.C.Case, Code: s.Env.NewCode(), Report: reportOf(*s.C, s.Env)})
	markSent(s)
}

// sayReceipt says that it was sent, with the number if it was not given before.
func sayReceipt(s *flows.Scene) {
	s.Say("report.sent", nil)
	if s.C.Has("receipt") {
		return
	}
	number := s.Env.NewReceipt()
	s.Keep("receipt", "given")
	s.Do(flows.KeepReceipt{Receipt: number})
	s.Say("report.receipt", flows.Data{"number": number})
}

// supplement adds to a sent case what was said since.
func supplement(s *flows.Scene, row flows.Row, ans flows.Answer) { add(s, row, ans, false) }

// cried is supplement for a cry for help. The conversation goes back to the case it began with.
func cried(s *flows.Scene) {
	add(s, flows.Row{}, flows.Answer{}, true)
	goHome(s)
}

func add(s *flows.Scene, row flows.Row, ans flows.Answer, cry bool) {
	if s.C.Case == "" || row.At == question || row.At == number || row.At == pin {
		return
	}
	if s.C.State == open { // at rest: an earlier question of another case was put off
		goHome(s)
	}
	r := reportOf(*s.C, s.Env)
	told, files := counted(s, "story"), counted(s, "files")
	news := len(r.Story) > told || len(r.Files) > files
	facts := row.Keep != "" || len(ans.Set) > 0 || ans.Event == "unknown" || ans.Event == "sea" || row.At == "" && !news
	if !news && !facts {
		return
	}
	r.Story, r.Files = r.Story[min(told, len(r.Story)):], r.Files[min(files, len(r.Files)):]
	addTo(s, r, news || cry, facts, cry || row.At == hotline && news)
	if news { // whoever adds something has answered that it is not over, whichever case it was asked of
		answeredOver(s)
	}
	if askedOver(s) != "" {
		markSaid(s, *s.Env.Case)
	}
	markSent(s)
}

// addTo adds to the case that is talked about. What was answered belongs to the case that the conversation began with; another that is
// talked about meanwhile gets the new words alone. A cry goes to both.
func addTo(s *flows.Scene, r casework.Report, words, facts, cry bool) {
	home := s.Get(answerMain)
	if home == "" || home == s.C.Case {
		s.Do(flows.AddToCase{Case: s.C.Case, Report: r, Cry: cry})
		return
	}
	here := casework.Report{Story: r.Story, Files: r.Files}
	if cry {
		here.Danger = r.Danger
	} else {
		r.Story, r.Files = nil, nil
	}
	if facts || cry {
		s.Do(flows.AddToCase{Case: home, Report: r, Cry: cry})
	}
	if words {
		s.Do(flows.AddToCase{Case: s.C.Case, Report: here, Cry: cry})
	}
}

// spoke tells a sent case which language the reporter reads from now on.
func spoke(s *flows.Scene) {
	if s.C.Case != "" {
		s.Do(flows.SpeakIn{Case: s.C.Case, Lang: s.C.Lang})
	}
}

func counted(s *flows.Scene, list string) int {
	n, _ := strconv.Atoi(s.Get("sent." + list))
	return n
}

func markSent(s *flows.Scene) {
	for _, list := range []string{"story", "files"} {
		s.Keep("sent."+list, strconv.Itoa(len(s.C.Lists[list])))
	}
}

// reportOf makes the report of what was answered.
func reportOf(c flows.Conversation, env flows.Env) casework.Report {
	r := casework.Report{
		Danger: casework.Danger(c.Get("danger")), Role: casework.ReporterRole(c.Get("who")), Form: casework.Form(c.Get("form")),
		Story: c.Lists["story"], Places: placesOf(c), Child: casework.YesNo(c.Get("child")), Official: casework.YesNo(c.Get("official")),
		Contact: contactOf(c), Lang: c.Lang, Consent: ConsentVersion, SentAt: env.Now,
	}
	if len(r.Places) == 0 {
		if p, ok := guessed(env.Places, r.Story); ok {
			r.Places[casework.Incident] = casework.Place{Code: placeCode(p), Country: "ID", Said: r.Story[len(r.Story)-1]}
		}
	}
	for _, f := range c.Lists["files"] {
		r.Files = append(r.Files, f.Reveal())
	}
	if who := c.Lists["official_who"]; len(who) > 0 {
		r.OfficialWho = who[len(who)-1]
	}
	r.OfficialAloud = r.Official == casework.Yes && c.Get(aloud) != ""
	if r.Danger == "" {
		r.Danger = casework.DangerUnknown
	}
	return r
}

// contactOf reads how to come back to the reporter. Until asked, nothing is pushed but the answer to an urgent cry.
func contactOf(c flows.Conversation) casework.Contact {
	out := casework.Contact{Mode: casework.ContactMode(c.Get("contact"))}
	if from, to, ok := strings.Cut(c.Get("hours"), "-"); ok && out.Mode == casework.ContactHours {
		out.From, _ = strconv.Atoi(from)
		out.To, _ = strconv.Atoi(to)
	}
	return out
}
