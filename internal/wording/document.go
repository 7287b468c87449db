// Package wording brings the texts of a language to people who translate and review them, and back: files with their comments,
// spreadsheets, XLIFF; it must not know conversations, databases or Telegram.
package wording

import (
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// Document is a file of texts, kept as it was written: comments, blank lines and order survive a change of a text.
type Document struct {
	parts []part
	at    map[string]int // key -> index in parts
}

// part is one text with its key, or the lines between two texts.
type part struct {
	key     string // empty: only lines
	text    string
	raw     string // as it stands in the file, line ends included
	comment string // of a text: the comment right above it, without "#"
}

// Parse reads a file of texts.
func Parse(raw string) (*Document, error) {
	d := &Document{at: map[string]int{}}
	lines := strings.SplitAfter(raw, "\n")
	var comment []string
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if !strings.HasPrefix(line, `"`) {
			comment = commentAfter(comment, line)
			d.parts = append(d.parts, part{raw: line})
			continue
		}
		p := part{raw: line, comment: strings.Join(comment, " ")}
		for open(p.raw) && i+1 < len(lines) {
			i++
			p.raw += lines[i]
		}
		if err := p.decode(); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if _, twice := d.at[p.key]; twice {
			return nil, fmt.Errorf("line %d: %q stands twice", i+1, p.key)
		}
		if strings.HasSuffix(p.key, ".words") {
			p.comment = ""
		}
		d.at[p.key] = len(d.parts)
		d.parts = append(d.parts, p)
		comment = nil
	}
	return d, nil
}

// commentAfter gives the comment that stands directly above what follows this line. A heading ("# --- … ---") is none.
func commentAfter(before []string, line string) []string {
	line = strings.TrimSpace(line)
	said, ok := strings.CutPrefix(line, "#")
	said = strings.TrimSpace(said)
	if !ok || strings.HasPrefix(said, "---") {
		return nil
	}
	return append(before, said)
}

// open tells whether a text goes on in the next line.
func open(raw string) bool {
	_, value, _ := strings.Cut(raw, "= ")
	return strings.HasPrefix(value, `"""`) && strings.Count(value, `"""`) < 2
}

func (p *part) decode() error {
	var one map[string]string
	if err := toml.Unmarshal([]byte(p.raw), &one); err != nil {
		return fmt.Errorf("not a text: %w", err)
	}
	for p.key, p.text = range one {
	}
	return nil
}

// Keys lists the keys in their order.
func (d *Document) Keys() []string {
	var keys []string
	for _, p := range d.parts {
		if p.key != "" {
			keys = append(keys, p.key)
		}
	}
	return keys
}

// Text gives a key's text.
func (d *Document) Text(key string) (string, bool) {
	i, ok := d.at[key]
	if !ok {
		return "", false
	}
	return d.parts[i].text, true
}

// Texts gives all texts by key.
func (d *Document) Texts() map[string]string {
	all := map[string]string{}
	for key, i := range d.at {
		all[key] = d.parts[i].text
	}
	return all
}

// Comment is the comment above a key. The keys of one question often share the comment above the first.
func (d *Document) Comment(key string) string {
	i, ok := d.at[key]
	if !ok {
		return ""
	}
	if d.parts[i].comment != "" {
		return d.parts[i].comment
	}
	for q := parent(key); q != ""; q = parent(q) {
		if i, ok := d.at[q]; ok && d.parts[i].comment != "" {
			return d.parts[i].comment
		}
	}
	return ""
}

func parent(key string) string {
	if i := strings.LastIndexByte(key, '.'); i > 0 {
		return key[:i]
	}
	return ""
}

// Set changes a text, or adds it: after the nearest key that stands before it in the given order, else at the end.
func (d *Document) Set(key, text string, order []string) {
	p := part{key: key, text: text, raw: quote(key, text)}
	if i, ok := d.at[key]; ok {
		if old := d.parts[i]; old.text != text {
			p.comment, p.raw = old.comment, strings.TrimSuffix(p.raw, "\n")+tail(old.raw)
			d.parts[i] = p
		}
		return
	}
	d.insert(d.place(key, order), p)
}

// tail is what stands behind a text: a comment perhaps, and the line end.
func tail(raw string) string {
	_, value, _ := strings.Cut(raw, "= ")
	quotes := `"`
	if strings.HasPrefix(value, `"""`) {
		quotes = `"""`
	}
	value = value[len(quotes):]
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '\\':
			i++
		case strings.HasPrefix(value[i:], quotes):
			return strings.TrimLeft(value[i+len(quotes):], `"`)
		}
	}
	return "\n"
}

// place finds where a new key belongs.
func (d *Document) place(key string, order []string) int {
	at := len(d.parts)
	for _, k := range order {
		if k == key {
			break
		}
		if i, ok := d.at[k]; ok {
			at = i + 1
		}
	}
	return at
}

func (d *Document) insert(at int, p part) {
	if n := at - 1; n >= 0 && d.parts[n].raw != "" && !strings.HasSuffix(d.parts[n].raw, "\n") {
		d.parts[n].raw += "\n"
	}
	d.parts = append(d.parts[:at], append([]part{p}, d.parts[at:]...)...)
	for i := at; i < len(d.parts); i++ {
		if d.parts[i].key != "" {
			d.at[d.parts[i].key] = i
		}
	}
}

// String writes the file.
func (d *Document) String() string {
	var b strings.Builder
	for _, p := range d.parts {
		b.WriteString(p.raw)
	}
	return b.String()
}

var (
	oneLine   = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`, "\r", `\r`, "\n", `\n`)
	manyLines = strings.NewReplacer(`\`, `\\`, `"""`, `""\"`, "\r", `\r`)
)

// quote writes a key and its text as TOML: on one line, or between three quotes when the text has several.
func quote(key, text string) string {
	if !strings.Contains(text, "\n") {
		return fmt.Sprintf("\"%s\" = \"%s\"\n", oneLine.Replace(key), oneLine.Replace(text))
	}
	body := manyLines.Replace(text)
	if strings.HasPrefix(body, "\n") {
		body = "\n" + body // TOML leaves out a line end right after the quotes
	}
	if strings.HasSuffix(body, `"`) {
		body = body[:len(body)-1] + `\"`
	}
	return fmt.Sprintf("\"%s\" = \"\"\"%s\"\"\"\n", oneLine.Replace(key), body)
}
