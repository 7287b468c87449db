package emulator

import (
	"encoding/json"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
)

// utf16Len counts a text as Telegram does.
func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// parseText applies parse_mode or an entities array, trims the text and finds the marks that Telegram adds.
func parseText(raw, mode, entities string) (string, []Entity, *apiError) {
	raw = strings.ToValidUTF8(raw, "")
	text, list := raw, []Entity(nil)
	var e *apiError
	switch strings.ToLower(mode) {
	case "":
		list, e = readEntities(raw, entities)
	case "html":
		text, list, e = parseHTML(raw)
	case "markdown", "markdownv2":
		e = badRequest("can't parse entities: this emulator understands parse_mode HTML and the entities array only")
	default:
		e = badRequest("unsupported parse_mode")
	}
	if e != nil {
		return "", nil, e
	}
	text, list = trim(text, list)
	return text, merge(list, findEntities(text)), nil
}

func readEntities(text, raw string) ([]Entity, *apiError) {
	if raw == "" || raw == "null" {
		return nil, nil
	}
	var list []Entity
	if json.Unmarshal([]byte(raw), &list) != nil {
		return nil, badRequest("can't parse entities: expected an Array of MessageEntity")
	}
	total := utf16Len(text)
	return slices.DeleteFunc(list, func(e Entity) bool {
		return e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > total || e.Type == ""
	}), nil
}

// trim takes the blanks off both ends and moves the entities with the text.
func trim(text string, list []Entity) (string, []Entity) {
	head := utf16Len(text) - utf16Len(strings.TrimLeft(text, " \t\r\n"))
	text = strings.Trim(text, " \t\r\n")
	total := utf16Len(text)
	var out []Entity
	for _, e := range list {
		from, to := max(e.Offset-head, 0), min(e.Offset+e.Length-head, total)
		if to > from {
			e.Offset, e.Length = from, to-from
			out = append(out, e)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		return out[i].Offset < out[j].Offset || (out[i].Offset == out[j].Offset && out[i].Length > out[j].Length)
	})
	return text, out
}

// found are the marks Telegram's server makes by itself (phone numbers are left out here).
func foundMarks() []struct {
	kind string
	re   *regexp.Regexp
} {
	return []struct {
		kind string
		re   *regexp.Regexp
	}{
		{"url", urlMark}, {"email", emailMark}, {"mention", mentionMark}, {"bot_command", commandMark}, {"hashtag", hashtagMark},
	}
}

var (
	urlMark     = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?)\]]`)
	emailMark   = regexp.MustCompile(`(?i)\b([a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b`)
	mentionMark = regexp.MustCompile(`(?:^|[^\w@/.])(@\w{4,32})\b`)
	commandMark = regexp.MustCompile(`(?:^|[^\w/@<>])(/\w{1,64}(?:@\w{3,32})?)`)
	hashtagMark = regexp.MustCompile(`(?:^|[^\w#])(#[\pL\d_]*[\pL_][\pL\d_]*)`)
)

// findEntities finds links, addresses, mentions, commands and hashtags.
func findEntities(text string) []Entity {
	var out []Entity
	for _, mark := range foundMarks() {
		for _, at := range mark.re.FindAllStringSubmatchIndex(text, -1) {
			from, to := at[0], at[1]
			if len(at) > 2 {
				from, to = at[2], at[3]
			}
			e := Entity{Type: mark.kind, Offset: utf16Len(text[:from]), Length: utf16Len(text[from:to])}
			if !slices.ContainsFunc(out, e.overlaps) {
				out = append(out, e)
			}
		}
	}
	_, out = trim(text, out)
	return out
}

func (e Entity) overlaps(f Entity) bool {
	return e.Offset < f.Offset+f.Length && f.Offset < e.Offset+e.Length
}

// merge adds found marks where the sender's own leave room: code and links hold no others.
func merge(own, found []Entity) []Entity {
	out := slices.Clone(own)
	for _, f := range found {
		clash := slices.ContainsFunc(own, func(e Entity) bool {
			closed := e.Type == "code" || e.Type == "pre" || e.Type == "text_link" || e.Type == f.Type
			return e.overlaps(f) && closed
		})
		if !clash {
			out = append(out, f)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Offset < out[j].Offset })
	return out
}
