package oversight

import (
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/tally"
)

//go:embed words.toml
var wordsTOML string

// Words are the texts of the page in one language.
type Words struct {
	Lang  string // "id" or "en"
	texts map[string]string
	cells map[string]string
}

// readWords gives both languages, Indonesian first.
func readWords() (id, en *Words, err error) {
	raw := map[string]any{}
	if _, err := toml.Decode(wordsTOML, &raw); err != nil {
		return nil, nil, fmt.Errorf("words.toml: %w", err)
	}
	cells, _ := raw["cells"].(map[string]any)
	delete(raw, "cells")
	both := [2]*Words{{Lang: "id"}, {Lang: "en"}}
	for i, w := range both {
		if w.texts, err = column(raw, i); err != nil {
			return nil, nil, err
		}
		if w.cells, err = column(cells, i); err != nil {
			return nil, nil, err
		}
	}
	return both[0], both[1], nil
}

func column(rows map[string]any, i int) (map[string]string, error) {
	out := make(map[string]string, len(rows))
	for key, v := range rows {
		pair, ok := v.([]any)
		if !ok || len(pair) != 2 {
			return nil, fmt.Errorf("words.toml: %s has not two texts", key)
		}
		text, ok := pair[i].(string)
		if !ok || text == "" {
			return nil, fmt.Errorf("words.toml: %s is empty", key)
		}
		out[key] = text
	}
	return out, nil
}

// Say gives a text; a key that does not exist shows as itself, and fails a test.
func (w *Words) Say(key string, args ...any) string {
	text, ok := w.texts[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Cell names a cell of a measure.
func (w *Words) Cell(m tally.Measure, cell string) string {
	switch m {
	case tally.Origins, tally.Goals:
		return w.place(cell)
	case tally.Routes:
		return w.route(cell)
	case tally.ByMonth:
		return w.Month(tally.Month(cell))
	case tally.Accepts, tally.Begins:
		return w.class(cell)
	case tally.Offers:
		return w.Say("offer_" + cell)
	}
	if text, ok := w.cells[string(m)+"."+cell]; ok {
		return text
	}
	return w.Say("unknown")
}

func (w *Words) place(cell string) string {
	switch cell {
	case tally.Unknown, "":
		return w.Say("unknown")
	case "sea":
		return w.Say("at_sea")
	}
	if c, ok := region.Default().Country(cell); ok {
		if w.Lang == "en" {
			return c.English
		}
		return c.Name
	}
	if p, ok := region.Default().Lookup(region.Code(cell)); ok {
		return p.Short
	}
	return w.Say("unknown")
}

func (w *Words) route(cell string) string {
	ends := strings.Split(cell, ">")
	if len(ends) != 3 {
		return w.Say("unknown")
	}
	if ends[1] == "" {
		return w.Say("from_to", w.place(ends[0]), w.place(ends[2]))
	}
	return w.Say("from_by_to", w.place(ends[0]), w.place(ends[1]), w.place(ends[2]))
}

func (w *Words) class(cell string) string {
	slow := tally.Slow()
	for i, m := range slow {
		if cell == string(rune('0'+i)) {
			return w.Say("up_to", w.Long(time.Duration(m)*time.Minute))
		}
	}
	return w.Say("over", w.Long(time.Duration(slow[len(slow)-1])*time.Minute))
}

// Long says how long something takes.
func (w *Words) Long(d time.Duration) string {
	switch {
	case d < time.Hour:
		return w.Say("minutes", int(d/time.Minute))
	case d < 48*time.Hour:
		return w.Say("hours", int(d/time.Hour))
	}
	return w.Say("days", int(d/(24*time.Hour)))
}

func monthNames(lang string) []string {
	if lang == "en" {
		return []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	}
	return []string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
}

// Month names a month with its year.
func (w *Words) Month(m tally.Month) string {
	t := m.Begin()
	if t.IsZero() {
		return w.Say("never")
	}
	return fmt.Sprintf("%s %d", monthNames(w.Lang)[t.Month()-1], t.Year())
}

// Day names a day.
func (w *Words) Day(day string) string {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		return w.Say("never")
	}
	return fmt.Sprintf("%d %s %d", t.Day(), monthNames(w.Lang)[t.Month()-1], t.Year())
}

// Region names a region.
func (w *Words) Region(c region.Code) string {
	if c == tally.All {
		return w.Say("country")
	}
	p, ok := region.Default().Lookup(c)
	if !ok {
		return w.Say("unknown")
	}
	return p.Name
}

// short names a region without the word province: the table says what it lists.
func (w *Words) short(c region.Code) string {
	if p, ok := region.Default().Lookup(c); ok && c.Level() == region.ProvinceLevel {
		return p.Short
	}
	return w.Region(c)
}

// tracks tells the two tracks of milestones apart.
func tracks() map[string][]casework.MilestoneKind {
	all := casework.Milestones()
	return map[string][]casework.MilestoneKind{"track_protection": all[:8], "track_law": all[8:]}
}
