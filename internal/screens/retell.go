package screens

import (
	"regexp"
	"strings"
)

// Retold shows the screen as it would be if a text (a template with {{.places}}) read differently. What filled the places stays. A
// screen in which the text as it was is not found is given back as it is, and ok is false.
func (s Screen) Retold(was, text string) (Screen, bool) {
	if s.Chosen != "" && strings.Contains(s.Chosen, was) {
		return s.renamed(strings.Replace(s.Chosen, was, text, 1)), true
	}
	names, form := formOf(was)
	at := form.FindStringSubmatchIndex(s.Text)
	if at == nil {
		return s, false
	}
	values := map[string]string{}
	for i, name := range names {
		values[name] = s.Text[at[2*i+2]:at[2*i+3]]
	}
	said := placeholder.ReplaceAllStringFunc(text, func(p string) string {
		if v, ok := values[p]; ok {
			return v
		}
		return p
	})
	s.Text = s.Text[:at[0]] + said + s.Text[at[1]:]
	return s, true
}

// renamed gives the button that is meant another label.
func (s Screen) renamed(label string) Screen {
	rows := make([][]string, len(s.Buttons))
	for i, row := range s.Buttons {
		rows[i] = append([]string{}, row...)
		for j, b := range row {
			if b == s.Chosen {
				rows[i][j] = label
			}
		}
	}
	s.Buttons, s.Chosen = rows, label
	return s
}

// formOf gives the places of a template in their order, and a form that finds the template filled.
func formOf(template string) (names []string, form *regexp.Regexp) {
	var b strings.Builder
	b.WriteString(`(?s)`)
	at := 0
	for _, p := range placeholder.FindAllStringIndex(template, -1) {
		b.WriteString(regexp.QuoteMeta(template[at:p[0]]))
		b.WriteString(`(.*?)`)
		names, at = append(names, template[p[0]:p[1]]), p[1]
	}
	b.WriteString(regexp.QuoteMeta(template[at:]))
	if at > 0 && at == len(template) { // a place at the end takes the rest of its line
		b.WriteString(`(?:\n|$)`)
	}
	return names, regexp.MustCompile(b.String())
}

// Chat writes a screen as somebody sees it on a phone, shortly: what the person did, what the bot says, the buttons. The button that
// is meant stands behind an arrow.
func (s Screen) Chat() string {
	var lines []string
	if _, say, ok := strings.Cut(s.Said, "> "); ok && say != "" {
		lines = append(lines, "👤 "+say)
	}
	if n := len(s.Before); n > 0 {
		lines = append(lines, "🤖 "+s.Before[n-1])
	}
	lines = append(lines, "🤖 "+s.Text)
	for _, row := range s.Buttons {
		var labels []string
		for _, label := range row {
			mark := "▫ "
			if label == s.Chosen && label != "" {
				mark = "▶ "
			}
			labels = append(labels, mark+label)
		}
		lines = append(lines, strings.Join(labels, "   "))
	}
	return strings.Join(lines, "\n")
}
