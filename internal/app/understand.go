package app

import (
	"fmt"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/learn"
	"siaga/flows/report"
	"siaga/flows/selfcheck"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/i18n"
	"siaga/internal/offer"
	"siaga/internal/taskforce"
	"siaga/internal/understand"
	"siaga/locales"
)

// Understand gives the flows what a free text means.
func Understand(p Places) func(string) flows.Meaning {
	reader := understand.New(p)
	return func(text string) flows.Meaning {
		r := reader.Read(text)
		return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad}
	}
}

// reporters makes the conversation of everybody who is no officer: the report, from which an offer can be checked and
// something learnt.
func reporters(p Places) (flows.Host, error) {
	home, err := report.New()
	if err != nil {
		return flows.Host{}, err
	}
	check, err := selfcheck.New(offer.New(p).AssessAnswers)
	if err != nil {
		return flows.Host{}, err
	}
	learning, err := learn.New()
	if err != nil {
		return flows.Host{}, err
	}
	return flows.Host{Home: home, Visits: map[string]*flows.Table{check.Name(): check, learning.Name(): learning}}, nil
}

// Stage sets a flow up for playing it by itself: rehearsals and transcripts.
func Stage(flow string, start time.Time) (flowtest.Stage, error) {
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		return flowtest.Stage{}, err
	}
	words, here := Words{texts}, NewPlaces()
	table, err := reporters(here)
	if err != nil {
		return flowtest.Stage{}, fmt.Errorf("flow %s: %w", flow, err)
	}
	played := map[string]flows.Flow{"report": table, "selfcheck": table.Visits["selfcheck"], "learn": table.Visits["learn"]}[flow]
	if played == nil {
		return flowtest.Stage{}, config.Bad("there is no conversation %q to rehearse", flow)
	}
	env := flows.Env{Words: words, Places: here, Understand: Understand(here), Register: taskforce.Load(taskforce.Seed())}
	at := func(now time.Time) flows.Env {
		env := env
		env.Numbers = func(p casework.Place) flows.Data { return Numbers("", p, now) }
		return env
	}
	return flowtest.Stage{Flow: played, Texts: words, Env: at, Start: start}, nil
}
