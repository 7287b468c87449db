package taskforce

import (
	"strings"
	"unicode"
)

// normalise writes words as they sound, so that spellings by ear meet: small letters, no signs, old and new spelling the
// same (oe-u, dj-j, tj-c, y-i), doubled letters once.
func normalise(s string) string {
	s = strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, s)
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = sound(w)
	}
	return strings.Join(words, " ")
}

// oldSpelling is read-only: old spellings and letters that sound alike.
var oldSpelling = strings.NewReplacer("oe", "u", "dj", "j", "tj", "c", "ph", "f", "kh", "k", "y", "i", "v", "f", "x", "ks", "q", "k")

// sound folds one word. Words with digits (bp3mi) stay as they are.
func sound(w string) string {
	if strings.ContainsAny(w, "0123456789") {
		return w
	}
	w = oldSpelling.Replace(w)
	var b strings.Builder
	var last rune
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// alike compares folded words: the same, or one slip in five letters and more, two in eight and more.
func alike(a, b string) bool {
	longer, shorter := max(len(a), len(b)), min(len(a), len(b))
	allowed := 0
	switch {
	case a == b:
		return true
	case longer >= 8:
		allowed = 2
	case longer >= 5 && shorter >= 4:
		allowed = 1
	}
	return allowed > 0 && shorter >= longer-allowed && slips(a, b) <= allowed
}

// slips counts letters to change, add, drop or swap (optimal string alignment).
func slips(a, b string) int {
	const most = 32 // no name is longer; the rest of a longer word does not count
	x, y := a[:min(len(a), most)], b[:min(len(b), most)]
	var rows [most + 1][most + 1]uint8
	for i := range len(x) + 1 {
		rows[i][0] = uint8(i)
	}
	for j := range len(y) + 1 {
		rows[0][j] = uint8(j)
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := uint8(1)
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return int(rows[len(x)][len(y)])
}

// initials are the first letters of the words of a place: "timor tengah selatan" is "tts".
func initials(place []string) string {
	var b strings.Builder
	for _, p := range place {
		b.WriteString(p[:1])
	}
	return sound(b.String())
}

// clipped tells whether w is made of the beginnings, of two letters and more, of all words of a place: Lotim, Kukar, Sulsel.
func clipped(w string, place []string) bool {
	if len(place) == 0 {
		return w == ""
	}
	for n := 2; n <= min(len(w), len(place[0])); n++ {
		if strings.HasPrefix(place[0], w[:n]) && clipped(w[n:], place[1:]) {
			return true
		}
	}
	return false
}

// phonesIn finds runs of digits of a phone's length, with the separators people put between them, in the national form.
func phonesIn(text string) []string {
	var list []string
	var run strings.Builder
	end := func() {
		if run.Len() >= 8 {
			list = append(list, phoneDigits(run.String()))
		}
		run.Reset()
	}
	for _, r := range text {
		switch {
		case unicode.IsDigit(r) && r < 128:
			run.WriteRune(r)
		case strings.ContainsRune(" -.()+", r):
		default:
			end()
		}
	}
	end()
	return list
}

// phoneDigits are the digits of a phone number in the national form: "+62 812-3456" and "0812 3456" are the same.
func phoneDigits(s string) string {
	d := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if rest, ok := strings.CutPrefix(d, "62"); ok {
		d = "0" + rest
	}
	return d
}
