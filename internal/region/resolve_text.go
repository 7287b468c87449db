package region

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is read of one text. Telegram lets a message have 4,096 characters.
const (
	maxText   = 8192
	maxTokens = 400
	maxWord   = 40
)

// token is one word of a text, folded.
type token struct {
	from, to int  // its bytes in scan.buf
	cue      cue  // what the word is known as
	breaks   bool // a comma, a full stop or a new line stands before it
	plain    bool // folding left no letter out
	entry    int32
	taken    bool // part of a name found
	unknown  bool // neither a word nor a name
}

// scan is the working memory of one Resolve.
type scan struct {
	buf      []byte
	toks     []token
	join     []byte
	mentions []mention
	found    []found
	tried    []uint16
}

func (s *scan) reset() {
	s.buf, s.toks, s.join, s.mentions, s.found = s.buf[:0], s.toks[:0], s.join[:0], s.mentions[:0], s.found[:0]
}

func (s *scan) word(t *token) []byte { return s.buf[t.from:t.to] }

// split cuts a text into folded words.
func (s *scan) split(text string) {
	if len(text) > maxText {
		text = text[:maxText]
	}
	var raw [maxWord]byte
	n, breaks := 0, false
	flush := func() {
		if n > 0 && len(s.toks) < maxTokens {
			s.add(raw[:n], breaks)
			breaks = false
		}
		n = 0
	}
	for i, c := range text {
		if l := letter(c); l != 0 {
			if n < maxWord {
				raw[n] = l
				n++
			}
			continue
		}
		if joins(c) {
			continue
		}
		long := n > 4
		flush()
		breaks = breaks || breaksAt(c, long, text[i:])
	}
	flush()
}

// breaksAt tells whether the character ends a part of a sentence. The dot of an abbreviation ("kab. Malang") does not.
func breaksAt(c rune, long bool, rest string) bool {
	switch c {
	case ',', ';', '!', '?', '\n', '(', ')', ':':
		return true
	case '.':
		return long && (len(rest) < 2 || rest[1] == ' ' || rest[1] == '\n')
	}
	return false
}

func (s *scan) add(raw []byte, breaks bool) {
	from := len(s.buf)
	s.buf = fold(s.buf, raw)
	if len(s.buf)-from < 5 && len(raw) > len(s.buf)-from+2 {
		s.buf = s.buf[:from] // laughter and held-down keys: hkhkhk, aaaaa
		return
	}
	s.toks = append(s.toks, token{from: from, to: len(s.buf), breaks: breaks, plain: len(raw) == len(s.buf)-from, entry: -1})
}

// joins tells the characters that stand inside a word without parting it: So'e, Ra'as, and invisible ones.
func joins(c rune) bool {
	switch c {
	case '\'', '’', '‘', '`', '´', '"', '\u200b', '\u200c', '\u200d', '\ufeff', '\u00ad':
		return true
	}
	return c >= 0x300 && c <= 0x36f
}

// letter is the plain lower-case letter or digit behind a character, 0 for anything else.
func letter(c rune) byte {
	switch {
	case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		return byte(c)
	case c >= 'A' && c <= 'Z':
		return byte(c) + 'a' - 'A'
	case c < utf8.RuneSelf:
		return 0
	case c >= 0xff21 && c <= 0xff3a:
		return byte(c-0xff21) + 'a'
	case c >= 0xff41 && c <= 0xff5a:
		return byte(c-0xff41) + 'a'
	}
	switch unicode.ToLower(c) {
	case 'à', 'á', 'â', 'ã', 'ä', 'å':
		return 'a'
	case 'è', 'é', 'ê', 'ë', 'ě':
		return 'e'
	case 'ì', 'í', 'î', 'ï':
		return 'i'
	case 'ò', 'ó', 'ô', 'õ', 'ö':
		return 'o'
	case 'ù', 'ú', 'û', 'ü':
		return 'u'
	case 'ñ':
		return 'n'
	case 'ç':
		return 'c'
	}
	return 0
}

// fold appends a lower-case word in the spelling in which names are compared: old Dutch spellings (dj, tj, oe), the h
// after a consonant (dh, th, kh ...), f, v, q, x and doubled letters are levelled.
func fold(dst, w []byte) []byte {
	start := len(dst)
	if n := len(w) - len("bharu"); n >= 0 && string(w[n:]) == "bharu" {
		return append(fold(dst, w[:n]), "bharu"...) // in Malaysia only; Kota Bharu is not Kotabaru
	}
	for i := 0; i < len(w); i++ {
		c, next := w[i], byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		switch {
		case c == 'd' && next == 'j':
			c = 'j'
			i++
		case c == 't' && next == 'j':
			c = 'c'
			i++
		case c == 'o' && next == 'e' && len(w) > 4:
			c = 'u'
			i++
		case next == 'h' && hasSilentH(c):
			i++
		}
		if len(w) <= 3 {
			start = len(dst) // TTU is not tu
		}
		dst = put(dst, start, c)
	}
	return dst
}

func hasSilentH(c byte) bool {
	switch c {
	case 'k', 's', 'd', 't', 'b', 'g', 'p', 'c', 'l', 'j':
		return true
	}
	return false
}

func put(dst []byte, start int, c byte) []byte {
	switch c {
	case 'f', 'v':
		c = 'p'
	case 'q':
		c = 'k'
	case 'x':
		dst = put(dst, start, 'k')
		c = 's'
	}
	n := len(dst)
	if n > start && dst[n-1] == c && c > '9' && (c != 'a' || n > start+1 && dst[n-2] == c) {
		return dst // doubled; but Pandaan is not Pandan
	}
	return append(dst, c)
}

// foldWord folds one word of a list.
func foldWord(w string) string {
	var raw, folded [maxWord]byte
	n := 0
	for _, c := range w {
		if l := letter(c); l != 0 && n < maxWord {
			raw[n] = l
			n++
		}
	}
	return string(fold(folded[:0], raw[:n]))
}

// glue appends a folded word to a name written together.
func glue(dst, word []byte) []byte {
	if n := len(dst); n > 0 && len(word) > 0 && dst[n-1] == word[0] && word[0] > '9' {
		word = word[1:]
	}
	return append(dst, word...)
}

// skeleton appends a folded name without its vowels, as people shorten it in messages; a leading vowel stays, ng
// counts as g, and doubled consonants as one.
func skeleton(dst, name []byte) []byte {
	start := len(dst)
	for i, c := range name {
		switch {
		case isVowel(c) && i > 0:
			continue
		case c == 'n' && i+1 < len(name) && name[i+1] == 'g':
			continue
		}
		if n := len(dst); n > start && dst[n-1] == c {
			continue
		}
		dst = append(dst, c)
	}
	return dst
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'
}

// shortens tells whether the word is the name with letters left out.
func shortens(word []byte, name string) bool {
	i := 0
	for j := 0; j < len(name) && i < len(word); j++ {
		if name[j] == word[i] {
			i++
		}
	}
	return i == len(word)
}

// equalWords tells a word said twice: buru-buru.
func (s *scan) equalWords(a, b *token) bool { return slices.Equal(s.word(a), s.word(b)) }
