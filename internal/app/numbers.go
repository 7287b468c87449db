package app

import (
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/directory"
	"siaga/internal/region"
)

// Numbers gives the hotlines for a place in a language, each with its date, as the data of a text.
func Numbers(lang string, p casework.Place, now time.Time) flows.Data {
	at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
	if town, ok := region.Default().Town(p.Country, p.Town); ok {
		at.Area = town.Area
	}
	return flows.Data{"numbers": directory.Lines(lang, directory.Default().For(at, now))}
}
