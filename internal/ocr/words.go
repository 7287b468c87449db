package ocr

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Below leastSure (of 100) a word is more often an ornament than a word.
const leastSure = 30

// Columns of tesseract's table.
const (
	colBlock = 2
	colPar   = 3
	colLine  = 4
	colSure  = 10
	colWord  = 11
	columns  = 12
)

// words reads the table that tesseract writes with "tsv": one row a word.
func words(table string) string {
	var out strings.Builder
	last, n := "", 0
	for row := range strings.Lines(table) {
		f := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(f) < columns {
			continue
		}
		sure, err := strconv.ParseFloat(f[colSure], 64)
		w := clean(f[colWord])
		if err != nil || sure < leastSure || w == "" {
			continue
		}
		line := f[colBlock] + "." + f[colPar] + "." + f[colLine]
		if n += utf8.RuneCountInString(w) + 1; n > MaxWords {
			break
		}
		if last != "" {
			out.WriteString(map[bool]string{true: " ", false: "\n"}[line == last])
		}
		out.WriteString(w)
		last = line
	}
	return out.String()
}

// clean leaves out what is no sign of writing, and a word without any letter or digit.
func clean(w string) string {
	w = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, w)
	if !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return w
}
