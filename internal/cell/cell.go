// Package cell runs one step on a stranger's file in a process of its own that has limits: of time, memory, files and network. It must not
// know what the step is, nor whose file it is.
package cell

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

// mark is set for such a process only, so that nobody starts one by mistake.
const mark = "SIAGA_READING"

// Inside tells whether this process was started by Run.
func Inside() bool { return os.Getenv(mark) == "1" }

// ErrFailed says that the step came to no good end: it refused, crashed, took too long or too much, or said more than it may.
var ErrFailed = errors.New("the step failed in its process")

// ErrNoProcess says that no process could be started, which says nothing about the file.
var ErrNoProcess = errors.New("no process could be started for a file")

// copyTime is how long what a process wrote may take to arrive when it has ended: this one may be starved of its processor.
const copyTime = 10 * time.Second

// Cell starts such processes.
type Cell struct {
	self []string
	env  []string
}

// New makes a cell of the command of this program that answers in it. env are the only variables it gets, beside a mark.
func New(self []string, env ...string) Cell {
	return Cell{slices.Clone(self), append(slices.Clone(env), mark+"=1")}
}

// Run does one step: in goes to it, and what it says comes back, at most most bytes within limit. Nothing of this process's surroundings goes
// along, and nothing of its complaints comes back. The errors are those of this package, or the context's.
func (c Cell) Run(ctx context.Context, limit time.Duration, in []byte, most int, step ...string) ([]byte, error) {
	if len(c.self) == 0 || Inside() { // a cell has no cells
		return nil, ErrNoProcess
	}
	inner, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(inner, c.self[0], slices.Concat(c.self[1:], step)...)
	cmd.Env = c.env
	cmd.Stdin = bytes.NewReader(in)
	cmd.WaitDelay = copyTime
	out := &bounded{most: most}
	cmd.Stdout = out
	if err := cmd.Start(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: %w", ErrNoProcess, err)
	}
	err := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil || out.over:
		return nil, ErrFailed
	}
	return out.buf.Bytes(), nil
}

// bounded keeps no more than a limit.
type bounded struct {
	buf  bytes.Buffer
	most int
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.buf.Len()+len(p) > b.most {
		b.over = true
		return 0, io.ErrShortWrite
	}
	return b.buf.Write(p)
}
