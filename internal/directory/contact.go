package directory

import (
	"strings"
	"time"
)

// ContactLine is how officers reach a body: its name and the number, with the day on which two people verified it. It is given for
// numbers of confidence A and A- only, while the verification counts; ok is false otherwise, and then nobody knows a number that may be
// said. A mission abroad is found by its id, and without one there is none.
func (d *Directory) ContactLine(lang, agency, mission string, now time.Time) (line string, ok bool) {
	for _, e := range d.Of(agency) {
		trusted := e.Confidence == A || e.Confidence == AMinus
		if !trusted || e.Mission != "" && e.Mission != mission || e.Stale(now) && !e.Always {
			continue
		}
		return strings.TrimPrefix(Shown{Entry: e, Stale: e.Stale(now)}.Line(lang), "• "), true
	}
	return "", false
}
