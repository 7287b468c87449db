// Package ocr reads the words in a picture with the program tesseract, and those of a PDF; it must not know whose picture it is, what the words
// mean, or write any of them down. A picture is hostile until it was drawn anew: both the drawing and the reading happen in
// processes of their own, with limits, and none of them ever costs more than its time.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"siaga/internal/cell"
)

// ErrUnreadable says that no words can be read: no picture, a damaged one, one too large, or one that took too long.
var ErrUnreadable = errors.New("the picture cannot be read")

// Off as the name of the program switches reading off.
const Off = "off"

// Limits of one reading. A photo of a telephone has 12 million pixels; an advertisement is some hundred words.
const (
	MaxBytes  = 20 << 20
	MaxWords  = 4000 // characters
	drawTime  = 15 * time.Second
	readTime  = 40 * time.Second
	textTime  = 6 * time.Second
	maxPlain  = maxSide*maxSide + 64
	maxAnswer = 4 << 20
)

// Reader reads pictures.
type Reader struct {
	program   string // tesseract
	languages string // "ind+eng"
	cell      cell.Cell
}

// Find looks for the program and its Indonesian data. The error says what is missing, in a sentence for the operator.
func Find(ctx context.Context, program string, self ...string) (*Reader, error) {
	if program == "" || program == Off {
		return nil, errors.New("switched off")
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fmt.Errorf("the program %q is not installed (Debian: tesseract-ocr tesseract-ocr-ind)", program)
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "--list-langs").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("the program %q does not answer", program)
	}
	has := strings.Fields(string(out))
	if !slices.Contains(has, "ind") {
		return nil, errors.New("tesseract has no Indonesian data (Debian: tesseract-ocr-ind)")
	}
	r := &Reader{program: path, languages: "ind", cell: cell.New(self, surroundings()...)}
	if slices.Contains(has, "eng") {
		r.languages = "ind+eng"
	}
	return r, nil
}

// Languages names what the words are read as.
func (r *Reader) Languages() string { return r.languages }

// Read gives the words of a picture, or those that stand as text in a PDF, line by line; "" when there are none.
func (r *Reader) Read(ctx context.Context, picture []byte) (string, error) {
	if len(picture) > MaxBytes {
		return "", ErrUnreadable
	}
	if isPDF(picture) {
		text, err := r.run(ctx, textTime, picture, maxAnswer, "text")
		return strings.TrimSpace(string(text)), err
	}
	if !isPicture(picture) {
		return "", ErrUnreadable
	}
	plain, err := r.run(ctx, drawTime, picture, maxPlain, "draw")
	if err != nil {
		return "", err
	}
	table, err := r.run(ctx, readTime, plain, maxAnswer, "read", r.program, r.languages)
	if err != nil {
		return "", err
	}
	return words(string(table)), nil
}

// isPicture tells by its first bytes whether a file is of a kind that is drawn anew: JPEG, PNG or WebP.
func isPicture(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xd8\xff")) || bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) ||
		len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP"
}

// run does one step in a process of its own.
func (r *Reader) run(ctx context.Context, limit time.Duration, in []byte, most int, step ...string) ([]byte, error) {
	out, err := r.cell.Run(ctx, limit, in, most, step...)
	if errors.Is(err, cell.ErrFailed) {
		return nil, ErrUnreadable
	}
	return out, err
}

// surroundings are the variables that a child gets: one thread, and where the data lie if somebody moved them.
func surroundings() []string {
	env := []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C"}
	if dir := os.Getenv("TESSDATA_PREFIX"); dir != "" {
		env = append(env, "TESSDATA_PREFIX="+dir)
	}
	return env
}
