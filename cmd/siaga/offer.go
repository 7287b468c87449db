package main

import (
	"encoding/json"
	"errors"

	"siaga/internal/offer"
	"siaga/internal/region"
)

// Offer weighs job offers, one JSON object a line: {"text":"…"}, with {"answers":{"visa":"visit"}} beside or instead of it.
type Offer struct{}

type offerQuestion struct {
	Text    *string           `json:"text"`
	Answers map[string]string `json:"answers"`
}

// Run answers line by line.
func (Offer) Run(io streams) error {
	a := offer.New(region.Default())
	return jsonLines(io.in, io.out, func(line []byte) (any, error) {
		var q offerQuestion
		if err := json.Unmarshal(line, &q); err != nil {
			return nil, errors.New("text must be a string, answers an object of strings")
		}
		switch {
		case q.Text != nil:
			return a.AssessAnswers(*q.Text, q.Answers), nil
		case len(q.Answers) > 0:
			return a.AssessAnswers("", q.Answers), nil
		}
		return nil, errors.New("give text, or answers")
	})
}
