package main

import (
	"encoding/json"
	"errors"

	"siaga/internal/region"
)

// Place finds places, one JSON object a line: {"text":"…"} or {"lat":…,"lon":…,"accuracy":…}.
type Place struct{}

type placeQuestion struct {
	Text     *string  `json:"text"`
	Lat      *float64 `json:"lat"`
	Lon      *float64 `json:"lon"`
	Accuracy float64  `json:"accuracy"`
}

type placeAnswer struct {
	Candidates []placeCandidate `json:"candidates"`
	Country    string           `json:"country"`
	Town       string           `json:"town,omitempty"`
	Mission    string           `json:"mission,omitempty"`
	Sea        bool             `json:"sea,omitempty"`
	Ask        bool             `json:"ask"`
}

type placeCandidate struct {
	Code  region.Code `json:"code"`
	Name  string      `json:"name"`
	Kind  region.Kind `json:"kind"`
	Score float64     `json:"score"`
	Why   string      `json:"why"`
}

// Run answers line by line.
func (Place) Run(io streams) error {
	g := region.Default()
	r := region.NewResolver(g)
	return jsonLines(io.in, io.out, func(line []byte) (any, error) {
		var q placeQuestion
		if err := json.Unmarshal(line, &q); err != nil {
			return nil, errors.New("text must be a string, lat and lon numbers")
		}
		switch {
		case q.Text != nil:
			return byWords(r, *q.Text), nil
		case q.Lat != nil && q.Lon != nil:
			return byPin(g, *q.Lat, *q.Lon, q.Accuracy), nil
		}
		return nil, errors.New("give text, or lat and lon")
	})
}

func byWords(r *region.Resolver, text string) placeAnswer {
	found := r.Resolve(text)
	out := placeAnswer{Candidates: []placeCandidate{}, Country: found.Country, Town: found.Town, Ask: found.Ask}
	for _, c := range found.Candidates {
		out.Candidates = append(out.Candidates, placeCandidate{c.Place.Code, c.Place.Name, c.Place.Kind, c.Score, c.Why})
	}
	if found.Country != "" && found.Country != "ID" {
		out.Mission, _ = region.Mission(found.Country, found.Town)
	}
	return out
}

func byPin(g *region.Gazetteer, lat, lon, accuracy float64) placeAnswer {
	fix := g.At(lat, lon, accuracy)
	out := placeAnswer{Candidates: []placeCandidate{}, Country: fix.Country, Sea: fix.Sea, Ask: fix.Ask}
	score := 1.0
	for _, near := range fix.Regencies {
		p, _ := g.Lookup(near.Code)
		if fix.Ask {
			score = 1 / float64(len(fix.Regencies)+1)
		}
		out.Candidates = append(out.Candidates, placeCandidate{p.Code, p.Name, p.Kind, score, "lokasi yang dikirim"})
	}
	out.Mission, _ = fix.Mission()
	return out
}
