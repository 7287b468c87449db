package main

import (
	"encoding/json"
	"errors"

	"siaga/internal/app"
	"siaga/internal/understand"
)

// Understand says what a message means, one JSON object a line: {"text":"…"} gives language, intent, flags and place, with
// the words that decided.
type Understand struct{}

// Run answers line by line.
func (Understand) Run(io streams) error {
	reader := understand.New(app.NewPlaces())
	return jsonLines(io.in, io.out, func(line []byte) (any, error) {
		var q struct {
			Text *string `json:"text"`
		}
		if err := json.Unmarshal(line, &q); err != nil || q.Text == nil {
			return nil, errors.New("give text, a string")
		}
		return reader.Read(*q.Text), nil
	})
}
