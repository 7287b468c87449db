package duty

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
)

// direction is where a typed day lies when its words do not say so: "senin" is the last one of a step, the coming one of a deadline.
type direction int

const (
	before direction = -1
	after  direction = 1
)

// typedDay reads a day as Indonesian officers type it: "hari ini", "kemarin", "lusa", "senin lalu", "jumat depan", "3 hari lalu",
// "seminggu lagi", "12/11", "12 nov", "12 november 2026", "tgl 12". Today is any moment of the officer's day; the answer is the first
// moment of the day meant. What means a week or a month and no day ("minggu lalu", "bulan depan") is not read: a step has one day.
func typedDay(said string, today time.Time, to direction) (time.Time, bool) {
	today = dayOf(today)
	words := strings.Fields(flows.Plain(strings.NewReplacer("/", " ", "-", " ", ".", " ", "'", "", "’", "").Replace(said)))
	words = turned(slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{"pada", "tanggal", "tgl", "yang", "on", "the"}, w)
	}))
	if len(words) == 0 || len(words) > 4 {
		return time.Time{}, false
	}
	for _, read := range []func([]string, time.Time, direction) (time.Time, bool){namedDay, weekday, away, calendar} {
		if day, ok := read(words, today, to); ok {
			return day, true
		}
	}
	return onlyNumber(said, words, today, to)
}

// turned puts the English words before a day behind it, where the Indonesian ones stand: "last monday", "in 3 days".
func turned(words []string) []string {
	if len(words) > 1 && slices.Contains([]string{"last", "next", "in"}, words[0]) {
		return append(slices.Clone(words[1:]), words[0])
	}
	return words
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// namedDay reads the days that have a name of their own.
func namedDay(words []string, today time.Time, _ direction) (time.Time, bool) {
	days, ok := map[string]int{
		"hari ini": 0, "today": 0, "sekarang": 0, "barusan": 0, "tadi": 0, "tadi pagi": 0, "tadi siang": 0, "tadi sore": 0,
		"kemarin": -1, "kmrn": -1, "kemaren": -1, "yesterday": -1, "semalam": -1, "tadi malam": -1, "kemarin malam": -1, "kemarin pagi": -1,
		"kemarin siang": -1, "kemarin sore": -1, "kemarin lusa": -2, "kemarin dulu": -2, "lusa lalu": -2,
		"besok": 1, "bsk": 1, "tomorrow": 1, "besok pagi": 1, "besok siang": 1, "besok sore": 1, "lusa": 2, "besok lusa": 2,
	}[strings.Join(words, " ")]
	return today.AddDate(0, 0, days), ok
}

// weekday reads "senin", "hari senin", "senin lalu", "senin depan". A bare day of the week may be today; with "lalu" or "depan" it is
// another. "minggu" alone is Sunday only after "hari": "minggu lalu" is a week.
func weekday(words []string, today time.Time, to direction) (time.Time, bool) {
	named := words[0] == "hari" && len(words) > 1
	if named {
		words = words[1:]
	}
	day, ok := map[string]time.Weekday{"senin": time.Monday, "selasa": time.Tuesday, "rabu": time.Wednesday, "kamis": time.Thursday, "jumat": time.Friday,
		"sabtu": time.Saturday, "ahad": time.Sunday, "minggu": time.Sunday,
		"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday,
		"saturday": time.Saturday, "sunday": time.Sunday}[words[0]]
	if !ok || words[0] == "minggu" && !named || len(words) > 2 {
		return time.Time{}, false
	}
	least := 0
	if len(words) == 2 && words[1] != "ini" {
		if to, ok = sideOf(words[1]); !ok {
			return time.Time{}, false
		}
		least = 1
	}
	away := (int(day-today.Weekday())*int(to) + 7) % 7
	if away < least {
		away += 7
	}
	return today.AddDate(0, 0, away*int(to)), true
}

// sideOf reads the word that says on which side of today a day lies.
func sideOf(word string) (direction, bool) {
	switch word {
	case "lalu", "kemarin", "silam", "tadi", "ago", "last":
		return before, true
	case "lagi", "depan", "nanti", "mendatang", "in", "next":
		return after, true
	}
	return 0, false
}

// away reads a number of days, weeks or months: "3 hari lalu", "dua minggu lagi", "seminggu yang lalu". Without the last word it lies
// where the question asks.
func away(words []string, today time.Time, to direction) (time.Time, bool) {
	last := words[len(words)-1]
	if side, ok := sideOf(last); ok {
		to, words = side, words[:len(words)-1]
	}
	if len(words) > 1 && words[len(words)-1] == "ke" { // "3 hari ke depan"
		words = words[:len(words)-1]
	}
	n, unit := 0, ""
	switch {
	case len(words) == 1 && (last == "depan" || last == "next"): // "minggu depan" will do for a deadline
		n, unit = 1, words[0]
	case len(words) == 1 && strings.HasPrefix(words[0], "se"):
		n, unit = 1, strings.TrimPrefix(words[0], "se")
	case len(words) == 2:
		n, unit = count(words[0]), words[1]
	}
	if n < 1 || n > 366 {
		return time.Time{}, false
	}
	switch unit {
	case "hari", "hr", "day", "days":
		return today.AddDate(0, 0, n*int(to)), true
	case "minggu", "mgg", "pekan", "week", "weeks":
		return today.AddDate(0, 0, 7*n*int(to)), true
	case "bulan", "bln", "month", "months":
		return today.AddDate(0, n*int(to), 0), true
	}
	return time.Time{}, false
}

func count(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	return 1 + slices.Index([]string{"satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"}, word)
}

// calendar reads day and month, with or without the year; ISO dates begin with the year.
func calendar(words []string, today time.Time, to direction) (time.Time, bool) {
	if len(words) == 3 && len(words[0]) == 4 {
		words = []string{words[2], words[1], words[0]}
	}
	if len(words) < 2 || len(words) > 3 {
		return time.Time{}, false
	}
	day, err := strconv.Atoi(words[0])
	month := monthOf(words[1])
	if err != nil || month == 0 {
		return time.Time{}, false
	}
	if len(words) == 2 {
		return nearest(today, to, func(i int) (time.Time, bool) { return onDay(today.Year()+i, month, day, today.Location()) })
	}
	year, err := strconv.Atoi(words[2])
	if err != nil || len(words[2]) != 2 && len(words[2]) != 4 {
		return time.Time{}, false
	}
	if len(words[2]) == 2 {
		year += today.Year() / 100 * 100
	}
	return onDay(year, month, day, today.Location())
}

// onlyNumber reads "tgl 12" and "tanggal 12": a bare number is more often a slip.
func onlyNumber(said string, words []string, today time.Time, to direction) (time.Time, bool) {
	day, err := strconv.Atoi(words[0])
	named := strings.HasPrefix(flows.Plain(said), "tgl ") || strings.HasPrefix(flows.Plain(said), "tanggal ")
	if err != nil || !named || len(words) > 1 {
		return time.Time{}, false
	}
	month := func(i int) (time.Time, bool) {
		return onDay(today.Year(), today.Month()+time.Month(i), day, today.Location())
	}
	if this, ok := month(0); to == after && ok && this.Before(today) { // a deadline of a day that is over is the next month's
		return month(1)
	}
	return nearest(today, to, month)
}

// nearest gives the day of this year (or month) unless it lies on the wrong side of today and the neighbour does not lie far on the
// right one: in January "30/12" is last year's, but in November "12/12" of a step is a day ahead, to be asked about and not guessed.
func nearest(today time.Time, to direction, at func(int) (time.Time, bool)) (time.Time, bool) {
	day, ok := at(0)
	wrong := ok && (day.After(today) && to == before || day.Before(today) && to == after)
	if ok && !wrong {
		return day, true
	}
	if other, there := at(int(to)); there && (!ok || other.Sub(today).Abs() < day.Sub(today).Abs()) {
		return other, true
	}
	return day, ok
}

// onDay makes a day, and refuses one that no calendar has.
func onDay(year int, month time.Month, day int, zone *time.Location) (time.Time, bool) {
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	first := time.Date(year, month, 1, 0, 0, 0, 0, zone)
	return t, day > 0 && t.Month() == first.Month() && t.Year() == first.Year()
}

// monthOf reads a month by its number, its name, or the beginning of its name.
func monthOf(word string) time.Month {
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= 12 {
		return time.Month(n)
	}
	if n, ok := map[string]time.Month{"peb": time.February, "pebruari": time.February, "ags": time.August, "agt": time.August, "nop": time.November,
		"nopember": time.November, "may": time.May, "oct": time.October, "aug": time.August, "dec": time.December}[word]; ok {
		return n
	}
	if n := slices.Index([]string{"january", "february", "march", "", "", "june", "july", "august", "", "october", "", "december"}, word); n >= 0 {
		return time.Month(n + 1)
	}
	names := []string{"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"}
	if len(word) < 3 {
		return 0
	}
	return time.Month(1 + slices.IndexFunc(names, func(name string) bool { return strings.HasPrefix(name, word) }))
}
