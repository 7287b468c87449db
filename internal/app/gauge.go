package app

import (
	"siaga/flows"
	"siaga/internal/gauge"
)

// drawGauge lets the renderer draw what the desk says.
func drawGauge(g flows.Gauge) ([]byte, error) {
	out := gauge.Gauge{Title: g.Title, Score: g.Score, Of: g.Of, Foot: g.Foot}
	for _, p := range g.Parts {
		out.Parts = append(out.Parts, gauge.Part(p))
	}
	return gauge.PNG(out)
}
