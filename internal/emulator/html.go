package emulator

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// htmlTag is an open tag: what it stands for and where it began.
type htmlTag struct {
	name   string
	entity Entity
}

type htmlParser struct {
	in    string
	at    int // byte offset
	out   strings.Builder
	units int // UTF-16 units written
	open  []htmlTag
	found []Entity
}

// parseHTML reads Telegram's HTML style (Bot API, Formatting options) and answers in the words of its parser.
func parseHTML(in string) (string, []Entity, *apiError) {
	p := &htmlParser{in: in}
	for p.at < len(in) {
		if e := p.step(); e != nil {
			return "", nil, e
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, parseError("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	return p.out.String(), p.found, nil
}

func parseError(format string, args ...any) *apiError {
	return badRequest("can't parse entities: " + fmt.Sprintf(format, args...))
}

func (p *htmlParser) step() *apiError {
	switch p.in[p.at] {
	case '&':
		r, n := entityRef(p.in[p.at:])
		p.write(r)
		p.at += n
	case '<':
		if strings.HasPrefix(p.in[p.at:], "</") {
			return p.end()
		}
		return p.start()
	default:
		r, n := utf8.DecodeRuneInString(p.in[p.at:])
		p.write(r)
		p.at += n
	}
	return nil
}

func (p *htmlParser) write(r rune) {
	p.out.WriteRune(r)
	p.units += utf16Len(string(r))
}

// entityRef decodes &lt; &gt; &amp; &quot; and numbers; anything else is a plain ampersand.
func entityRef(s string) (rune, int) {
	end := strings.IndexByte(s, ';')
	if end < 2 || end > 10 {
		return '&', 1
	}
	name := s[1:end]
	switch name {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "quot":
		return '"', end + 1
	}
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if rest, hex := strings.CutPrefix(strings.ToLower(digits), "x"); hex {
			digits, base = rest, 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); err == nil && n > 0 && utf8.ValidRune(rune(n)) {
			return rune(n), end + 1
		}
	}
	return '&', 1
}

func (p *htmlParser) start() *apiError {
	begin := p.at
	rest := p.in[begin+1:]
	stop := strings.IndexAny(rest, "> \t\r\n")
	if stop < 0 {
		return parseError("Unclosed start tag at byte offset %d", begin)
	}
	name := strings.ToLower(strings.TrimSuffix(rest[:stop], "/"))
	if _, e := tagEntity(name, map[string]string{"class": "tg-spoiler"}, begin); e != nil {
		return e
	}
	end := tagEnd(rest)
	if end < 0 {
		return parseError("Unclosed start tag %q at byte offset %d", name, begin)
	}
	p.at = begin + 1 + end + 1
	entity, e := tagEntity(name, attributes(strings.TrimSuffix(rest[stop:end], "/")), begin)
	if e != nil {
		return e
	}
	entity.Offset = p.units
	p.open = append(p.open, htmlTag{name, entity})
	return nil
}

// tagEnd finds the > that closes a tag, passing over quoted values.
func tagEnd(s string) int {
	var quote byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

// tagEntity is the entity that a tag stands for.
func tagEntity(name string, attr map[string]string, at int) (Entity, *apiError) {
	switch name {
	case "b", "strong":
		return Entity{Type: "bold"}, nil
	case "i", "em":
		return Entity{Type: "italic"}, nil
	case "u", "ins":
		return Entity{Type: "underline"}, nil
	case "s", "strike", "del":
		return Entity{Type: "strikethrough"}, nil
	case "tg-spoiler":
		return Entity{Type: "spoiler"}, nil
	case "pre":
		return Entity{Type: "pre"}, nil
	case "code":
		return Entity{Type: "code", Language: strings.TrimPrefix(attr["class"], "language-")}, nil
	case "a":
		return Entity{Type: "text_link", URL: attr["href"]}, nil
	case "tg-emoji":
		return Entity{Type: "custom_emoji"}, nil
	case "blockquote":
		if _, ok := attr["expandable"]; ok {
			return Entity{Type: "expandable_blockquote"}, nil
		}
		return Entity{Type: "blockquote"}, nil
	case "span":
		if attr["class"] != "tg-spoiler" {
			return Entity{}, parseError("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", at)
		}
		return Entity{Type: "spoiler"}, nil
	}
	return Entity{}, parseError("Unsupported start tag %q at byte offset %d", name, at)
}

// attributes reads name="value" pairs; values may be unquoted or missing.
func attributes(s string) map[string]string {
	out := map[string]string{}
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		end := strings.IndexAny(s, "= ")
		if end < 0 {
			out[strings.ToLower(s)] = ""
			return out
		}
		name := strings.ToLower(s[:end])
		s = strings.TrimSpace(s[end:])
		value, ok := strings.CutPrefix(s, "=")
		if !ok {
			out[name] = ""
			continue
		}
		out[name], s = attributeValue(strings.TrimSpace(value))
	}
	return out
}

func attributeValue(s string) (value, rest string) {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
			return unescape(s[1 : end+1]), s[end+2:]
		}
	}
	value, rest, _ = strings.Cut(s, " ")
	return unescape(value), rest
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '&' {
			b.WriteByte(s[i])
			i++
			continue
		}
		r, n := entityRef(s[i:])
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

func (p *htmlParser) end() *apiError {
	begin := p.at
	length := strings.IndexByte(p.in[begin:], '>')
	if length < 0 {
		return parseError("Unclosed end tag at byte offset %d", begin)
	}
	name := strings.ToLower(strings.TrimSpace(p.in[begin+2 : begin+length]))
	p.at = begin + length + 1
	if len(p.open) == 0 {
		return parseError("Unexpected end tag at byte offset %d", begin)
	}
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return parseError("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.finish(tag.entity)
	return nil
}

// finish keeps a closed entity that covers something; code alone within pre only names its language.
func (p *htmlParser) finish(e Entity) {
	e.Length = p.units - e.Offset
	if e.Length == 0 || e.Type == "custom_emoji" {
		return
	}
	if e.Type == "text_link" && e.URL == "" {
		text := p.out.String()
		if e.URL = strings.TrimSpace(text[len(text)-p.bytesBack(e.Length):]); !urlMark.MatchString(e.URL) {
			return
		}
	}
	if n := len(p.found); e.Type == "pre" && n > 0 && p.found[n-1].Type == "code" && p.found[n-1].Offset == e.Offset && p.found[n-1].Length == e.Length {
		e.Language = p.found[n-1].Language
		p.found = p.found[:n-1]
	}
	if e.Type == "code" && !p.within("pre") {
		e.Language = ""
	}
	p.found = append(p.found, e)
}

// bytesBack is how many bytes at the end of the output hold so many UTF-16 units.
func (p *htmlParser) bytesBack(units int) int {
	text := p.out.String()
	at := len(text)
	for units > 0 && at > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:at])
		units -= utf16Len(string(r))
		at -= n
	}
	return len(text) - at
}

func (p *htmlParser) within(name string) bool {
	for _, t := range p.open {
		if t.name == name {
			return true
		}
	}
	return false
}
