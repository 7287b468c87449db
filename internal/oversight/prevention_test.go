package oversight

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"siaga/internal/region"
	"siaga/internal/tally"
)

// TestPreventionIsInPageAndFiles looks for prevention work that task forces wrote down, by kind, in the page and in every file of a kabupaten,
// its province and the country.
func TestPreventionIsInPageAndFiles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	own := section(t, h.main("r/53.02?lang=en"), "prevention")
	has(t, "the kabupaten", own, "Written down by task forces for 1 November 2025 to", "Training</th><td>3</td><td>77</td>", "Advocacy</th><td>0</td><td>0</td>",
		"20 November 2026: Training, Kabupaten Timor Tengah Selatan, 40 people, with a photo")
	has(t, "the province", section(t, h.main("r/53?lang=en"), "prevention"), "Training</th><td>3</td><td>77</td>", "Advocacy</th><td>2</td><td>31</td>", "No work was written down yet")
	has(t, "the country", section(t, h.main("r/ID?lang=en"), "prevention"), "Training</th><td>3</td><td>77</td>", "Advocacy</th><td>2</td><td>31</td>")

	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(exported(t, h, "53", "figures.csv"), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rows {
		got[r[0]+" "+r[2]+" "+r[3]] = r[5]
	}
	for key, want := range map[string]string{"53 prevention_times advocacy": "2", "53 prevention_people advocacy": "31", "53.02 prevention_times training": "3",
		"53.02 prevention_people training": "77", "53.03 standing empty_row": "1"} {
		if got[key] != want {
			t.Errorf("CSV: %s is %q, want %s", key, got[key], want)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(exported(t, h, "53", "figures.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := f.GetRows(h.server.views.id.Say("prevention_sheet"))
	if err != nil || len(sheet) != 3 || sheet[2][0] != "53.02" || sheet[2][3] != "training" || sheet[2][4] != "3" || sheet[2][5] != "77" {
		t.Errorf("Excel: %v, %v", sheet, err)
	}
	var c Centre
	if err := json.Unmarshal(exported(t, h, tally.All, "centre.json"), &c); err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Forces {
		if f.Code == "53.02" && (len(f.Prevention) != 1 || f.Prevention[0] != CentreWork{"training", 3, 77}) {
			t.Errorf("JSON: %+v", f)
		}
	}
}

// printed is the text of a yearly report, as its pages hold it.
func printed(t *testing.T, h *house, code region.Code) string {
	t.Helper()
	d, err := h.server.gather(context.Background(), code, "")
	if err != nil {
		t.Fatal(err)
	}
	p := makeReport(d, h.server.views.en, "")
	p.SetCompression(false)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("\x00", "", `\(`, "(", `\)`, ")").Replace(out.String()) // its letters are two bytes each
}

// TestPreventionIsInTheYearlyReport reads the second part of the yearly report of a kabupaten, its province and the country: kinds, the list of
// what the own task force did, those below, and what people used.
func TestPreventionIsInTheYearlyReport(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := []string{"2. Prevention: advocacy", "Advocacy (", "Awareness raising (0 people)", "Training (77 people)", "Cooperation (0 people)", "Conversations opened from a poster",
		"results of this work"}
	has(t, "of a kabupaten", printed(t, h, "53.02"), append(all, "20 November 2026: Training", "with a photo", "Last drill: ", "Last real referral accepted: ")...)
	has(t, "of a province", printed(t, h, "53"), append(all, "Work by task force", "Advocacy (31 people)", "Kabupaten Timor Tengah Selatan (77 people)")...)
	has(t, "of the country", printed(t, h, tally.All), append(all, "Work by task force", "Provinsi Nusa Tenggara Timur (31 people)")...)
	for _, name := range []string{"Zubaidah", "Zulkifli"} {
		if strings.Contains(printed(t, h, "53.02"), name) {
			t.Errorf("the report names %s", name)
		}
	}
}

// TestUsesOfARegionAreShown looks for lessons and posters of a region in its page and files: what may be shown stands there, what is hidden
// does not.
func TestUsesOfARegionAreShown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	n := someNumbers()
	n.shown[tally.Key{Code: tally.Own(tally.All), Measure: tally.Uses, Cell: tally.UseLearn}] = 900
	delete(n.shown, tally.Key{Code: "53.03", Measure: tally.Uses, Cell: tally.UsePoster})
	h.server.figures = n
	has(t, "a kabupaten", section(t, h.main("r/53.02?lang=en"), "prevention"), "Conversations opened from a poster</th>", "<span>15</span>", "Fewer than 5 are not shown")
	if hidden := section(t, h.main("r/53.03?lang=en"), "prevention"); strings.Contains(hidden, "opened from a poster") {
		t.Errorf("what is hidden is shown: %s", hidden)
	}
	has(t, "CSV of the country", string(exported(t, h, tally.All, "figures.csv")), "ID+,Tanpa wilayah,use,learn,Pelajaran dibuka,900")
	has(t, "CSV of a kabupaten", string(exported(t, h, "53.02", "figures.csv")), "53.02,Kabupaten Timor Tengah Selatan,use,poster,Obrolan dibuka dari poster,15")
}
