package i18n

import (
	"strings"

	"siaga/internal/voice"
)

// Spoken gives the words of a template that a clip can speak: its lines without a place, for no clip knows the value. A text whose
// lines depend on something, and one of which nothing remains, cannot be spoken.
func Spoken(template string) string {
	if strings.Contains(template, "{{if") || strings.Contains(template, "{{range") || strings.Contains(template, "{{with") {
		return ""
	}
	var lines []string
	for line := range strings.Lines(template) {
		if line = strings.TrimSpace(line); line != "" && !anyAction.MatchString(line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// Spoken gives the words of a key that a clip can speak, as they stand now; "" for none.
func (t *Texts) Spoken(tag, key string) string {
	if tag == "" {
		tag = Source
	}
	return Spoken(t.raw(tag)[key])
}

// Heard writes a text as Text does, in the parts in which it is heard. A text that comes in two languages is two messages when
// both have a clip, each with its own words; else all its words go with the one clip there is. Where only one language is shown,
// no clip of another is ever heard.
func (t *Texts) Heard(tag, key string, data map[string]any, has func(tag, key string) bool) ([]voice.Part, error) {
	whole, err := t.Text(tag, key, data)
	if err != nil {
		return nil, err
	}
	if tag == "" {
		tag = Source
	}
	clip := func(tag string) string {
		if t.Spoken(tag, key) != "" && has(tag, key) {
			return tag
		}
		return ""
	}
	own, again, two := strings.Cut(whole, sourceMark)
	switch {
	case !two || !t.Doubled(tag, key):
		return []voice.Part{{Text: whole, Voice: clip(tag)}}, nil
	case clip(tag) != "" && clip(Source) != "":
		return []voice.Part{{Text: own, Voice: tag}, {Text: strings.TrimSpace(sourceMark) + " " + again, Voice: Source}}, nil
	}
	return []voice.Part{{Text: whole, Voice: clip(tag) + clip(Source)}}, nil
}
