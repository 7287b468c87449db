package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"siaga/internal/cell"
	"siaga/internal/copies"
	"siaga/internal/engine"
	"siaga/internal/ocr"
)

const (
	copyStep   = "copy"
	copyTime   = 20 * time.Second
	copyMost   = 48 << 20 // bytes of a copy; the originals have at most 20 MB
	copyAtOnce = 2        // files that are copied at a time: each takes a processor and up to some hundred megabytes
)

// Child is what a process does that this program started for a stranger's file. It gives the exit code.
func Child(args []string, in io.Reader, out io.Writer) int {
	if len(args) != 1 || args[0] != copyStep {
		return ocr.Child(args, in, out)
	}
	if !cell.Inside() || cell.Limit() != nil {
		return 2
	}
	if err := copyOut(in, out); err != nil {
		return 1
	}
	return 0
}

// copyOut writes the kind of a copy, a line's end, and the copy.
func copyOut(in io.Reader, out io.Writer) error {
	body, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	c, err := copies.Of(body)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(out, c.Mime); err != nil {
		return err
	}
	_, err = out.Write(c.Body)
	return err
}

// copier makes copies of files in processes of their own.
type copier struct {
	cell  cell.Cell
	turns chan struct{}
}

// copier makes copies in processes of their own, or, where there is no such thing, in this one; "siaga doctor" tells.
func (h *House) copier(o Options) engine.Copier {
	if o.Copier != nil {
		return o.Copier
	}
	c, err := newCopier()
	if err != nil {
		h.Log.Warn("files of strangers are copied in this process", "why", err.Error())
		return Unconfined{}
	}
	return c
}

// Unconfined copies in this process: for simulated time, and for systems for development that cannot limit another process.
type Unconfined struct{}

// Copy makes the copy of a file that somebody else gets.
func (Unconfined) Copy(_ context.Context, body []byte) (copies.Copy, error) { return copies.Of(body) }

// examineCopies copies a picture of one point, as files of reporters are.
func examineCopies(ctx context.Context) Finding {
	c, err := newCopier()
	if err == nil {
		_, err = c.Copy(ctx, onePoint)
	}
	if err != nil {
		return Finding{Bad, "files", "no clean copy can be made in a process of its own, so officers would see no file: " + err.Error()}
	}
	return Finding{Good, "files", "of strangers are copied in processes with limits and without network"}
}

// onePoint is the smallest GIF file.
var onePoint = []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")

// newCopier makes it of the command that starts this program again; nil where a process cannot be limited.
func newCopier() (*copier, error) {
	if !cell.Possible {
		return nil, errors.New("this system cannot limit a process")
	}
	self, err := ownPath()
	if err != nil {
		return nil, err
	}
	return &copier{cell.New([]string{self, PictureCommand}), make(chan struct{}, copyAtOnce)}, nil
}

// ownPath is the file of this program, also after another version was put into its place.
func ownPath() (string, error) {
	if runtime.GOOS == "linux" {
		if _, err := os.Stat("/proc/self/exe"); err == nil {
			return "/proc/self/exe", nil
		}
	}
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("this program does not know where it is: %w", err)
	}
	return self, nil
}

// Copy makes the copy of a file that somebody else gets. What crashes its process, or needs more than that may have, is held.
func (c *copier) Copy(ctx context.Context, body []byte) (copies.Copy, error) {
	select {
	case c.turns <- struct{}{}:
		defer func() { <-c.turns }()
	case <-ctx.Done():
		return copies.Copy{}, ctx.Err()
	}
	out, err := c.cell.Run(ctx, copyTime, body, copyMost, copyStep)
	if errors.Is(err, cell.ErrFailed) {
		return copies.Copy{}, copies.ErrHeld
	}
	if err != nil {
		return copies.Copy{}, err
	}
	mime, copied, ok := bytes.Cut(out, []byte("\n"))
	if !ok {
		return copies.Copy{}, copies.ErrHeld
	}
	return copies.Copy{Mime: string(mime), Body: copied}, nil
}
