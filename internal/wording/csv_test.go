package wording_test

import (
	"encoding/csv"
	"io"
	"strings"
)

func csvReader(raw string) *csv.Reader { return csv.NewReader(strings.NewReader(raw)) }

func csvWriter(w io.Writer, sign rune) *csv.Writer {
	out := csv.NewWriter(w)
	out.Comma = sign
	return out
}
