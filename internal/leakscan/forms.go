// Package leakscan looks for words where they must not be, in every form in which programs write them down: as they are, in UTF-16,
// base64, hex, percent and \u escapes, and inside gzip, zlib and LZF; it must not know what the words mean nor whose they are.
//
// A scan that finds nothing proves something only if it finds a word that was put there for it to find: see [Scanner.Control].
package leakscan

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
)

// MinWord is the shortest word looked for, in bytes: shorter ones stand in random data by chance.
const MinWord = 6

// form is one way in which a word may be written.
type form struct {
	word  int    // index of the word
	name  string // of the form
	bytes string
}

// formsOf gives all of them, without repetition.
func formsOf(n int, word string) []form {
	var out []form
	seen := map[string]bool{}
	add := func(name, bytes string) {
		if len(bytes) >= MinWord && !seen[bytes] {
			seen[bytes] = true
			out = append(out, form{n, name, bytes})
		}
	}
	for _, w := range slices.Compact([]string{word, strings.ToLower(word), strings.ToUpper(word)}) {
		add("raw", w)
		for _, f := range spellings(w) {
			add(f.name, f.bytes)
		}
	}
	return out
}

// spellings gives a word in every form but its own.
func spellings(w string) []form {
	var out []form
	add := func(name, bytes string) { out = append(out, form{name: name, bytes: bytes}) }
	little, big, escaped, partly := []byte{}, []byte{}, "", ""
	for _, u := range utf16.Encode([]rune(w)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
		escaped += fmt.Sprintf(`\u%04x`, u)
		if u < 0x80 {
			partly += string(rune(u))
		} else {
			partly += fmt.Sprintf(`\u%04x`, u)
		}
	}
	add("utf-16", string(little))
	add("utf-16", string(big))
	percent := ""
	for _, b := range []byte(w) {
		percent += fmt.Sprintf("%%%02x", b)
	}
	for _, s := range []string{percent, strings.ToUpper(percent), url.QueryEscape(w), url.PathEscape(w)} {
		add("percent", s)
	}
	for _, s := range []string{escaped, strings.ReplaceAll(strings.ToUpper(escaped), `\U`, `\u`), partly} {
		add(`\u`, s)
	}
	add("hex", hex.EncodeToString([]byte(w)))
	add("hex", strings.ToUpper(hex.EncodeToString([]byte(w))))
	for offset := range 3 {
		for _, s := range based(w, offset) {
			add("base64", s)
		}
	}
	return out
}

// based gives what of a word's base64 does not depend on its neighbours, when the word begins at an offset within three bytes.
func based(w string, offset int) []string {
	raw := append(make([]byte, offset), w...)
	first := (offset*8 + 5) / 6 // letters that the bytes before have a part in
	last := len(raw) * 8 / 6    // letters that the bytes after have a part in are left out
	var out []string
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if s := e.EncodeToString(raw); last > first {
			out = append(out, s[first:last])
		}
	}
	return out
}
