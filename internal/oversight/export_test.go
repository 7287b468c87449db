package oversight

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/tally"
)

// exported gives a file of a region as the server makes it.
func exported(t *testing.T, h *house, code region.Code, name string) []byte {
	t.Helper()
	d, err := h.server.gather(context.Background(), code, "")
	if err != nil {
		t.Fatal(err)
	}
	body, _, err := Export(name, d, h.server.views.id, "catatan")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// wanted are the figures that files about a region may hold: its own and those one level below.
func wanted(code region.Code) map[string]int {
	in := append([]region.Code{code, tally.Own(code)}, parts(code)...)
	out := map[string]int{}
	for k, n := range someNumbers().shown {
		if slices.Contains(in, k.Code) || code == tally.All && k.Code == tally.Own("00") {
			out[string(k.Code)+" "+string(k.Measure)+" "+k.Cell] = n
		}
	}
	return out
}

func TestCSVAndExcelHoldTheSameFigures(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, code := range []region.Code{tally.All, "53", "53.02"} {
		want := wanted(code)
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(exported(t, h, code, "figures.csv"), []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, r := range rows[1:] {
			if slices.Contains(tally.Measures(), tally.Measure(r[2])) {
				got[r[0]+" "+r[2]+" "+r[3]], _ = strconv.Atoi(r[5])
			}
		}
		same(t, string(code)+" CSV", got, want)
		f, err := excelize.OpenReader(bytes.NewReader(exported(t, h, code, "figures.xlsx")))
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := f.GetRows(h.server.views.id.Say("cases"))
		if err != nil {
			t.Fatal(err)
		}
		got = map[string]int{}
		for _, r := range sheet[1:] {
			got[r[0]+" "+r[3]+" "+r[4]], _ = strconv.Atoi(r[5])
		}
		same(t, string(code)+" Excel", got, want)
		stand, err := f.GetRows(h.server.views.id.Say("col_score"))
		if err != nil || len(stand) != 1+len(members(code)) {
			t.Errorf("%s: %d rows of standings, %v", code, len(stand), err)
		}
	}
}

func same(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Errorf("%s: %d figures, want %d", what, len(got), len(want))
	}
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%s: %s is %d, want %d", what, k, got[k], n)
		}
	}
}

func TestTheFileForTheCentre(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var c Centre
	if err := json.Unmarshal(exported(t, h, tally.All, "centre.json"), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Forces) != 553 || c.Least != 5 || c.Version != 1 || c.Note != "catatan" || c.Month != "2026-10" {
		t.Errorf("%d task forces, %+v", len(c.Forces), c.Month)
	}
	shown := someNumbers().shown
	delete(shown, tally.Key{Code: "00", Measure: tally.Cases}) // nothing is under this code; see tally.Own
	n := 0
	for _, f := range c.Figures {
		if shown[tally.Key{Code: f.Code, Measure: f.Measure, Cell: f.Cell}] != f.N {
			t.Fatalf("%+v is not shown", f)
		}
		n++
	}
	if n < 552*5 {
		t.Errorf("%d figures", n)
	}
}

func TestTheYearlyReportOfEveryKindOfRegion(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, code := range []region.Code{tally.All, "53", "53.02"} {
		body := exported(t, h, code, "report.pdf")
		if !bytes.HasPrefix(body, []byte("%PDF-")) || !bytes.Contains(body, []byte("%%EOF")) || len(body) < 20_000 || len(body) > 1<<20 {
			t.Errorf("%s: %d bytes", code, len(body))
		}
		if again := exported(t, h, code, "report.pdf"); !bytes.Equal(body, again) {
			t.Errorf("%s: the same report is another file", code)
		}
	}
}

// TestEveryTextExists shows every page in both languages and looks for a key without a text.
func TestEveryTextExists(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	cookie := h.sit("p", Seat{"00", "chair"})
	h.server.note = "simulation"
	for _, at := range []string{"r/ID", "r/53", "r/53.02"} {
		for _, lang := range []string{"id", "en"} {
			for _, view := range viewNames() {
				body := h.ask("GET", Path+at+"?lang="+lang+"&v="+view, cookie, "").Body.String()
				if len(body) < 5000 || bytes.ContainsAny([]byte(body), "⟦⟧") || bytes.Contains([]byte(body), []byte("%!")) {
					t.Errorf("%s in %s lacks a text", at, lang)
				}
			}
		}
	}
	for key, text := range h.server.views.id.texts {
		if h.server.views.en.texts[key] == "" || text == "" {
			t.Errorf("%s is missing in one language", key)
		}
	}
	for _, m := range casesOfWords() {
		if got := h.server.views.en.Cell(m.m, m.cell); got == h.server.views.en.Say("unknown") {
			t.Errorf("%s %s has no name", m.m, m.cell)
		}
	}
}

type cellOf struct {
	m    tally.Measure
	cell string
}

// casesOfWords lists every cell that has a word of its own.
func casesOfWords() []cellOf {
	var out []cellOf
	for _, f := range []casework.Form{casework.FormHeld, casework.FormLabour, casework.FormSexual, casework.FormDeparture, casework.FormScam, casework.FormChild,
		casework.FormMarriage, casework.FormSea, casework.FormOrgan, casework.FormMissing, casework.FormOther} {
		out = append(out, cellOf{tally.Forms, string(f)})
	}
	for _, k := range casework.Milestones() {
		out = append(out, cellOf{tally.Steps, string(k)})
	}
	for _, r := range casework.CloseReasons() {
		out = append(out, cellOf{tally.Closings, string(r)})
	}
	for _, a := range []string{"yes", "no", "unknown", tally.Unknown} {
		out = append(out, cellOf{tally.Confirms, a})
	}
	for _, l := range []string{"id", "en", "jv", "su", "mad", "sas", "min", "bug", "ban", "ace", "bbc", "bjn", "mkn", "tet"} {
		out = append(out, cellOf{tally.Languages, l})
	}
	for _, p := range []casework.Priority{casework.Imminent, casework.Urgent, casework.Ordinary} {
		out = append(out, cellOf{tally.Urgencies, string(p)})
	}
	for _, o := range []string{tally.Accepted, tally.Refused, tally.Lapsed, tally.Moved, tally.Waiting} {
		out = append(out, cellOf{tally.Offers, o})
	}
	return out
}
