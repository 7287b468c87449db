package main

import (
	"encoding/json"
	"errors"
	"math"

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

// Help explains the lines with an example.
func (Place) Help() string {
	return `One JSON object a line: {"text":"sy di kab TTS"} or {"lat":-9.86,"lon":124.28,"accuracy":30} (degrees, metres). One answer a line:

{"candidates":[{"code":"53.02","name":"Kabupaten Timor Tengah Selatan","kind":"kabupaten","score":0.97,"why":"…"}],"country":"ID","ask":false}

Up to three candidates, best first; ask is true when they must be asked about. Abroad there is no candidate, only the country ("KH") and perhaps a town; no place at all gives country "". sea is true far from every known place. A line that cannot be read gives {"error":"…"} and the next is answered.`
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
			if !(math.Abs(*q.Lat) <= 90 && math.Abs(*q.Lon) <= 180 && q.Accuracy >= 0) {
				return nil, errors.New("lat must be -90 to 90, lon -180 to 180, accuracy in metres and not negative")
			}
			return byPin(g, *q.Lat, *q.Lon, q.Accuracy), nil
		}
		return nil, errors.New("give text, or lat and lon")
	})
}

func byWords(r *region.Resolver, text string) placeAnswer {
	found := r.Resolve(text)
	out := placeAnswer{Candidates: []placeCandidate{}, Country: found.Country, Town: found.Town, Ask: found.Ask}
	for _, c := range found.Candidates {
		out.Candidates = append(out.Candidates, placeCandidate{c.Place.Code, c.Place.Name, c.Place.Kind, rounded(c.Score), c.Why})
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
		out.Candidates = append(out.Candidates, placeCandidate{p.Code, p.Name, p.Kind, rounded(score), "lokasi yang dikirim"})
	}
	return out
}

// rounded leaves two digits, which is all that a score says.
func rounded(score float64) float64 { return math.Round(score*100) / 100 }
