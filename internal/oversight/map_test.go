package oversight

import (
	"regexp"
	"strings"
	"testing"

	"siaga/internal/region"
)

// TestTheMapHasATileForEveryProvince looks for all 38 provinces on the map, each on a spot and with a short name of its own, with a sentence for
// who hears the page; and for all kabupaten and kota of a province on its page.
func TestTheMapHasATileForEveryProvince(t *testing.T) {
	t.Parallel()
	places, names := map[[2]int]bool{}, map[string]bool{}
	for _, p := range region.Default().Provinces() {
		s, ok := spots()[p.Code]
		if !ok || s.col > 11 || s.row > 6 {
			t.Errorf("%s has no spot", p.Code)
		}
		places[[2]int{s.col, s.row}], names[s.short] = true, true
	}
	if len(places) != 38 || len(names) != 38 || len(spots()) != 38 {
		t.Errorf("%d spots, %d names", len(places), len(names))
	}
	h := newHouse(t)
	page := h.main("r/ID?lang=en")
	if n := len(regexp.MustCompile(`<a href="/oversight/r/\d\d\?[^"]*" aria-label="[^"]+: readiness \d+ of 100`).FindAllString(page, -1)); n != 38 {
		t.Errorf("%d tiles can be heard", n)
	}
	if n := strings.Count(section(t, h.main("r/53?lang=en"), "map"), "<li><a "); n != len(region.Default().Regencies("53")) {
		t.Errorf("%d tiles in a province", n)
	}
	for _, view := range viewNames() {
		if n := strings.Count(h.main("r/ID?v="+view), `<rect class="b`); n != 38 {
			t.Errorf("%d tiles coloured by %s", n, view)
		}
	}
}

// TestThePageCanBeHeardAndPrinted looks for what a screen reader needs in every table and drawing, and for the rules of paper and night.
func TestThePageCanBeHeardAndPrinted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, at := range []string{"r/ID", "r/53", "r/53.02", "r/53.03"} {
		page := h.main(at)
		if bad := regexp.MustCompile(`<th>|<th [^>]*>\s*</th>`).FindString(page); bad != "" {
			t.Errorf("%s: a heading of a table says nothing: %s", at, bad)
		}
		for _, svg := range regexp.MustCompile(`<svg [^>]*>`).FindAllString(page, -1) {
			if !strings.Contains(svg, "aria-hidden") && !strings.Contains(svg, "aria-label") {
				t.Errorf("%s: a drawing says nothing: %s", at, svg)
			}
		}
		has(t, at, page, `<html lang="id">`, `href="#main"`, `<main id="main">`, `name="viewport"`)
		if n := strings.Count(page, "<h1"); n != 1 {
			t.Errorf("%s has %d titles", at, n)
		}
	}
	has(t, "the style", string(styleCSS), "@media print", "prefers-color-scheme:dark", "focus-visible")
}
