package offer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word or number of the text: where it stands, and its plain form by which the lists know it.
type token struct {
	start, end int    // bytes of the text
	word       string // lower case, without accents, with reading errors mended
	raw        string // the same as it was written
	pos        int    // place in words; ends of sentences and commas push the next word further away
	number     bool
	capital    bool // written with a capital first letter
}

const (
	commaGap    = 1 // what a comma adds to the distance of words
	sentenceGap = 4 // what the end of a sentence or line adds
	maxText     = 8000
)

// folds maps accented letters of the regional spellings, and letter-like signs, to plain ones.
var folds = map[rune]rune{
	'à': 'a', 'á': 'a', 'â': 'a', 'ä': 'a', 'å': 'a', 'ã': 'a', 'è': 'e', 'é': 'e', 'ê': 'e', 'ë': 'e', 'ě': 'e', 'ì': 'i', 'í': 'i',
	'î': 'i', 'ï': 'i', 'ò': 'o', 'ó': 'o', 'ô': 'o', 'ö': 'o', 'õ': 'o', 'ù': 'u', 'ú': 'u', 'û': 'u', 'ü': 'u', 'ñ': 'n', 'ç': 'c', 'ḍ': 'd', 'ṭ': 't',
}

// fold gives the plain lower-case form of a letter; 0 for a sign inside words that is not written (glottal stop).
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	r = unicode.ToLower(r)
	if f, ok := folds[r]; ok {
		return f
	}
	if r >= 0x1d400 && r <= 0x1d7ff { // mathematical letters used as ornament
		return ornament(r)
	}
	if r >= 0xff01 && r <= 0xff5e { // wide letters
		return unicode.ToLower(r - 0xfee0)
	}
	return r
}

// ornament reads the bold and italic alphabets people decorate advertisements with.
func ornament(r rune) rune {
	if r >= 0x1d7ce {
		return '0' + (r-0x1d7ce)%10
	}
	if r < 0x1d6a4 {
		return 'a' + (r-0x1d400)%26
	}
	return r
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == '`' || r == 'ʼ' || r == 'ʔ' || unicode.Is(unicode.Mn, r)
}

// isInner tells whether a sign continues a word: an apostrophe or an @ read for an a between letters.
func isInner(text string, at, size int, r rune) bool {
	if isApostrophe(r) {
		return true
	}
	if r != '@' || at == 0 {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+size:])
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

// split cuts the text into tokens. Words are not mended yet.
func split(text string) []token {
	s := splitter{text: text, out: make([]token, 0, len(text)/5+4)}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			i = s.take(i)
			continue
		}
		if isFlag(r) {
			i = s.flag(i)
			continue
		}
		s.gap += gapOf(text, i, size, r)
		i += size
	}
	return s.out
}

func isFlag(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

// flag reads the picture of a flag (two letters of a country) as the word "flag" and its letters.
func (s *splitter) flag(i int) int {
	start := i
	s.buf = append(s.buf[:0], "flag"...)
	for n := 0; n < 2 && i < len(s.text); n++ {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if !isFlag(r) {
			break
		}
		s.buf = append(s.buf, byte('a'+r-0x1f1e6))
		i += size
	}
	s.add(start, i)
	return i
}

type splitter struct {
	text string
	out  []token
	pos  int
	gap  int
	buf  []byte
}

// take reads one word beginning at i and returns where it ends.
func (s *splitter) take(i int) int {
	start, end := i, i
	s.buf = s.buf[:0]
	for i < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if !isInner(s.text, i, size, r) {
				break
			}
			if r == '@' {
				s.buf = append(s.buf, 'a')
			}
			i += size
			continue
		}
		s.buf = utf8.AppendRune(s.buf, fold(r))
		i += size
		end = i
	}
	s.add(start, end)
	return i
}

func (s *splitter) add(start, end int) {
	s.pos += 1 + min(s.gap, sentenceGap)
	s.gap = 0
	first, _ := utf8.DecodeRuneInString(s.text[start:])
	word := string(s.buf)
	t := token{start: start, end: end, word: word, raw: word, pos: s.pos, capital: unicode.IsUpper(first)}
	s.out = append(s.out, t)
}

// gapOf is how far a sign between words pushes them apart.
func gapOf(text string, at, size int, r rune) int {
	if at > 0 && at+size < len(text) && isDigit(text[at-1]) && isDigit(text[at+size]) {
		return 0
	}
	switch r {
	case ',', ':', '(', ')', '"', '>', '|':
		return commaGap
	case '\n', '!', '?', ';', '•', '✅', '·':
		return sentenceGap
	case '.':
		return dotGap(text, at+size)
	}
	if r > 0x2190 {
		return commaGap
	}
	return 0
}

// dotGap tells a full stop from the dot of a number, an abbreviation or an address.
func dotGap(text string, next int) int {
	if next >= len(text) || text[next] == ' ' || text[next] == '\n' {
		return sentenceGap - 1
	}
	return 0
}

// units are what people write straight behind a number, or a currency straight before it.
var units = []string{"juta", "jutaan", "jt", "jtaan", "ribu", "rb", "ratus", "tahun", "thn", "th", "taun", "bulan", "bln", "bl", "jam", "hari", "hr", "org", "orang", "mgg", "k", "x", "euro", "usd", "dolar", "yuta", "ewu", "an", "m", "kg", "lt", "cm", "menit", "am", "pm", "wib"}
var moneyHeads = []string{"rp", "rm", "nt", "ntd", "hk", "hkd", "usd", "us", "sgd", "aed", "qar", "sar", "krw", "jpy", "bnd", "aud", "eur", "kwd", "omr", "idr"}

const reading = "0o1li" // signs that optical reading takes for each other

// cutUnits splits 15jt, 18th, RM50 and l0jt into number and unit.
func cutUnits(toks []token) []token {
	out := make([]token, 0, len(toks)+8)
	for _, t := range toks {
		if n := cutAt(t.word); n > 0 && t.end-t.start == len(t.word) {
			a, b := t, t
			a.word, a.raw, a.end = toNumber(t.word[:n]), t.word[:n], t.start+n
			b.word, b.raw, b.start = t.word[n:], t.word[n:], t.start+n
			out = append(out, a, b)
			continue
		}
		out = append(out, t)
	}
	for i := range out {
		out[i].word, out[i].number = asNumber(out[i].word)
	}
	return out
}

// cutAt finds where number and unit part, 0 when the word is one thing.
func cutAt(w string) int {
	for _, u := range units {
		if n := len(w) - len(u); n > 0 && strings.HasSuffix(w, u) && numeric(w[:n]) {
			return n
		}
	}
	for _, h := range moneyHeads {
		if n := len(h); len(w) > n && strings.HasPrefix(w, h) && numeric(w[n:]) {
			return n
		}
	}
	return 0
}

// numeric tells whether a word is a number, if some digits were read as letters.
func numeric(w string) bool {
	digits, other := 0, 0
	for i := range len(w) {
		switch c := w[i]; {
		case '0' <= c && c <= '9':
			digits++
		case strings.IndexByte(reading, c) >= 0:
			other++
		default:
			return false
		}
	}
	return digits > 0 && digits >= other || digits == 0 && other >= 2 && strings.Contains(w, "o") && w[0] == 'l' && len(w) == 2 ||
		digits > 0 && other > 0 && len(w) >= 3
}

var toDigits = strings.NewReplacer("o", "0", "l", "1", "i", "1")

// toNumber mends what stands before a unit; a currency before a number stays as it is.
func toNumber(w string) string {
	if numeric(w) {
		return toDigits.Replace(w)
	}
	return w
}

// asNumber mends a number; words that are none come back as they are.
func asNumber(w string) (string, bool) {
	if !numeric(w) || len(w) == 2 && w == "lo" {
		return w, false
	}
	return toDigits.Replace(w), true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' || c == 'O' || c == 'l' || c == 'o' }
