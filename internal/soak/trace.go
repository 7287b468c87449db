package soak

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"os"
	"time"
)

// trace is what happened, line by line, and a hash over all of it.
type trace struct {
	lines []string
	sum   hash.Hash
}

func newTrace() *trace { return &trace{sum: sha256.New()} }

func (t *trace) add(at time.Time, line string) {
	d := at.Sub(start)
	line = fmt.Sprintf("%3d %s %s", int(d.Hours()/24), at.Format("15:04:05"), line)
	t.lines = append(t.lines, line)
	if os.Getenv("SIAGA_SOAK_LOG") != "" {
		fmt.Fprintln(os.Stderr, line)
	}
	_, _ = t.sum.Write(append([]byte(line), '\n')) // a hash takes everything
}

func (t *trace) hash() string { return hex.EncodeToString(t.sum.Sum(nil)[:8]) }
