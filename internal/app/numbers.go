package app

import (
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/directory"
)

// Numbers gives the hotlines for a place in a language, each with its date, as the data of a text.
func Numbers(lang string, p casework.Place, now time.Time) flows.Data {
	at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
	return flows.Data{"numbers": directory.Lines(lang, directory.Default().For(at, now))}
}
