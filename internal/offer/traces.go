package offer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"siaga/internal/relay"
)

// TraceKind is a kind of thing by which two reports can be of the same recruiter.
type TraceKind string

// The kinds of traces.
const (
	TracePhone   TraceKind = "phone"
	TraceAccount TraceKind = "account"
	TraceCompany TraceKind = "company"
)

// Trace is one of them in one canonical form, so that the same thing written in two ways is the same: +62…, digits, small letters.
type Trace struct {
	Kind  TraceKind
	Value string
	Own   bool   // of whoever writes, or of the family: it leads to no recruiter
	Span  string // as it is written
}

var (
	foreignPattern = regexp.MustCompile(`\+\d(?:[\s.-]?\d){8,13}`)
	whose          = `(?:saya|sy|aku|ak|beta|kami|kita|gue|gua|mama|ibu|bapak|bapa|ayah|adik|adek|kakak|kk|anak|suami|istri|isteri|korban|keluarga|ku)`
	thing          = `(?:no(?:mor|mer)?|hp|wa|whatsapp|telp|tlp|telpon|telepon|kontak|rek(?:ening)?|norek|dana|ovo|gopay)`
	ownBefore      = regexp.MustCompile(`(?i)(?:\b` + thing + `\.?(?:\s+` + thing + `)*\s+` + whose + `|\b` + thing + `ku|\b(?:hubungi|telepon|telpon|kontak|wa|chat|kabari|balas)\s+(?:ke\s+)?` + whose + `)\b[^\d\n+,;.]{0,24}$`)
	ownBehind      = regexp.MustCompile(`(?i)^[\s,()-]{0,4}(?:(?:itu|ini|adalah)\s+)*(?:` + thing + `ku\b|` + thing + `(?:\s+` + thing + `)*\s+` + whose + `\b)`)
)

// Traces finds the telephones, accounts and companies in somebody's words.
func (a *Assessor) Traces(words string) []Trace {
	words = relay.Clean(words)
	var out []Trace
	add := func(t Trace) {
		i := slices.IndexFunc(out, func(o Trace) bool { return o.Kind == t.Kind && o.Value == t.Value })
		if i < 0 {
			out = append(out, t)
		} else {
			out[i].Own = out[i].Own || t.Own
		}
	}
	for _, pattern := range []*regexp.Regexp{phonePattern, foreignPattern} {
		for _, at := range pattern.FindAllStringIndex(words, -1) {
			add(Trace{TracePhone, plainPhone(words[at[0]:at[1]]), isOwn(words, at[0], at[1]), words[at[0]:at[1]]})
		}
	}
	for _, at := range accountPattern.FindAllStringSubmatchIndex(words, -1) {
		if number := phoneMend.Replace(words[at[2]:at[3]]); !strings.HasPrefix(number, "08") {
			add(Trace{TraceAccount, number, isOwn(words, at[2], at[3]), words[at[2]:at[3]]})
		}
	}
	for _, name := range a.Assess(words).Entities.Companies {
		if value := plainCompany(name); len(value) > 3 {
			add(Trace{Kind: TraceCompany, Value: value, Span: name})
		}
	}
	return out
}

// isOwn tells whether the words around a number say that it is the writer's own, or the family's.
func isOwn(words string, from, to int) bool {
	return ownBefore.MatchString(words[:from]) || ownBehind.MatchString(words[to:])
}

// plainCompany leaves the letters and digits of a name, without the form of the company.
func plainCompany(name string) string {
	fields := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(fields) > 0 && legalForms[fields[0]] {
		fields = fields[1:]
	}
	return strings.Join(fields, " ")
}

// PlainNumber is the canonical form of a telephone number as the directory writes it.
func PlainNumber(number string) string { return plainPhone(number) }
