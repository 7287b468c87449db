package app

import (
	"maps"
	"slices"
	"time"

	"siaga/flows"
	"siaga/flows/checkin"
	"siaga/flows/duty"
	"siaga/flows/flowtest"
	"siaga/flows/learn"
	"siaga/flows/report"
	"siaga/flows/rights"
	"siaga/flows/selfcheck"
	"siaga/internal/directory"
	"siaga/internal/i18n"
	"siaga/internal/screens"
)

// rehearsedAt is the time at which conversations are shown to speakers: the same each time, so that files can be compared.
var rehearsedAt = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// Screens shows where each text appears, in one language. A language that is not loaded is shown in Indonesian.
func Screens(texts *i18n.Texts, tag string) (screens.All, error) {
	if texts.Keys(tag) == nil {
		tag = i18n.Source
	}
	places := NewPlaces()
	host, err := reporters()
	if err != nil {
		return nil, err
	}
	desk, err := duty.New()
	if err != nil {
		return nil, err
	}
	env := stageEnv(Words{texts}, places)
	stage := func(f flows.Flow) flowtest.Stage {
		return flowtest.Stage{Flow: f, Texts: Words{texts}, Env: env, Numbers: Numbers(Words{texts}, directory.Default), Start: rehearsedAt}
	}
	check, lessons, caring, data := host.Visits["selfcheck"], host.Visits["learn"], host.Visits["checkin"], host.Visits["rights"]
	keys := slices.Sorted(maps.Keys(texts.Keys(i18n.Source)))
	return screens.Play(tag, keys,
		screens.Scene{Name: "report", Stage: stage(host), Rows: host.Home.Rows(), Files: report.Transcripts},
		screens.Scene{Name: "selfcheck", Stage: stage(check), Rows: check.Rows(), Files: selfcheck.Transcripts},
		screens.Scene{Name: "learn", Stage: stage(lessons), Rows: lessons.Rows(), Files: learn.Transcripts},
		screens.Scene{Name: "checkin", Stage: stage(caring), Rows: caring.Rows(), Files: checkin.Transcripts},
		screens.Scene{Name: "rights", Stage: stage(data), Rows: data.Rows(), Files: rights.Transcripts},
		screens.Scene{Name: "duty", Stage: stage(desk), Rows: desk.Rows()}), nil
}
