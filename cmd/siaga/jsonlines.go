package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxLine bounds one line of input.
const maxLine = 4 << 20

// jsonLines reads one JSON object a line and writes one a line, in the same order. A line that is not an object, or that the
// function refuses, gives {"error": …}; it never stops the rest.
func jsonLines(in io.Reader, out io.Writer, answer func([]byte) (any, error)) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	w := bufio.NewWriter(out)
	defer w.Flush()
	for {
		line, long, err := readLine(lines)
		if errors.Is(err, io.EOF) && len(line) == 0 && !long {
			return w.Flush()
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read the input: %w", err)
		}
		if err := write(w, one(line, long, answer)); err != nil {
			return err
		}
		if lines.Buffered() == 0 {
			if err := w.Flush(); err != nil {
				return err
			}
		}
	}
}

// readLine reads a line of any length; of a too long one the rest is passed over.
func readLine(r *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			long = true
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return trimEnd(line), long, err
		}
	}
}

func trimEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// one answers one line; a panic in the answer is an error of that line only.
func one(line []byte, long bool, answer func([]byte) (any, error)) (out any) {
	defer func() {
		if p := recover(); p != nil {
			out = problem{"this line cannot be answered"}
		}
	}()
	if long {
		return problem{"the line is longer than 4 MiB"}
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil || object == nil {
		return problem{"not a JSON object"}
	}
	got, err := answer(line)
	if err != nil {
		return problem{err.Error()}
	}
	return got
}

type problem struct {
	Error string `json:"error"`
}

func write(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write the output: %w", err)
	}
	return nil
}
