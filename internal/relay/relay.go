// Package relay rebuilds the words that pass between a reporter and an officer, so that nothing but words arrives: nothing hidden,
// nothing that can be tapped, no number by accident; it must not know cases, languages or any channel.
package relay

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Longest is the length of a question in characters: one that a frightened person can still read.
const Longest = 500

// maxMarks bounds the marks on one letter: Javanese, Khmer and Burmese need a few, a text that spills over its line needs many.
const maxMarks = 5

// Clean gives the words as they are seen: characters in their plain form, and nothing invisible, turning or spilling.
func Clean(s string) string {
	var b strings.Builder
	marks := 0
	for _, r := range norm.NFKC.String(strings.ToValidUTF8(s, "")) {
		if r = seen(r); r < 0 {
			continue
		}
		if marks++; !unicode.Is(unicode.M, r) {
			marks = 0
		}
		if marks <= maxMarks {
			b.WriteRune(r)
		}
	}
	return tidy(b.String())
}

// seen gives the character that is seen in the place of r, or -1 when there is none.
func seen(r rune) rune {
	switch {
	case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return '\n'
	case r == '\t' || unicode.Is(unicode.Zs, r):
		return ' '
	case unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	case r == '\u20e3' || r == '\u2800' || r == '\ufffc' || r == '\ufffd': // a keycap's frame, an empty braille cell, stand-ins
		return -1
	}
	return r
}

// tidy keeps at most one empty line and no wide gaps, in which something could stand unseen below the screen.
func tidy(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && len(lines) > 0 && lines[len(lines)-1] == "" {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// Fit tells whether an officer's words may reach a reporter as Clean gives them: not too long, and no link, account, command or
// number, be it meant well or not.
func Fit(s string) bool {
	s = Clean(s)
	if s == "" || utf8.RuneCountInString(s) > Longest {
		return false
	}
	plain := fold(s)
	for _, rule := range baits {
		if len(rule.find(plain)) > 0 {
			return false
		}
	}
	return len(numbers(plain)) == 0 && !spelled.MatchString(plain)
}

// Defang gives the words as Clean does, with everything that a phone would make tappable broken so that it can still be read: a link,
// an account, a command, a telephone number.
func Defang(s string) string {
	s = Clean(s)
	for _, rule := range append(baits, others...) {
		s = rule.replace(s)
	}
	return s
}
