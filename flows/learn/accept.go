package learn

import (
	"siaga/flows"
)

// pictured is a choice with a picture before its label.
type pictured struct{ value, icon string }

// titles is a Choice whose buttons show pictures.
func titles(shown []pictured) flows.Accept { return titled{shown} }

type titled struct{ shown []pictured }

func (a titled) Buttons(s *flows.Scene) [][]flows.Button {
	var rows [][]flows.Button
	for _, p := range a.shown {
		rows = append(rows, []flows.Button{{Label: p.icon + " " + s.Label(s.Row.Ask+"."+p.value), Choice: p.value}})
	}
	return rows
}

func (a titled) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	values := make([]string, len(a.shown))
	for i, p := range a.shown {
		values[i] = p.value
	}
	return flows.Choice(values...).Read(s, in)
}
