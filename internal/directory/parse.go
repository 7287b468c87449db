package directory

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/BurntSushi/toml"
)

// maxFile is the largest file read, in bytes; the list of this program has under 40 thousand.
const maxFile = 4 << 20

// file is the form of a directory file.
type file struct {
	Entry []Entry
	Wrong []struct{ Number, Why string }
}

// Parse reads a directory file in the form of numbers.toml and checks it as a whole. The error is a Refused with line
// and id of every problem; then nothing is returned.
func Parse(r io.Reader) (*Directory, error) {
	raw, err := readAll(r)
	if err != nil {
		return nil, err
	}
	var f file
	meta, err := toml.Decode(string(raw), &f)
	if err != nil {
		return nil, syntax(err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, Refused{{Kind: Form, Field: unknown[0].String(), Text: "no such field"}}
	}
	d := &Directory{entries: f.Entry, wrong: map[string]string{}}
	for i, line := range entryLines(raw) {
		if i < len(d.entries) {
			d.entries[i].line = line
		}
	}
	for _, w := range f.Wrong {
		d.wrong[w.Number] = w.Why
	}
	return d.accept()
}

// accept gives the directory back when nothing is wrong with it.
func (d *Directory) accept() (*Directory, error) {
	if bad := d.faults(); len(bad) > 0 {
		return nil, Refused(bad)
	}
	return d, nil
}

func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the directory: %w", err)
	}
	if len(raw) > maxFile {
		return nil, Refused{{Kind: Form, Text: "the file is too large"}}
	}
	return raw, nil
}

func syntax(err error) error {
	if bad, ok := errors.AsType[toml.ParseError](err); ok {
		return Refused{{Line: bad.Position.Line, Kind: Form, Text: bad.Message}}
	}
	return Refused{{Kind: Form, Text: err.Error()}}
}

// entryLines are the lines where the entries begin, to tell them in errors.
func entryLines(raw []byte) []int {
	var lines []int
	in := bufio.NewScanner(bytes.NewReader(raw))
	in.Buffer(nil, maxFile)
	for n := 1; in.Scan(); n++ {
		if strings.HasPrefix(strings.TrimSpace(in.Text()), "[[entry]]") {
			lines = append(lines, n)
		}
	}
	return lines
}
