package oversight

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"

	"siaga/internal/region"
	"siaga/internal/tally"
)

// Export writes one file of a region, with its kind.
func Export(name string, d data, w *Words, note string) (body []byte, kind string, err error) {
	switch name {
	case "figures.csv":
		body, err = writeCSV(d, w, note)
		return body, "text/csv; charset=utf-8", err
	case "figures.xlsx":
		body, err = writeXLSX(d, w, note)
		return body, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", err
	case "report.pdf":
		body, err = writeReport(d, w, note)
		return body, "application/pdf", err
	case "centre.json":
		body, err = writeCentre(d, w, note)
		return body, "application/json", err
	}
	return nil, "", fmt.Errorf("there is no file %q", name)
}

// line is one figure as files hold it. Every number is one of those the page may show.
type line struct {
	Code    region.Code
	Region  string
	Measure tally.Measure
	Cell    string
	Name    string
	N       int
}

// lines lists all figures of a region and of the regions one level below, in a fixed order.
func (d data) lines(w *Words) []line {
	in := map[region.Code]bool{d.code: true}
	for _, c := range parts(d.code) {
		in[c] = true
	}
	if d.code.Level() == region.ProvinceLevel {
		in[tally.Own(d.code)] = true
	}
	if d.code == tally.All {
		in[tally.Own("00")], in[tally.Own(tally.All)] = true, true
	}
	codes := slices.SortedFunc(maps.Keys(in), func(a, b region.Code) int {
		return cmp.Or(boolInt(a != d.code)-boolInt(b != d.code), cmp.Compare(a, b))
	})
	var out []line
	for _, c := range codes {
		sub := d
		sub.code = c
		for _, l := range sub.own() {
			l.Region, l.Name = w.desk(c), w.cellName(tally.Key{Measure: l.Measure, Cell: l.Cell})
			out = append(out, l)
		}
	}
	return out
}

// own lists the figures of the region alone, in a fixed order.
func (d data) own() []line {
	order := tally.Measures()
	var out []line
	for k, n := range d.counts[d.code] {
		out = append(out, line{Code: d.code, Measure: k.Measure, Cell: k.Cell, N: n})
	}
	slices.SortFunc(out, func(a, b line) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Measure), slices.Index(order, b.Measure)), cmp.Compare(a.Cell, b.Cell))
	})
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// desk names a region, or the own desk of a province or pusat.
func (w *Words) desk(c region.Code) string {
	switch c {
	case tally.Own("00"):
		return w.Say("own_pusat")
	case tally.Own(tally.All):
		return w.Say("no_region")
	}
	if base, own := strings.CutSuffix(string(c), "+"); own {
		return w.Say("own_desk") + ", " + w.Region(region.Code(base))
	}
	return w.Region(c)
}

func (w *Words) cellName(k tally.Key) string {
	if k.Measure == tally.Cases {
		return w.Say("cases")
	}
	return w.Cell(k.Measure, k.Cell)
}

// writeCSV begins with a byte order mark, without which Excel reads UTF-8 as something else. A cell that would be read as a formula
// gets a quote before it; none of ours does, and a name of a place must not become one.
func writeCSV(d data, w *Words, note string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	rows := [][]string{{"code", "region", "measure", "cell", "name", "about"}}
	if note != "" {
		rows = append(rows, []string{"", "", "note", "", note, ""})
	}
	rows = append(rows, []string{"", "", "note", "", w.Say("about_2"), ""}, []string{string(d.code), w.Region(d.code), "months", string(d.month), d.asOf(w), ""})
	rows = append(rows, d.standingRows(w)...)
	for _, l := range d.lines(w) {
		rows = append(rows, []string{string(l.Code), l.Region, string(l.Measure), l.Cell, l.Name, itoa(l.N)})
	}
	for _, r := range rows {
		for i := range r {
			r[i] = plain(r[i])
		}
		if err := out.Write(r); err != nil {
			return nil, fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// standingRows are how the task forces of the region stand.
func (d data) standingRows(w *Words) [][]string {
	var out [][]string
	for _, c := range members(d.code) {
		s := d.today[c]
		for _, x := range []struct {
			name string
			n    int
		}{{"readiness", s.Score}, {"formed", boolInt(s.Formed)}, {"decree_valid", boolInt(s.Valid)}, {"seats", s.Seats}, {"linked", s.Linked}, {"on_duty", d.duty[c]}} {
			out = append(out, []string{string(c), w.force(c), "standing", x.name, d.day, itoa(x.n)})
		}
		if d.empty[c] {
			out = append(out, []string{string(c), w.force(c), "standing", "empty_row", d.day, "1"})
		}
		for _, a := range d.prevention[c] {
			out = append(out, []string{string(c), w.force(c), "prevention_times", a.Kind, w.Kind(a.Kind) + ", " + d.span.first + "/" + d.span.last, itoa(a.Times)},
				[]string{string(c), w.force(c), "prevention_people", a.Kind, w.Kind(a.Kind) + ", " + d.span.first + "/" + d.span.last, itoa(a.People)})
		}
	}
	return out
}

// force names a task force.
func (w *Words) force(c region.Code) string {
	if c == "00" {
		return w.Say("own_pusat")
	}
	return w.Region(c)
}
