package relay

import (
	"regexp"
	"slices"
	"strings"
)

var (
	passport = regexp.MustCompile(`\b[a-z]\s?\d{7}\b`)
	joined   = regexp.MustCompile(`[^0-9]+`)
)

// HasNumber tells whether a reporter's words hold what looks like a telephone, identity or passport number: something by which a
// person is found. A sum of money, a date or a place on the map is none.
func HasNumber(s string) bool { return len(numbersIn(fold(Clean(s)))) > 0 }

// WithoutNumbers gives the words with every such number left out.
func WithoutNumbers(s string) string {
	without := bait{numbersIn, func([]rune, []rune) string { return "…" }}
	return without.replace(Clean(s))
}

// numbersIn finds the spans of such numbers in a folded text.
func numbersIn(plain string) [][]int {
	out := passport.FindAllStringIndex(plain, -1)
	for _, span := range numbers(plain) {
		if personal(plain[span[0]:span[1]]) {
			out = append(out, span)
		}
	}
	out = append(out, spelled.FindAllStringIndex(plain, -1)...)
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return slices.CompactFunc(out, func(a, b []int) bool { return a[0] < b[1] && b[0] < a[1] })
}

// personal tells whether digits are long enough to be somebody's number: ten and more, or nine as a telephone's begin.
func personal(found string) bool {
	digits := joined.ReplaceAllString(found, "")
	begins := found[0] == '+' || digits[0] == '0' || digits[0] == '8' || strings.HasPrefix(digits, "62")
	return len(digits) >= 10 || len(digits) == 9 && begins
}
