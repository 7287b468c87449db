package report_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"siaga/internal/i18n"
	"siaga/locales"
)

// previewRunes is what a locked phone shows of a message.
const previewRunes = 80

// TestFirstCharactersGiveNothingAway looks at the first 80 characters of every message a reporter can get, in every language, with
// every place filled in neutrally.
func TestFirstCharactersGiveNothingAway(t *testing.T) {
	t.Parallel()
	never := neverFirst(t)
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, l := range texts.Languages() {
		for key, text := range texts.Keys(l.Tag) {
			if !toReporter(key) || isLabel(key, texts.Keys(l.Tag)) {
				continue
			}
			looked++
			first := []rune(strings.ToLower(filled(text)))
			start := string(first[:min(len(first), previewRunes)])
			for word, why := range never {
				if strings.Contains(start, word) {
					t.Errorf("%s %s begins with %q: %q (%s)", l.Tag, key, start, word, why)
				}
			}
		}
	}
	if looked < 40 {
		t.Errorf("only %d messages were looked at", looked)
	}
}

func toReporter(key string) bool {
	for _, room := range []string{"report.", "kernel.", "notice.", "menu."} {
		if strings.HasPrefix(key, room) {
			return true
		}
	}
	return false
}

// isLabel tells a button from a message: a button is never a message of its own. It stands under a question whose key it begins
// with, or has words that are typed instead.
func isLabel(key string, all map[string]string) bool {
	if _, typed := all[key+".words"]; typed || strings.HasSuffix(key, ".words") || shown[key] {
		return true
	}
	i := strings.LastIndex(key, ".")
	_, question := all[key[:i]]
	return question && !strings.HasPrefix(key, "report.status.")
}

// shown are short texts that are part of a message or a button without words.
var shown = map[string]bool{"report.review.none": true, "report.after_wipe": true, "kernel.human.yes": true}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// filled puts a neutral word in the place of each value. The name of a task force is no neutral word: it would stand there.
func filled(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(v string) string {
		if strings.Contains(v, "taskforce") || strings.Contains(v, ".to") {
			return "Gugus Tugas PP TPPO"
		}
		return "x"
	})
}

func neverFirst(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("testdata/words/never_first.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(raw)) {
		word, why, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if ok && !strings.HasPrefix(line, "#") {
			out[word] = why
		}
	}
	if len(out) < 30 {
		t.Fatalf("only %d words", len(out))
	}
	return out
}
