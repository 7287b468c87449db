package copies

import (
	"bytes"
	"regexp"
)

var (
	// infoKeys are the words of a PDF's information dictionary (ISO 32000-1, 14.3.3) whose value is text.
	infoKeys = regexp.MustCompile(`/(?:Author|Creator|Producer|Title|Subject|Keywords|Company|Manager|CreationDate|ModDate|LastModified)\s*(\(|<[0-9A-Fa-f\s])`)
	packet   = regexp.MustCompile(`(?s)<\?xpacket begin.*?<\?xpacket end[^>]*\?>`)
	infoRef  = regexp.MustCompile(`/Info(\s+\d+\s+\d+\s+R)`)
	metaRef  = regexp.MustCompile(`/Metadata(\s+\d+\s+\d+\s+R)`)
)

// active are words by which a PDF does something when it is opened, or brings another file with it.
var active = regexp.MustCompile(`/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToR|GoToE)\b`)

// pdf blanks what a PDF says of who made it and when; lengths stay, because its tables count bytes. A file that hides its parts in
// compressed streams keeps them there, but nothing points to them any more. One that acts, or is locked, is held.
func pdf(body []byte) ([]byte, error) {
	if active.Match(body) || bytes.Contains(body, []byte("/Encrypt")) {
		return nil, ErrHeld
	}
	out := bytes.Clone(body)
	for _, at := range packet.FindAllIndex(out, -1) {
		blank(out[at[0]:at[1]])
	}
	for _, at := range infoKeys.FindAllSubmatchIndex(out, -1) {
		blankString(out[at[2]:])
	}
	out = infoRef.ReplaceAll(out, []byte("/Xnfo$1"))
	return metaRef.ReplaceAll(out, []byte("/Xetadata$1")), nil
}

func blank(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}

// blankString blanks the text that begins here: in brackets, which may stand in each other, or in hexadecimal digits.
func blankString(b []byte) {
	if b[0] == '<' {
		for i := 1; i < len(b) && b[i] != '>'; i++ {
			b[i] = '0'
		}
		return
	}
	for i, open := 1, 1; i < len(b); i++ {
		switch {
		case b[i] == '\\' && i+1 < len(b):
			b[i], b[i+1] = ' ', ' '
			i++
			continue
		case b[i] == '(':
			open++
		case b[i] == ')':
			if open--; open == 0 {
				return
			}
		}
		b[i] = ' '
	}
}
