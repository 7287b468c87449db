package app

import (
	"fmt"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/report"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/i18n"
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

// Stage sets a flow up for playing it by itself: rehearsals and transcripts.
func Stage(flow string, start time.Time) (flowtest.Stage, error) {
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		return flowtest.Stage{}, err
	}
	if flow != "report" {
		return flowtest.Stage{}, config.Bad("there is no conversation %q to rehearse", flow)
	}
	table, err := report.New()
	if err != nil {
		return flowtest.Stage{}, fmt.Errorf("flow %s: %w", flow, err)
	}
	words, here := Words{texts}, NewPlaces()
	env := flows.Env{Words: words, Places: here, Understand: Understand(here), Register: taskforce.Load(taskforce.Seed())}
	at := func(now time.Time) flows.Env {
		env := env
		env.Numbers = func(p casework.Place) flows.Data { return Numbers("", p, now) }
		return env
	}
	return flowtest.Stage{Flow: table, Texts: words, Env: at, Start: start}, nil
}
