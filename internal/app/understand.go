package app

import (
	"fmt"
	"sync"
	"time"

	"siaga/flows"
	"siaga/flows/checkin"
	"siaga/flows/flowtest"
	"siaga/flows/learn"
	"siaga/flows/record"
	"siaga/flows/report"
	"siaga/flows/review"
	"siaga/flows/rights"
	"siaga/flows/selfcheck"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/directory"
	"siaga/internal/i18n"
	"siaga/internal/offer"
	"siaga/internal/region"
	"siaga/internal/taskforce"
	"siaga/internal/understand"
	"siaga/internal/wording"
	"siaga/locales"
)

// What is embedded is read once for all houses of a program; nothing changes it afterwards.
var (
	embeddedTexts   = sync.OnceValues(func() (*i18n.Texts, error) { return i18n.Open(locales.Files) })
	embeddedScreens sync.Map // tag -> func() screens.All, see screensOf
	embeddedPlaces  = sync.OnceValue(func() Places { return Places{region.Default(), region.NewResolver(region.Default())} })
	embeddedLists   = sync.OnceValue(func() *understand.Reader { return understand.New(embeddedPlaces()) })
	embeddedOffers  = sync.OnceValue(func() *offer.Assessor { return offer.New(embeddedPlaces()) })
	embeddedSource  = sync.OnceValues(func() (*wording.Document, error) { return wording.Source(locales.Files) })
	embeddedJudge   = sync.OnceValues(func() (*i18n.Judge, error) { return i18n.NewJudge(locales.Files) })
)

// warm begins to read what takes long, on all processors, while the database is opened. Whoever needs it waits for the rest; what is
// needed last comes last.
func warm() {
	go embeddedLists()
	go func() {
		_, _ = embeddedTexts() // its error comes to the one who needs the texts
		embeddedOffers()
	}()
}

// Understand gives the flows what a free text means.
func Understand() func(string) flows.Meaning {
	return func(text string) flows.Meaning {
		r := embeddedLists().Read(text)
		return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Sure: r.LangConfidence, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad,
			Idle: r.Idle, Evade: r.Evade}
	}
}

// urgent tells whether words sound like a cry for help. It is asked only when others would stand before them: reading takes a tenth of a
// millisecond, and each message is read once more when its turn comes.
func (h *House) urgent(read func(string) flows.Meaning) func(string) bool {
	return func(words string) bool { return h.Engine.Crowded() && read(words).Urgent }
}

// reporters makes the conversation of everybody who is no officer: the report, from which an offer can be checked and
// something learnt.
func reporters() (flows.Host, error) {
	home, err := report.New()
	if err != nil {
		return flows.Host{}, err
	}
	check, err := selfcheck.New(func(text string, answers map[string]string) offer.Assessment {
		return embeddedOffers().AssessAnswers(text, answers)
	})
	if err != nil {
		return flows.Host{}, err
	}
	learning, err := learn.New()
	if err != nil {
		return flows.Host{}, err
	}
	recording, err := record.New()
	if err != nil {
		return flows.Host{}, err
	}
	reviewing, err := review.New()
	if err != nil {
		return flows.Host{}, err
	}
	caring, err := checkin.New()
	if err != nil {
		return flows.Host{}, err
	}
	data, err := rights.New()
	if err != nil {
		return flows.Host{}, err
	}
	return flows.Host{Home: home, Visits: map[string]*flows.Table{check.Name(): check, learning.Name(): learning, reviewing.Name(): reviewing, recording.Name(): recording, caring.Name(): caring, data.Name(): data},
		Doors: []flows.Door{review.Door(), record.Door(), checkin.Door(), rights.Door()}, Before: checkin.Before, Who: "report.real", WhoWords: "report.asked_who"}, nil
}

// Stage sets a flow up for playing it by itself: rehearsals and transcripts.
func Stage(flow string, start time.Time) (flowtest.Stage, error) {
	texts, err := embeddedTexts()
	if err != nil {
		return flowtest.Stage{}, err
	}
	words, here := Words{texts}, NewPlaces()
	table, err := reporters()
	if err != nil {
		return flowtest.Stage{}, fmt.Errorf("flow %s: %w", flow, err)
	}
	played := map[string]flows.Flow{"report": table, "selfcheck": table.Visits["selfcheck"], "learn": table.Visits["learn"], "checkin": table.Visits["checkin"], "rights": table.Visits["rights"]}[flow]
	if played == nil {
		return flowtest.Stage{}, config.Bad("there is no conversation %q to rehearse", flow)
	}
	return flowtest.Stage{Flow: played, Texts: words, Env: stageEnv(words, here), Numbers: Numbers(words, directory.Default), Start: start}, nil
}

// stageEnv is what a flow that is played by itself gets from outside.
func stageEnv(words Words, here Places) func(time.Time) flows.Env {
	env := flows.Env{Words: words, Places: here, Understand: Understand(), Register: taskforce.Load(taskforce.Seed()),
		Retention: casework.DefaultRetention(1825), Mark: func(id, words string) string { return id + "/" + words }} // a stage keeps nothing
	return func(time.Time) flows.Env { return env }
}
