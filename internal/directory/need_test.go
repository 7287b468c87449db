package directory

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestForNeedAtAnyPlace: whatever is needed and wherever, there are numbers, 110 among them and said to be of no use from abroad,
// never one that does not work from where the person is.
func TestForNeedAtAnyPlace(t *testing.T) {
	t.Parallel()
	d, now := Default(), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for name, place := range map[string]Place{"home": {Code: "53.02", Country: "ID"}, "abroad": {Country: "KH"}, "no mission": {Country: "FJ"}, "sea": {AtSea: true}, "unknown": {}} {
		for _, n := range Needs() {
			shown := d.ForNeed(n, place, now)
			if len(shown) == 0 || len(shown) > Most {
				t.Fatalf("%s, %s: %d numbers", n.Code, name, len(shown))
			}
			i := slices.IndexFunc(shown, func(s Shown) bool { return s.ID == emergency })
			if i < 0 || (shown[i].Reach == OutOfReach) != (place.Country == "KH" || place.Country == "FJ") {
				t.Errorf("%s, %s: 110 is missing or said wrongly", n.Code, name)
			}
			for _, s := range shown {
				abroad := place.Country != "" && place.Country != "ID" || place.AtSea
				if s.ID != emergency && abroad && !s.FromAbroad && strings.EqualFold(s.Country, "ID") {
					t.Errorf("%s, %s: %s does not work from there", n.Code, name, s.ID)
				}
			}
			seen := map[string]bool{}
			for _, s := range shown {
				if seen[s.ID] {
					t.Errorf("%s, %s: %s twice", n.Code, name, s.ID)
				}
				seen[s.ID] = true
			}
		}
	}
}

func TestForNeedBringsItsOwnBodies(t *testing.T) {
	t.Parallel()
	d, now := Default(), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for need, body := range map[string]string{"protection": "lpsk", "woman_victim": "sapa129", "fishing_crew": "kp2mi", "official_involved": "propam"} {
		i := slices.IndexFunc(Needs(), func(n Need) bool { return n.Code == need })
		shown := d.ForNeed(Needs()[i], Place{Code: "53.02"}, now)
		if !slices.ContainsFunc(shown, func(s Shown) bool { return s.Agency == body }) {
			t.Errorf("%s: no number of %s among %v", need, body, shown)
		}
	}
}

func TestCountStale(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	d, err := Default().WithVerified("sapa129", "Ani", now)
	if err == nil {
		d, err = d.WithConfirmed("sapa129", "Budi", now)
	}
	if err != nil {
		t.Fatal(err)
	}
	before, all := Default().CountStale(now)
	for day, want := range map[int]int{0: before - 1, 89: before - 1, 92: before} {
		if stale, n := d.CountStale(now.AddDate(0, 0, day)); stale != want || n != all {
			t.Errorf("day %d: %d of %d, want %d", day, stale, n, want)
		}
	}
}
