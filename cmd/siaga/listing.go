package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
)

// listing prints rows as a table for people, or as JSON lines.
func listing[T any](w io.Writer, asJSON bool, header string, rows []T, line func(T) string) error {
	if asJSON {
		e := json.NewEncoder(w)
		for _, r := range rows {
			if err := e.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	t := tabwriter.NewWriter(w, 2, 2, 2, ' ', 0)
	fmt.Fprintln(t, header)
	for _, r := range rows {
		fmt.Fprintln(t, line(r))
	}
	return t.Flush()
}

// done says that something was done: a sentence for people, or a JSON line.
func done[T any](w io.Writer, asJSON bool, record T, sentence string) error {
	if asJSON {
		return encodeAll(w, []T{record})
	}
	_, err := fmt.Fprintln(w, sentence)
	return err
}
