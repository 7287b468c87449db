package offer

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed rules
var rulesFS embed.FS

// Assessor knows the words, signs and tables. It is read-only after New and safe for concurrent use.
type Assessor struct {
	lex        *lexicon
	signs      []rule
	safe       []rule
	kinds      []rule
	grades     []rule
	answers    map[string]map[string][]meaning
	countries  map[int]country
	bands      map[string]band
	currencies *currencies
	home       int
	no         int
	filler     int
	none       int
	many       map[int]int // concept -> the concept that says it is there three times
	explain    map[string]Explanation
	gloss      glossary
	model      model
}

// New builds an assessor over the embedded rules. p names towns and regencies and may be nil; damaged rules are a fault of
// the build and panic.
func New(p Places) *Assessor {
	a := &Assessor{lex: newLexicon()}
	if err := a.load(p); err != nil {
		panic(fmt.Errorf("offer: embedded rules: %w", err))
	}
	return a
}

func (a *Assessor) load(p Places) error {
	if err := a.lex.readSame(text("rules/same.txt")); err != nil {
		return err
	}
	files, err := fs.Glob(rulesFS, "rules/words/*.txt")
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := a.lex.read(path.Base(f), text(f)); err != nil {
			return err
		}
	}
	if err := a.readCountries(p); err != nil {
		return err
	}
	a.readRegencies(p)
	if a.bands, err = readBands(); err != nil {
		return err
	}
	if a.currencies, err = readCurrencies(); err != nil {
		return err
	}
	if a.explain, err = readExplain(explainTable); err != nil {
		return err
	}
	a.gloss = readGlossary(text("rules/gloss.txt"))
	if a.model, err = readModel(text("rules/model.txt")); err != nil {
		return err
	}
	a.knowNumberWords()
	a.lex.finish()
	return a.readAllRules()
}

// text is an embedded file; its name is fixed, so that a missing one is a fault of the build.
func text(name string) string {
	b, err := rulesFS.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// knowNumberWords keeps words of numbers, units and currencies from being taken for misspelt others.
func (a *Assessor) knowNumberWords() {
	for w := range spelled {
		a.lex.known[w] = true
	}
	for w := range tens {
		a.lex.known[w] = true
	}
	for w := range scales {
		a.lex.known[w] = true
	}
	for w := range periods {
		a.lex.known[w] = true
	}
	for w := range a.currencies.words {
		a.lex.known[w] = true
	}
	for _, w := range []string{"seratus", "seribu", "sejuta", "sampai", "sampe", "hingga", "tekan", "nganti", "dugi", "sd"} {
		a.lex.known[w] = true
	}
}

func (a *Assessor) readAllRules() error {
	for _, n := range computed {
		a.lex.id(n)
	}
	a.no, a.filler, a.none = a.lex.ids["no"], a.lex.ids["fill"], a.lex.ids["none"]
	a.many = map[int]int{}
	for _, n := range []string{"newsword", "newsweak", "warn", "sell", "tripword", "event", "story"} {
		a.many[a.lex.ids[n]] = a.lex.id(n + ".many")
	}
	for _, t := range []string{"rules/signs.txt", "rules/safe.txt"} {
		for _, code := range firstWords(text(t)) {
			a.lex.id(code)
		}
	}
	for _, f := range []struct {
		name string
		to   *[]rule
	}{{"signs", &a.signs}, {"safe", &a.safe}, {"kinds", &a.kinds}, {"grade", &a.grades}} {
		rs, err := readRules(a.lex, f.name+".txt", text("rules/"+f.name+".txt"))
		if err != nil {
			return err
		}
		*f.to = rs
	}
	return a.readAnswers(text("rules/answers.txt"))
}

// firstWords lists the first words of the rows of a table, each once.
func firstWords(table string) []string {
	var out []string
	seen := map[string]bool{}
	for _, line := range strings.Split(table, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' || seen[f[0]] {
			continue
		}
		seen[f[0]] = true
		out = append(out, f[0])
	}
	return out
}
