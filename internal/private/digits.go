package private

import (
	"strings"
	"unicode"
)

// digitGroups returns the numbers of a text in ASCII digits: an outer slice for each stretch that words or signs set apart, an
// inner one for the groups that only separators part.
func digitGroups(text string) [][]string {
	var all [][]string
	var stretch []string
	var group strings.Builder
	endGroup := func() {
		if group.Len() > 0 {
			stretch = append(stretch, group.String())
			group.Reset()
		}
	}
	endStretch := func() {
		endGroup()
		if len(stretch) > 0 {
			all, stretch = append(all, stretch), nil
		}
	}
	for _, r := range text {
		if d, ok := digitValue(r); ok {
			group.WriteByte('0' + d)
		} else if separates(r) {
			endGroup()
		} else if !invisible(r) {
			endStretch()
		}
	}
	endStretch()
	return all
}

// separates tells the signs people put between groups of digits.
func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("./·_()[]\u2212", r)
}

// invisible tells signs that ride on digits without being seen: direction marks, joiners, the parts of a keycap emoji.
func invisible(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) }

// digitValue returns the value of a decimal digit of any script: fullwidth, Arabic, Javanese, Balinese, Sundanese and others.
// Unicode promises that every range of Nd consists of whole runs from zero to nine (The Unicode Standard, section 4.6).
func digitValue(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r - '0'), true
	}
	if r <= unicode.MaxLatin1 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, g := range unicode.Nd.R16 {
		if rune(g.Lo) <= r && r <= rune(g.Hi) {
			return byte((r - rune(g.Lo)) % 10), true
		}
	}
	for _, g := range unicode.Nd.R32 {
		if rune(g.Lo) <= r && r <= rune(g.Hi) {
			return byte((r - rune(g.Lo)) % 10), true
		}
	}
	return 0, false
}
