package store

import (
	"fmt"
	"slices"
	"strings"
)

// execMany runs an INSERT for many rows with few round trips; a whole register otherwise takes one for each of its seats. The statement
// has %s where the values go; each row has as many as the others.
func (t *tx) execMany(query string, rows [][]any) error {
	for chunk := range slices.Chunk(rows, t.db.dialect.rows) {
		var values []string
		var args []any
		for _, row := range chunk {
			marks := make([]string, len(row))
			for i := range row {
				marks[i] = fmt.Sprintf("$%d", len(args)+i+1)
			}
			values = append(values, "("+strings.Join(marks, ", ")+")")
			args = append(args, row...)
		}
		if err := t.exec(fmt.Sprintf(query, strings.Join(values, ", ")), args...); err != nil {
			return err
		}
	}
	return nil
}

// lastOf keeps the last of those with the same name: one statement may not write a row twice.
func lastOf[T any, K comparable](all []T, name func(T) K) []T {
	at := map[K]int{}
	var out []T
	for _, v := range all {
		if i, known := at[name(v)]; known {
			out[i] = v
			continue
		}
		at[name(v)] = len(out)
		out = append(out, v)
	}
	return out
}
