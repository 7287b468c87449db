package tally

import "time"

// Zone is the wall by which days and months of all figures are cut, whichever region they are of: western Indonesian time.
func Zone() *time.Location { return time.FixedZone("WIB", 7*60*60) }

// Day is a day in the zone, "2026-11-29". Days sort as texts.
func Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone()).Format("2006-01-02")
}

// Month is a calendar month in the zone, "2026-11". Months sort as texts.
type Month string

// MonthOf gives the month a moment lies in.
func MonthOf(t time.Time) Month { return Month(t.In(Zone()).Format("2006-01")) }

// Begin is the first moment of a month; the zero time for one that is none.
func (m Month) Begin() time.Time {
	t, err := time.ParseInLocation("2006-01", string(m), Zone())
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add gives the month n months later.
func (m Month) Add(n int) Month { return MonthOf(m.Begin().AddDate(0, n, 0)) }

// settleDays is how many days after its end a month is counted. By then the longest deadline of its last offer has passed
// (taskforce.Clocks), so that what is counted once need never be counted again.
const settleDays = 3

// Closed is the newest month that may be counted at a time.
func Closed(now time.Time) Month {
	return MonthOf(now.In(Zone()).AddDate(0, 0, -settleDays)).Add(-1)
}

// Months lists n months up to and with the last, oldest first.
func Months(last Month, n int) []Month {
	out := make([]Month, 0, n)
	for i := n - 1; i >= 0; i-- {
		out = append(out, last.Add(-i))
	}
	return out
}
