package taskforce

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Sighting is one report as the watch for surges sees it.
type Sighting struct {
	Place Spot
	Form  casework.Form
	At    time.Time
}

// Figures of a surge: so many reports of one place and form, each no more than the gap after the one before.
const (
	SurgeReports = 5
	SurgeGap     = 3 * 24 * time.Hour
)

// Surge tells whether the newest report belongs to a surge, and gives the key that all its reports share. The key is made of
// the place, the form and the day (UTC) of the first report, so it stays the same while the surge lasts and is another one
// when it comes again. Recent are the other reports of at least the last days, in any order; it is not changed. Reports of
// the same place but another form are other incidents. Without a place there is no surge.
func Surge(newest Sighting, recent []Sighting) (key string, ok bool) {
	where := placeKey(newest.Place)
	if where == "" {
		return "", false
	}
	same := []Sighting{newest}
	for _, s := range recent {
		if SameIncident(newest, s) {
			same = append(same, s)
		}
	}
	slices.SortFunc(same, func(a, b Sighting) int { return cmp.Compare(b.At.UnixNano(), a.At.UnixNano()) })
	n := 1
	for n < len(same) && same[n-1].At.Sub(same[n].At) <= SurgeGap {
		n++
	}
	if n < SurgeReports {
		return "", false
	}
	form := cmp.Or(newest.Form, casework.FormOther)
	return fmt.Sprintf("%s/%s/%s", where, form, same[n-1].At.UTC().Format("2006-01-02")), true
}

// SameIncident tells whether an earlier report is of the same place and form as a newer one.
func SameIncident(newest, before Sighting) bool {
	where := placeKey(newest.Place)
	return where != "" && placeKey(before.Place) == where && before.Form == newest.Form && !before.At.After(newest.At)
}

// placeKey is the kabupaten or kota (or province), or the country and town abroad; "" for an unknown place.
func placeKey(s Spot) string {
	switch {
	case s.abroad():
		return s.Country + ":" + s.Town
	case s.Code.Level() >= region.RegencyLevel:
		return string(s.Code.Regency())
	}
	return string(s.Code.Province())
}
