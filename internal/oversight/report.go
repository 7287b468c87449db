package oversight

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"siaga/internal/region"
	"siaga/internal/tally"
)

// paper writes the yearly report, from top to bottom.
type paper struct {
	*fpdf.Fpdf
	w *Words
}

const (
	font     = "go"
	marginMM = 18.0
	lineMM   = 5.6
)

// writeReport writes the yearly report of a region (Laporan Tahunan) along the duties of the task forces that UU 21/2007 art. 58 lists:
// coordination; prevention by advocacy, awareness, training and cooperation; protection of victims with rehabilitation, repatriation and
// reintegration; law enforcement; reporting and evaluation (domain notes §1.1). What Siaga does not record is marked for the
// secretariat, never filled in.
func writeReport(d data, w *Words, note string) ([]byte, error) {
	p := makeReport(d, w, note)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return out.Bytes(), nil
}

func makeReport(d data, w *Words, note string) paper {
	p := newPaper(d, w)
	p.heading(d, note)
	p.coordination(d)
	p.prevention(d)
	p.protection(d)
	p.enforcement(d)
	p.evaluation()
	return p
}

func newPaper(d data, w *Words) paper {
	p := paper{fpdf.New("P", "mm", "A4", ""), w}
	p.SetMargins(marginMM, marginMM, marginMM)
	p.SetAutoPageBreak(true, marginMM)
	p.AddUTF8FontFromBytes(font, "", goregular.TTF)
	p.AddUTF8FontFromBytes(font, "B", gobold.TTF)
	p.SetCreationDate(d.now.UTC().Truncate(24 * time.Hour))
	p.SetModificationDate(d.now.UTC().Truncate(24 * time.Hour))
	p.SetCatalogSort(true)
	p.SetProducer("", true)
	p.SetTitle(w.Say("report_title")+", "+w.Region(d.code), true)
	p.SetLang(w.Lang)
	p.SetFooterFunc(func() {
		p.SetY(-12)
		p.SetFont(font, "", 8)
		p.CellFormat(0, 5, w.Region(d.code)+" · "+w.Say("page_no", p.PageNo()), "", 0, "R", false, 0, "")
	})
	p.AddPage()
	return p
}

func (p paper) heading(d data, note string) {
	if note != "" {
		p.text("B", 10, note)
	}
	p.text("B", 18, p.w.Say("report_title"))
	p.text("B", 13, p.w.Region(d.code))
	when := p.w.Say("report_part", p.w.Month(d.month))
	if m := d.month.Begin(); !m.IsZero() && m.Month() == time.December {
		when = p.w.Say("report_year", itoa(m.Year()))
	}
	p.text("", 11, when)
	p.Ln(2)
	p.text("", 9, p.w.Say("report_basis"))
	p.text("", 9, p.w.Say("about_1")+" "+p.w.Say("about_2"))
}

// text writes a paragraph.
func (p paper) text(style string, size float64, s string) {
	p.SetFont(font, style, size)
	p.MultiCell(0, max(lineMM, size*.5), s, "", "L", false)
}

// part begins a numbered part, on a new page where too little room is left.
func (p paper) part(key string) {
	if _, high := p.GetPageSize(); p.GetY() > high-60 {
		p.AddPage()
	}
	p.Ln(4)
	p.text("B", 13, p.w.Say(key))
	p.Ln(1)
}

// blank marks what the secretariat has to fill in.
func (p paper) blank(key string) {
	p.Ln(1)
	p.SetTextColor(110, 110, 110)
	p.text("", 10, "[  ] "+p.w.Say("report_blank", p.w.Say(key)))
	p.SetTextColor(0, 0, 0)
	wide, _ := p.GetPageSize()
	for range 3 {
		p.Ln(7)
		p.Line(marginMM, p.GetY(), wide-marginMM, p.GetY())
	}
	p.Ln(3)
}

// table writes a bar chart as a table with its title; nothing that can be shown is said so.
func (p paper) table(b bars) {
	p.Ln(1)
	p.text("B", 10.5, p.w.Say(b.Key))
	if len(b.Rows) == 0 {
		p.text("", 10, p.w.Say("nothing"))
		return
	}
	p.SetFont(font, "", 10)
	p.SetFillColor(120, 155, 195)
	for _, r := range b.Rows {
		name := r.Name
		for p.GetStringWidth(name) > 88 {
			name = string([]rune(strings.TrimSuffix(name, "…"))[:len([]rune(name))-2]) + "…"
		}
		p.CellFormat(90, lineMM, name, "B", 0, "L", false, 0, "")
		p.CellFormat(20, lineMM, itoa(r.N), "B", 0, "R", false, 0, "")
		p.Rect(p.GetX()+3, p.GetY()+1.2, 55*float64(r.Width)/100, lineMM-2.4, "F")
		p.Ln(lineMM)
	}
}

func (p paper) coordination(d data) {
	p.part("report_1")
	own := d.code
	if own == tally.All {
		own = "00"
	}
	s := d.today[own]
	switch {
	case s.Valid:
		p.text("", 11, p.w.Say("exist_valid"))
	case s.Formed:
		p.text("", 11, p.w.Say("exist_ended"))
	default:
		p.text("", 11, p.w.Say("exist_none"))
	}
	p.text("", 11, p.w.Say("seats_linked", s.Linked, s.Seats))
	for _, f := range d.facts(p.w)[1:] { // whether it was formed stands above
		p.text("", 11, f.Name+": "+f.Said)
	}
	p.text("", 11, fmt.Sprintf("%s: %d %s", p.w.Say("col_score"), s.Score, p.w.Say("of_hundred")))
	if below := d.below(); len(below) > 0 {
		r := d.rowOf(d.code, below)
		p.text("", 11, p.w.Say("existing_below", r.Exist, r.Of))
	}
	for _, text := range d.speed(p.w) {
		p.text("", 11, text)
	}
	p.table(keyed("offers", d.bars(p.w, tally.Offers, []string{tally.Accepted, tally.Lapsed, tally.Refused, tally.Moved, tally.Waiting})))
	p.table(keyed("accepts", d.bars(p.w, tally.Accepts, classes())))
	p.blank("blank_meetings")
}

// below are the kabupaten and kota of a region.
func (d data) below() []region.Code {
	var out []region.Code
	for _, c := range members(d.code) {
		if c.Level() == region.RegencyLevel && c != d.code {
			out = append(out, c)
		}
	}
	return out
}

func keyed(key string, b bars) bars {
	b.Key = key
	return b
}

func (p paper) prevention(d data) {
	p.part("report_2")
	p.text("", 10, d.preventionText(p.w))
	p.table(d.workBars(p.w))
	if d.code.Level() != region.RegencyLevel {
		p.doneBelow(d)
	}
	p.entries(d)
	p.table(keyed("use", d.bars(p.w, tally.Uses, tally.UseKinds())))
	p.text("", 9, p.w.Say("use_note"))
	p.blank("blank_prevention")
}

// doneBelow lists the task forces of the region that did prevention work.
func (p paper) doneBelow(d data) {
	b, longest := bars{Key: "prevention_forces"}, 1
	for _, a := range d.done() {
		longest = max(longest, a.Times)
	}
	for _, a := range d.done() {
		b.Rows = append(b.Rows, bar{Name: p.w.Say("prevention_kind", p.w.force(a.Code), a.People), N: a.Times, Width: 100 * a.Times / longest})
	}
	p.table(b)
}

// entries lists what the task force of the region itself did.
func (p paper) entries(d data) {
	if len(d.entries) == 0 {
		return
	}
	p.Ln(1)
	p.text("B", 10.5, p.w.Say("prevention_list"))
	for _, a := range d.entries[:min(len(d.entries), reportMost)] {
		p.text("", 10, "• "+p.w.entryText(a))
	}
	if more := len(d.entries) - reportMost; more > 0 {
		p.text("", 10, p.w.Say("prevention_more", more))
	}
}

func (p paper) protection(d data) {
	p.part("report_3")
	if n, ok := d.get(tally.Cases, ""); ok {
		p.text("", 11, p.w.Say("cases_said", n))
	} else {
		p.text("", 11, p.w.Say("cases_hidden"))
	}
	for _, m := range []tally.Measure{tally.Forms, tally.Origins, tally.Goals} {
		p.table(d.bars(p.w, m, nil))
	}
	p.table(d.track(p.w, "track_protection"))
	p.table(keyed("closing", d.bars(p.w, tally.Closings, nil)))
	p.table(keyed("confirmed", d.bars(p.w, tally.Confirms, nil)))
	p.text("", 9, p.w.Say("rest"))
}

func (p paper) enforcement(d data) {
	p.part("report_4")
	p.table(d.track(p.w, "track_law"))
	p.blank("blank_law")
}

func (p paper) evaluation() {
	p.part("report_5")
	p.blank("blank_evaluation")
	p.Ln(8)
	p.text("", 11, p.w.Say("report_sign"))
}
