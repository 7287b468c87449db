package oversight

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// sheet is one page of the workbook: a header and rows.
type sheet struct {
	name string
	head []string
	rows [][]any
}

// writeXLSX writes the workbook: how task forces stand, the figures about cases, and how to read them.
func writeXLSX(d data, w *Words, note string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, fmt.Errorf("write Excel: %w", err)
	}
	for i, s := range []sheet{d.standSheet(w), d.figureSheet(w), d.preventionSheet(w), d.aboutSheet(w, note)} {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err == nil {
			err = s.fill(f, bold)
		}
		if err != nil {
			return nil, fmt.Errorf("write Excel: %w", err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, fmt.Errorf("write Excel: %w", err)
	}
	return b.Bytes(), nil
}

// fill writes texts as texts and numbers as numbers, so that nothing is read as a formula.
func (s sheet) fill(f *excelize.File, bold int) error {
	row := 1
	if len(s.head) > 0 {
		if err := f.SetSheetRow(s.name, "A1", &s.head); err != nil {
			return err
		}
		if err := f.SetRowStyle(s.name, 1, 1, bold); err != nil {
			return err
		}
		if err := f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
			return err
		}
		row++
	}
	for _, r := range s.rows {
		if err := f.SetSheetRow(s.name, "A"+itoa(row), &r); err != nil {
			return err
		}
		row++
	}
	return f.SetColWidth(s.name, "B", "C", 34)
}

func (d data) standSheet(w *Words) sheet {
	s := sheet{name: w.Say("col_score"), head: []string{"code", w.Say("col_region"), w.Say("col_score"), w.Say("col_trend"), w.Say("col_exist"), w.Say("col_live"), "seats", "linked", "empty_row"}}
	for _, c := range members(d.code) {
		x := d.today[c]
		var trend any
		if b, ok := d.before[c]; ok {
			trend = x.Score - b.Score
		}
		s.rows = append(s.rows, []any{string(c), w.force(c), x.Score, trend, boolInt(x.Valid), d.duty[c], x.Seats, x.Linked, boolInt(d.empty[c])})
	}
	return s
}

func (d data) preventionSheet(w *Words) sheet {
	s := sheet{name: w.Say("prevention_sheet"), head: []string{"code", w.Say("col_region"), w.Say("col_what"), "kind", w.Say("col_times"), w.Say("col_people"), "from", "to"}}
	for _, c := range members(d.code) {
		for _, a := range d.prevention[c] {
			s.rows = append(s.rows, []any{string(c), w.force(c), w.Kind(a.Kind), a.Kind, a.Times, a.People, d.span.first, d.span.last})
		}
	}
	return s
}

func (d data) figureSheet(w *Words) sheet {
	s := sheet{name: w.Say("cases"), head: []string{"code", w.Say("col_region"), w.Say("col_what"), "measure", "cell", w.Say("col_n")}}
	for _, l := range d.lines(w) {
		s.rows = append(s.rows, []any{string(l.Code), l.Region, l.Name, string(l.Measure), l.Cell, l.N})
	}
	return s
}

func (d data) aboutSheet(w *Words, note string) sheet {
	s := sheet{name: w.Say("about")}
	for _, text := range []string{note, w.Say("title"), w.Region(d.code), d.asOf(w), w.Say("about_1"), w.Say("about_2"), w.Say("about_3"), w.Say("about_4"), w.Say("rest")} {
		if text != "" {
			s.rows = append(s.rows, []any{text})
		}
	}
	return s
}
