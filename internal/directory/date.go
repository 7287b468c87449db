package directory

import (
	"strconv"
	"time"
)

// Date is a day ("2025-07-25"), a month ("2025-07") or a year ("2025"), as exactly as a source tells it; "" is no date.
type Date string

// dateForms are the layouts of a Date by their length.
var dateForms = map[int]string{10: time.DateOnly, 7: "2006-01", 4: "2006"}

// DateOf is the day of t, in UTC.
func DateOf(t time.Time) Date { return Date(t.UTC().Format(time.DateOnly)) }

// Time is the first moment of the day, month or year in UTC, so that a number never looks newer than it is; the zero
// time for no date or a malformed one.
func (d Date) Time() time.Time {
	t, err := time.Parse(dateForms[len(d)], string(d))
	if err != nil || d == "" {
		return time.Time{}
	}
	return t
}

// Valid tells whether d is well formed; no date is valid.
func (d Date) Valid() bool { return d == "" || !d.Time().IsZero() }

var months = map[bool][]string{
	false: {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
	true:  {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
}

// short prints month and year, "Agu 2025", or the year alone when that is all that is known.
func (d Date) short(english bool) string {
	t := d.Time()
	if len(d) == 4 {
		return string(d)
	}
	return months[english][t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// full prints the day as well, "3 Nov 2026".
func (d Date) full(english bool) string {
	if len(d) < 10 {
		return d.short(english)
	}
	return strconv.Itoa(d.Time().Day()) + " " + d.short(english)
}

// In prints a day as it is said, "3 Nov 2026", in English or else in Indonesian.
func (d Date) In(english bool) string { return d.full(english) }
