package e2e_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"

	"siaga/internal/store"
)

// dieAt tells a house at which commit to SQLite it ends with signal 9: "FILE K WHEN". The count stands in the file, so that it goes on
// after a new start; K is 0 for never; WHEN is "before" or "after".
const dieAt = "SIAGA_E2E_DIE_AT"

// struckNote is the last thing that a house writes which ends at a commit.
const struckNote = "struck at a commit"

// counted watches the one connection that writes, which one caller uses at a time.
type counted struct {
	file  *os.File
	seen  uint64
	k     uint64
	after bool
}

// watchCommits looks at every commit of a house that changes a row.
func watchCommits(db *store.DB, spec string) error {
	f := strings.Fields(spec)
	if len(f) != 3 {
		return fmt.Errorf("%s=%q", dieAt, spec)
	}
	k, err := strconv.ParseUint(f[1], 10, 64)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(f[0], os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	c := &counted{file: file, k: k, after: f[2] == "after", seen: readCount(file)}
	db.AtCommits(c.commit)
	return nil
}

// readCount is 0 where nothing was written.
func readCount(file io.ReaderAt) uint64 {
	var b [8]byte
	if n, _ := file.ReadAt(b[:], 0); n < len(b) {
		return 0
	}
	return binary.BigEndian.Uint64(b[:])
}

// commit is called just before one, and just after it.
func (c *counted) commit(after bool) {
	if !after {
		c.seen++
		_, _ = c.file.WriteAt(binary.BigEndian.AppendUint64(nil, c.seen), 0)
	}
	if c.seen == c.k && c.after == after {
		endNow()
	}
}

// endNow is kill -9 from within.
func endNow() {
	_, _ = os.Stderr.WriteString(struckNote + "\n")
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
