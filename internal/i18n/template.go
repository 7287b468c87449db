package i18n

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	gotemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"

	"siaga/internal/private"
)

// parser is the library's cached text/template parser, strict about missing places. Messages go out as plain text without
// markup, so user data cannot become markup; clean takes out what could still deceive a reader.
var parser = &gotemplate.TextParser{Option: "missingkey=error"}

// maxValue bounds one value of user data in runes, so that a message stays below Telegram's limit.
const maxValue = 1500

// clean reveals private values for writing and makes every text value harmless.
func clean(data map[string]any) map[string]any {
	out := make(map[string]any, len(data))
	for k, v := range data {
		switch v := v.(type) {
		case private.Text:
			out[k] = Harmless(v.Reveal())
		case string:
			out[k] = Harmless(v)
		default:
			out[k] = v
		}
	}
	return out
}

// Harmless takes out control, direction and invisible characters and bounds the length.
func Harmless(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > maxValue {
		return string(r[:maxValue]) + "…"
	}
	return s
}

var (
	action      = regexp.MustCompile(`\{\{[^}]*\}\}`)
	placeholder = regexp.MustCompile(`\.([a-z_]+)`)
)

// Placeholders lists the places of a template in alphabetical order, each once.
func Placeholders(text string) string {
	var names []string
	for _, a := range action.FindAllString(text, -1) {
		for _, m := range placeholder.FindAllStringSubmatch(a, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}
