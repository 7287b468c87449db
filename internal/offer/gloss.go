package offer

import "strings"

// glossary gives words of all our languages the Indonesian word that means the same, so that what is learnt of a message in one
// language holds in all. It is filled from rules/gloss.txt.
type glossary map[string]string

// readGlossary takes lines "ambil jupuk njupuk": a meaning, then words that have it; earlier lines win.
func readGlossary(list string) glossary {
	g := glossary{}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0][0] == '#' {
			continue
		}
		for _, s := range f {
			w := plainWords(s)
			if len(w) == 1 && g[w[0]] == "" {
				g[w[0]] = f[0]
			}
		}
	}
	return g
}

// find gives the meaning of a word as written, as mended, or without what is put before and after it.
func (g glossary) find(raw, mended string) string {
	if m := g[raw]; m != "" {
		return m
	}
	if len(raw) > leastGloss {
		if m := g.stripped(raw); m != "" {
			return m
		}
	}
	return g[mended]
}

const leastGloss = 4 // letters of a word that may have something put before or after it

// What is put before and after words in our languages, the longest first.
var (
	wordHeads = [...]string{"", "meng", "mang", "mem", "men", "mam", "man", "ber", "bar", "ter", "tar", "per", "dipe", "nge", "di", "ri", "ma", "me", "ba",
		"te", "ta", "ke", "ka", "pe", "pa", "na", "ku", "tu", "n", "m", "i", "e", "a"}
	wordTails = [...]string{"", "keun", "annya", "kan", "nya", "nyo", "ana", "ake", "lah", "ken", "ang", "an", "in", "en", "ipun",
		"ne", "na", "ku", "mu", "ke", "ka", "no", "ni", "i", "e", "n"}
)

// stripped looks for the longest stem that has a meaning.
func (g glossary) stripped(word string) string {
	best, found := leastGloss-1, ""
	for _, head := range wordHeads {
		rest, ok := strings.CutPrefix(word, head)
		if !ok {
			continue
		}
		for _, tail := range wordTails {
			stem, ok := strings.CutSuffix(rest, tail)
			if !ok || len(stem) <= best {
				continue
			}
			if m := g[stem]; m != "" {
				best, found = len(stem), m
			}
		}
	}
	return found
}
