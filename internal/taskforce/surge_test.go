package taskforce

import (
	"slices"
	"testing"
	"time"

	"siaga/internal/casework"
)

// sightings are reports of one mess hall in Batam, these days before t0.
func sightings(days ...int) []Sighting {
	var list []Sighting
	for _, d := range days {
		list = append(list, Sighting{Spot{Code: "21.71.05"}, casework.FormScam, t0.AddDate(0, 0, -d)})
	}
	return list
}

func TestManyReportsOfOnePlaceAreOneIncident(t *testing.T) {
	t.Parallel()
	now := Sighting{Spot{Code: "21.71"}, casework.FormScam, t0}
	key, ok := Surge(now, sightings(1, 2, 4, 6))
	if !ok || key != "21.71/scam/2026-11-17" {
		t.Errorf("got %q %v", key, ok)
	}
	shuffled := sightings(6, 1, 4, 2)
	before := slices.Clone(shuffled)
	if again, _ := Surge(now, shuffled); again != key || !slices.Equal(before, shuffled) {
		t.Errorf("order must not matter: %q", again)
	}
	later := Sighting{now.Place, now.Form, t0.Add(24 * time.Hour)}
	if again, _ := Surge(later, append(sightings(1, 2, 4, 6), now)); again != key {
		t.Errorf("the key must stay while it lasts: %q", again)
	}
	if _, ok := Surge(now, sightings(0, 0, 0, 0)); !ok {
		t.Error("five reports in the same second are a surge")
	}
}

func TestWhatIsNoSurge(t *testing.T) {
	t.Parallel()
	batam := Spot{Code: "21.71"}
	for name, s := range map[string]struct {
		newest Sighting
		recent []Sighting
	}{
		"four reports":         {Sighting{batam, casework.FormScam, t0}, sightings(1, 2, 3)},
		"a gap of four days":   {Sighting{batam, casework.FormScam, t0}, sightings(4, 5, 6, 7)},
		"another form":         {Sighting{batam, casework.FormLabour, t0}, sightings(1, 1, 2, 2)},
		"another place":        {Sighting{Spot{Code: "21.72"}, casework.FormScam, t0}, sightings(1, 1, 2, 2)},
		"no place":             {Sighting{Spot{}, casework.FormScam, t0}, sightings(1, 1, 2, 2)},
		"reports from later":   {Sighting{batam, casework.FormScam, t0.AddDate(0, 0, -9)}, sightings(1, 1, 2, 2)},
		"another town abroad":  {Sighting{Spot{Country: "KH", Town: "Bavet"}, casework.FormScam, t0}, []Sighting{{Spot{Country: "KH", Town: "Poipet"}, casework.FormScam, t0}}},
		"nobody else reported": {Sighting{batam, casework.FormScam, t0}, nil},
	} {
		if key, ok := Surge(s.newest, s.recent); ok {
			t.Errorf("%s: got %q", name, key)
		}
	}
}
