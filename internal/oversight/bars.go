package oversight

import (
	"cmp"
	"slices"
	"strconv"

	"siaga/internal/tally"
)

func itoa(n int) string { return strconv.Itoa(n) }

func plus(n int) string {
	if n > 0 {
		return "+" + itoa(n)
	}
	if n < 0 {
		return "−" + itoa(-n)
	}
	return "0"
}

// bar is one line of a bar chart that is also a table.
type bar struct {
	Name  string
	N     int
	Width int // hundredths of the longest
}

// bars are the cells of a measure that may be shown.
type bars struct {
	Key  string
	Rows []bar
	Said string // a sentence above it
	Rest bool   // some cells are hidden
}

// mostBars bounds a list; what comes later is in the files.
const mostBars = 12

// bars lists the cells of a measure. In order: as the cells sort (times, months) or by number.
func (d data) bars(w *Words, m tally.Measure, order []string) bars {
	out := bars{Key: string(m), Rest: d.month != ""}
	var cells []string
	for k := range d.counts[d.code] {
		if k.Measure == m {
			cells = append(cells, k.Cell)
		}
	}
	number := func(c string) int { n, _ := d.get(m, c); return n }
	slices.SortFunc(cells, func(a, b string) int {
		if order != nil {
			return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
		}
		return cmp.Or(cmp.Compare(number(b), number(a)), cmp.Compare(a, b))
	})
	longest := 1
	for _, c := range cells {
		longest = max(longest, number(c))
	}
	for _, c := range cells[:min(len(cells), mostBars)] {
		out.Rows = append(out.Rows, bar{Name: w.Cell(m, c), N: number(c), Width: max(1, 100*number(c)/longest)})
	}
	return out
}

// classes lists the classes of how long something took, in order.
func classes() []string {
	var out []string
	for i := range len(tally.Slow()) + 1 {
		out = append(out, string(rune('0'+i)))
	}
	return out
}

// median is the class in which the middle one lies, as far as the shown figures tell; "" when they do not.
func (d data) median(m tally.Measure) string {
	all := 0
	for _, c := range classes() {
		n, _ := d.get(m, c)
		all += n
	}
	for sum, i := 0, 0; all > 0 && i < len(classes()); i++ {
		n, _ := d.get(m, classes()[i])
		if sum += n; 2*sum >= all {
			return classes()[i]
		}
	}
	return ""
}

// inTime is how many of a hundred offers that had to be answered were accepted in time, in steps of five; ok is false when the
// figures it is made of are hidden.
func (d data) inTime() (share int, ok bool) {
	accepted, okA := d.get(tally.Offers, tally.Accepted)
	lapsed, okL := d.get(tally.Offers, tally.Lapsed)
	if !okA || !okL {
		return 0, false
	}
	refused, _ := d.get(tally.Offers, tally.Refused)
	return tally.Round(100 * accepted / (accepted + lapsed + refused)), true
}
