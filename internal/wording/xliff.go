package wording

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// XLIFF 1.2 is what the tools of translators read (OASIS, xliff-core-1.2). A place such as {{.place}} is an inline element, so
// that the tools protect it.

const xliffSpace = "urn:oasis:names:tc:xliff:document:1.2"

// signed is the state of a target for which a speaker stands.
const signed = "signed-off"

var place = regexp.MustCompile(`\{\{[^}]*\}\}`)

// WriteXLIFF writes rows as one XLIFF file for a language.
func WriteXLIFF(w io.Writer, tag string, rows []Row) error {
	var b strings.Builder
	b.WriteString(xml.Header)
	fmt.Fprintf(&b, "<xliff version=\"1.2\" xmlns=%q>\n", xliffSpace)
	fmt.Fprintf(&b, "<file original=\"id.toml\" source-language=\"id\" target-language=\"%s\" datatype=\"plaintext\">\n<body>\n", escaped(tag))
	for _, r := range rows {
		unit(&b, r)
	}
	b.WriteString("</body>\n</file>\n</xliff>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func unit(b *strings.Builder, r Row) {
	fmt.Fprintf(b, "<trans-unit id=\"%s\" xml:space=\"preserve\"", escaped(r.Key))
	if n, err := strconv.Atoi(r.Limit); err == nil && n > 0 {
		fmt.Fprintf(b, " maxwidth=\"%d\" size-unit=\"char\"", n)
	}
	fmt.Fprintf(b, ">\n<source xml:lang=\"id\">%s</source>\n", inline(r.Source))
	if r.Text != "" {
		fmt.Fprintf(b, "<target state=\"%s\">%s</target>\n", stateOf(r), inline(r.Text))
	}
	for _, n := range []struct{ from, text string }{{"kapan", r.Said}, {"layar", r.Screen}, {"tombol", r.Buttons}, {"catatan", r.Note}, {"percakapan", r.Talk}} {
		if n.text != "" {
			fmt.Fprintf(b, "<note from=\"%s\">%s</note>\n", n.from, escaped(n.text))
		}
	}
	b.WriteString("</trans-unit>\n")
}

func stateOf(r Row) string {
	if strings.HasPrefix(r.Status, "reviewed") {
		return "final"
	}
	return "needs-review-translation"
}

// inline writes a text with its places as elements.
func inline(text string) string {
	var b strings.Builder
	from := 0
	for n, m := range place.FindAllStringIndex(text, -1) {
		b.WriteString(escaped(text[from:m[0]]))
		fmt.Fprintf(&b, "<ph id=\"%d\">%s</ph>", n+1, escaped(text[m[0]:m[1]]))
		from = m[1]
	}
	return b.String() + escaped(text[from:])
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}

// ReadXLIFF reads a file that a translator's tool saved, and its language. by is the role of the speaker who stands for the texts
// that the tool marks as signed off.
func ReadXLIFF(raw []byte, by string) (tag string, rows []Row, err error) {
	in := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(string(raw), bom)))
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return tag, rows, nil
		}
		line, _ := in.InputPos()
		if err != nil {
			return tag, nil, fmt.Errorf("line %d: %w", line, err)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "file":
			tag = attr(start, "target-language")
		case start.Name.Local == "trans-unit":
			row, err := readUnit(in, start, by)
			if err != nil {
				return tag, nil, fmt.Errorf("line %d: %w", line, err)
			}
			row.Line = line
			rows = append(rows, row)
		}
	}
}

// readUnit reads one text. Inline elements of any kind are read as the words in them.
func readUnit(in *xml.Decoder, start xml.StartElement, by string) (Row, error) {
	r := Row{Key: attr(start, "id")}
	if res := attr(start, "resname"); r.Key == "" {
		r.Key = res
	}
	for {
		token, err := in.Token()
		if err != nil {
			return r, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return r, nil
		case xml.StartElement:
			words, err := flat(in)
			if err != nil {
				return r, err
			}
			switch t.Name.Local {
			case "source":
				r.Source = words
			case "target":
				r.Text = words
				if attr(t, "state") == signed {
					r.Status, r.By = signed, by
				}
			}
		}
	}
}

// flat gives the words of an element and of all in it.
func flat(in *xml.Decoder) (string, error) {
	var b strings.Builder
	for depth := 1; depth > 0; {
		token, err := in.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			if equiv := attr(t, "equiv-text"); t.Name.Local == "x" && equiv != "" {
				b.WriteString(equiv)
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			b.Write(t)
		}
	}
	return b.String(), nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
