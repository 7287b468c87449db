package e2e_test

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"modernc.org/sqlite"
)

// dieAt tells a house at which commit to SQLite it ends with signal 9: "FILE K WHEN". The count stands in the file, so that it goes on
// after a new start; K is 0 for never; WHEN is "before" or "after".
const dieAt = "SIAGA_E2E_DIE_AT"

// struckNote is the last thing that a house writes which ends at a commit.
const struckNote = "struck at a commit"

// counted watches the one connection that writes.
type counted struct {
	mu      sync.Mutex
	file    *os.File
	seen    uint64
	k       uint64
	after   bool
	changed bool // a row, since the last commit
}

// watchCommits looks at every commit of this process that changes a row.
func watchCommits(spec string) error {
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
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, dsn string) error {
		hooks, ok := conn.(sqlite.HookRegisterer)
		if !ok || strings.Contains(dsn, "query_only") {
			return nil
		}
		hooks.RegisterPreUpdateHook(func(sqlite.SQLitePreUpdateData) { c.mu.Lock(); c.changed = true; c.mu.Unlock() })
		hooks.RegisterCommitHook(func() int32 { c.commit(dsn); return 0 })
		return nil
	})
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

// commit is called just before one.
func (c *counted) commit(dsn string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.changed {
		return
	}
	c.changed = false
	c.seen++
	_, _ = c.file.WriteAt(binary.BigEndian.AppendUint64(nil, c.seen), 0)
	switch {
	case c.seen != c.k:
	case !c.after:
		endNow()
	default:
		endWhenDone(dsn)
	}
}

// endNow is kill -9 from within.
func endNow() {
	_, _ = os.Stderr.WriteString(struckNote + "\n")
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// endWhenDone ends the program as soon as another connection sees what is about to be committed.
func endWhenDone(dsn string) {
	conn, err := new(sqlite.Driver).Open(strings.Replace(dsn, "_txlock=immediate", "", 1))
	if err != nil {
		fmt.Fprintln(os.Stderr, "a second connection:", err)
		os.Exit(1)
	}
	version := func() (n int64) {
		rows, err := conn.(driver.QueryerContext).QueryContext(context.Background(), "PRAGMA data_version", nil)
		if err != nil {
			return 0
		}
		defer rows.Close()
		out := make([]driver.Value, 1)
		if rows.Next(out) == nil {
			n, _ = out[0].(int64)
		}
		return n
	}
	before := version()
	go func() {
		for now := before; now == before || now == 0; now = version() {
		}
		endNow()
	}()
}
