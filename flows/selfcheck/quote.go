package selfcheck

import (
	"strings"
	"unicode/utf8"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/offer"
)

// maxQuote bounds quoted words in characters.
const maxQuote = 70

// clear is the length from which words are clear without what stands around them.
const clear = 14

// stops end a clause.
const stops = ",.;!?\n\r•✅|()"

// quote gives the words of a reason in quotes, or the answer that made it.
func quote(s *flows.Scene, a offer.Assessment, r offer.Reason) string {
	if r.Code == "details_missing" {
		return ""
	}
	if r.Span == "" {
		if v := s.Get(r.Answer); v != "" {
			return s.Label("check.answered") + " “" + shorten(answerLabel(s, r.Answer, v), maxQuote) + "”"
		}
		return ""
	}
	return "“" + shorten(widen(words(s), r.Span), maxQuote) + "”"
}

// widen quotes a short word with the clause around it ("umur 17 boleh" for "17"), so that people find it again.
func widen(text, span string) string {
	at := strings.Index(text, span)
	if at < 0 || utf8.RuneCountInString(span) >= clear {
		return span
	}
	from := strings.LastIndexAny(text[:at], stops) + 1
	if from > 0 {
		_, size := utf8.DecodeRuneInString(text[from-1:])
		from += size - 1
	}
	to := len(text)
	if n := strings.IndexAny(text[at+len(span):], stops); n >= 0 {
		to = at + len(span) + n
	}
	return around(strings.TrimSpace(text[from:at]), span, strings.TrimRight(text[at+len(span):to], " "))
}

// beside is how many words are quoted on each side of a short one.
const beside = 2

// around keeps some words before and after a span.
func around(before, span, after string) string {
	b := strings.Fields(before)
	words := strings.Join(b[max(0, len(b)-beside):], " ")
	glued := after != "" && after[0] != ' '
	a := strings.Fields(after)
	rest := strings.Join(a[:min(beside, len(a))], " ")
	if !glued {
		rest = " " + rest
	}
	return strings.TrimSpace(words + " " + span + rest)
}

// shorten makes one line of at most n characters.
func shorten(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return text
}

// numbers gives the telephone numbers for somebody who may be anywhere.
func numbers(s *flows.Scene) flows.Data { return numbersFor(s, casework.Place{}) }

// numbersFor gives the telephone numbers for a place, from the directory by way of the house.
func numbersFor(s *flows.Scene, at casework.Place) flows.Data {
	if s.Env.Numbers == nil {
		return flows.Data{"numbers": ""}
	}
	return s.Env.Numbers(at)
}
