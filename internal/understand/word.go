package understand

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what is read of one message. Telegram lets a message have 4,096 characters.
const (
	maxWords  = 320
	maxLetter = 32
)

// word is one word of a message in the three forms it is looked at.
type word struct {
	typed string // lower case
	plain string // plain letters, for the guess of the language
	key   string // spelling levelled, for the lists
}

// number tells whether the word is digits only.
func (w word) number() bool { return w.key != "" && w.key[0] >= '0' && w.key[0] <= '9' }

// split cuts a text into words. Digits and the letters after them are words of their own ("15th", "2bln").
func split(text string) []word {
	words := make([]word, 0, min(32, 1+len(text)/4))
	var typed strings.Builder
	var plain []byte
	flush := func() {
		if len(plain) > 0 && len(words) < maxWords {
			words = appendWord(words, typed.String(), plain)
		}
		typed.Reset()
		plain = plain[:0]
	}
	for _, c := range text {
		switch l := letter(c); {
		case l != 0:
			if n := len(plain); n > 0 && n < maxLetter && digit(plain[0]) && !digit(l) {
				flush()
			}
			if len(plain) < maxLetter {
				plain = append(plain, l)
				typed.WriteRune(unicode.ToLower(c))
			}
		case silent(c):
			if len(plain) > 0 && utf8.ValidRune(c) && len(plain) < maxLetter {
				typed.WriteRune(c)
			}
		default:
			flush()
		}
	}
	flush()
	return words
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// appendWord levels the spelling. "orang2" is orang; "t0l0ng" is tolong; "tolooong" is tolong.
func appendWord(words []word, typed string, plain []byte) []word {
	typed = strings.TrimRight(typed, "'’‘`´\u02bc")
	if digit(plain[0]) {
		return append(words, word{typed, string(plain), string(plain)})
	}
	if n := len(plain); n > 2 && digit(plain[n-1]) && plain[n-1] != '0' && !digit(plain[n-2]) {
		plain = plain[:n-1]
	}
	for i, c := range plain {
		if digit(c) {
			plain[i] = leet(c)
		}
	}
	p := string(thin(plain, 2))
	return append(words, word{typed, p, fold(p)})
}

// leet is the letter a digit stands for inside a word.
func leet(c byte) byte {
	switch c {
	case '0':
		return 'o'
	case '1':
		return 'i'
	case '3':
		return 'e'
	case '4':
		return 'a'
	case '5':
		return 's'
	case '6', '9':
		return 'g'
	}
	return c
}

// thin leaves one letter of those said more than most times in a row.
func thin(w []byte, most int) []byte {
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); {
		j := i
		for j < len(w) && w[j] == w[i] {
			j++
		}
		n := j - i
		if n > most {
			n = 1
		}
		out = append(out, w[i:i+n]...)
		i = j
	}
	return out
}

// silent tells the characters that stand inside a word without parting it: ka', ba’a, h‘an, accents and invisible ones.
func silent(c rune) bool {
	switch c {
	case '\'', '’', '‘', '`', '´', '\u02bc', '\u02bb', '\u200b', '\u200c', '\u200d', '\ufeff', '\u00ad':
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
	return accents[unicode.ToLower(c)]
}

var accents = map[rune]byte{
	'à': 'a', 'á': 'a', 'â': 'a', 'ã': 'a', 'ä': 'a', 'å': 'a', 'ā': 'a', 'ă': 'a',
	'è': 'e', 'é': 'e', 'ê': 'e', 'ë': 'e', 'ě': 'e', 'ē': 'e', 'ĕ': 'e', 'ə': 'e',
	'ì': 'i', 'í': 'i', 'î': 'i', 'ï': 'i', 'ī': 'i', 'ò': 'o', 'ó': 'o', 'ô': 'o', 'õ': 'o', 'ö': 'o', 'ō': 'o',
	'ù': 'u', 'ú': 'u', 'û': 'u', 'ü': 'u', 'ū': 'u', 'ñ': 'n', 'ń': 'n', 'ç': 'c', 'ḍ': 'd', 'ṭ': 't', 'ḥ': 'h', 'ŋ': 'n',
}

// fold is the spelling in which words are compared: q is k, the h after a consonant (dh, th, bh ...) and doubled letters
// fall away, v is f.
func fold(plain string) string {
	out := make([]byte, 0, len(plain))
	for i := 0; i < len(plain); i++ {
		c := plain[i]
		switch c {
		case 'q':
			c = 'k'
		case 'v':
			c = 'f'
		case 'h':
			if i > 0 && strings.IndexByte("bdgjkt", plain[i-1]) >= 0 {
				continue
			}
		}
		if n := len(out); n > 0 && out[n-1] == c {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

func vowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// skeleton is the word without its vowels, as people shorten it in messages; a leading vowel stays, ng counts as g.
func skeleton(key string) string {
	out := make([]byte, 0, len(key))
	for i := 0; i < len(key); i++ {
		switch {
		case vowel(key[i]) && i > 0, key[i] == 'n' && i+1 < len(key) && key[i+1] == 'g':
			continue
		}
		if n := len(out); n > 0 && out[n-1] == key[i] {
			continue
		}
		out = append(out, key[i])
	}
	return string(out)
}

// shortens tells whether the word is the full one with letters left out.
func shortens(short, full string) bool {
	i := 0
	for j := 0; j < len(full) && i < len(short); j++ {
		if full[j] == short[i] {
			i++
		}
	}
	return i == len(short)
}
