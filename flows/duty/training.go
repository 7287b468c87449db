package duty

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// train offers the made-up cases.
const train flows.State = "train"

// scenario is a made-up case: what the reporter says is in the texts, under its name.
type scenario struct {
	name   string
	danger casework.Danger
	form   casework.Form
	role   casework.ReporterRole
	child  casework.YesNo
	close  casework.CloseReason // the reason that fits
	lang   string               // language of the reporter; empty: Indonesian
	at     casework.Place       // where the victim is; nowhere: at the place of the seat
}

// scenarios are the stories that an officer can choose to practise with.
func scenarios() []scenario {
	return []scenario{
		{name: "departure", danger: casework.DangerSoon, form: casework.FormDeparture, role: casework.ByFamily, child: casework.No, close: casework.CloseHandled},
		{name: "house", danger: casework.DangerNow, form: casework.FormHeld, role: casework.ByWitness, child: casework.Yes, close: casework.CloseHandled},
		{name: "wage", danger: casework.DangerPast, form: casework.FormLabour, role: casework.ByVictim, child: casework.No, close: casework.CloseNotTPPO},
	}
}

// drillStories are those of drills besides: other forms, every urgency, a child, abroad, at sea, and another language. An officer does not
// know beforehand which one comes.
func drillStories() []scenario {
	return append(scenarios(),
		scenario{name: "scam", danger: casework.DangerSoon, form: casework.FormScam, role: casework.ByFamily, child: casework.No, close: casework.CloseHandled,
			at: casework.Place{Country: "KH"}},
		scenario{name: "cafe", danger: casework.DangerPast, form: casework.FormSexual, role: casework.ByWitness, child: casework.Yes, close: casework.CloseHandled},
		scenario{name: "baby", danger: casework.DangerSoon, form: casework.FormChild, role: casework.ByFamily, child: casework.Yes, close: casework.CloseHandled},
		scenario{name: "ship", danger: casework.DangerPast, form: casework.FormSea, role: casework.ByCoworker, child: casework.No, close: casework.CloseHandled,
			at: casework.Place{AtSea: true}},
		scenario{name: "jawa", danger: casework.DangerPast, form: casework.FormLabour, role: casework.ByVictim, child: casework.No, close: casework.CloseHandled, lang: "jv"})
}

func scenarioNames() []string { return namesOf(scenarios()) }

// DrillStories lists the names of the stories that a drill can tell.
func (Desk) DrillStories() []string { return namesOf(drillStories()) }

func namesOf(all []scenario) []string {
	var out []string
	for _, s := range all {
		out = append(out, s.name)
	}
	return out
}

func scenarioOf(name string) (scenario, bool) {
	all := drillStories()
	i := slices.IndexFunc(all, func(s scenario) bool { return s.name == name })
	if i < 0 {
		return scenario{}, false
	}
	return all[i], true
}

func trainingRow() flows.Row {
	return flows.Row{At: train, Ask: "duty.train", With: trainData, Accept: flows.Any(flows.Choice(scenarioNames()...), when(training, flows.Choice("stop"))),
		Do: startTraining, Go: flows.Go{"*": rest}}
}

// training tells whether the seat has a training case open.
func training(s *flows.Scene) bool {
	return slices.ContainsFunc(casesOf(s), func(c casework.Case) bool { return c.Training != nil && !c.InDrill() })
}

func trainData(s *flows.Scene) flows.Data { return flows.Data{"open": truth(training(s))} }

// trainingCode marks every message that names the case.
const trainingCode = "LATIHAN-"

func startTraining(s *flows.Scene, ans flows.Answer) {
	tidy(s)
	if ans.Event == "stop" {
		s.Do(flows.StopTraining{Seat: seatOf(s).ID})
		done(s, "train_stopped")
		return
	}
	s.Do(flows.StartTraining{Seat: seatOf(s).ID, Scenario: ans.Event, Case: s.Env.NewID(), Code: trainingCode + s.Env.NewCode()})
	done(s, "training")
}

// Scenario is the report of a made-up case, at the place of the seat that practises.
func (Desk) Scenario(name string, seat taskforce.Seat, in flows.Tongue, at time.Time) (casework.Report, bool) {
	sc, ok := scenarioOf(name)
	if !ok {
		return casework.Report{}, false
	}
	r := casework.Report{Danger: sc.danger, Form: sc.form, Role: sc.role, Child: sc.child, Official: casework.No, Lang: cmp.Or(sc.lang, "id"), SentAt: at,
		Contact: casework.Contact{Mode: casework.ContactAnytime}, Story: []private.Text{private.NewText(in.Label("duty.train_story." + name))}}
	r.Places = map[casework.PlaceRole]casework.Place{}
	here := casework.Place{Code: seat.TaskForce, Country: "ID"}
	if sc.at.Known() {
		r.Places[casework.VictimNow] = sc.at
		if seat.TaskForce != taskforce.Pusat {
			r.Places[casework.Home] = here
		}
	} else if seat.TaskForce != taskforce.Pusat {
		r.Places[casework.VictimNow] = here
	}
	return r, true
}

// scripted are the things that the made-up reporter knows about, the most telling words first.
func scripted() []string { return []string{"safe", "where", "many", "papers", "when", "who"} }

// asks finds what a question is about by its words, in the officer's language or in Indonesian; "else" for everything the script does
// not know.
func asks(q casework.Question, in flows.Tongue) string {
	said := " " + flows.Plain(q.Text.Reveal()) + " "
	for _, about := range scripted() {
		for _, w := range in.Words.Synonyms(in.Lang, "duty.train_says."+about) {
			if p := flows.Plain(w); p != "" && strings.Contains(said, " "+p+" ") {
				return about
			}
		}
	}
	return "else"
}

// Answer is what the scripted reporter says to a question.
func (Desk) Answer(q casework.Question, in flows.Tongue) private.Text {
	return private.NewText(in.Label("duty.train_says." + asks(q, in)))
}

// Feedback says in a few lines what went well and what to think of the next time.
func (Desk) Feedback(c casework.Case, in flows.Tongue) flows.Reply {
	d := flows.Data{"code": c.Code, "accepted": "", "read": "", "safe": "", "noted": "", "closed": "", "reason": ""}
	if c.Training == nil {
		return flows.Reply{Key: "duty.train_end", Data: d}
	}
	sc, _ := scenarioOf(c.Training.Scenario)
	r := c.Referral()
	d["accepted"], d["read"] = truth(!r.AcceptedAt.IsZero()), truth(!r.BegunAt.IsZero())
	d["safe"] = truth(len(c.Questions) > 0 && asks(c.Questions[0], in) == "safe")
	d["noted"] = truth(len(c.Milestones) > 0)
	if c.Close != nil {
		d["closed"], d["reason"] = "1", truth(c.Close.Reason == sc.close)
	}
	return flows.Reply{Key: "duty.train_end", Data: d}
}
