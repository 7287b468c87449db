// Package ledger keeps, in a folder of its own, what must survive the database: heads of the audit, and which cases were erased; it
// must not know what is in a case, who asks, or which database there is.
//
// Both files only grow, a line at a time, each line with a mac under the pseudonym key. Copy the folder to another machine often, and
// never put it into the backup of the database: it is what a restored database is compared with.
package ledger

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// Names of the files.
const (
	headsFile  = "heads.jsonl"
	erasedFile = "erased.jsonl"
)

// Ledger is an open folder. All methods may be called at the same time.
type Ledger struct {
	dir  string
	keys *private.Keys
	mu   sync.Mutex
	last engine.Head // published last by this process
}

// Open makes the folder when it is not there (0700), and checks that it can be written to.
func Open(dir string, keys *private.Keys) (*Ledger, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the ledger: %w", reason(err))
	}
	l := &Ledger{dir: dir, keys: keys}
	for _, name := range []string{headsFile, erasedFile} {
		f, err := l.open(name)
		if err != nil {
			return nil, err
		}
		if err := f.Close(); err != nil {
			return nil, fmt.Errorf("the ledger %s: %w", name, reason(err))
		}
	}
	return l, nil
}

// headLine is a head as it is written.
type headLine struct {
	Seq  int64     `json:"seq"`
	Mark string    `json:"mark"`
	At   time.Time `json:"at"`
	MAC  string    `json:"mac"`
}

// repeatAfter is how long an unchanged head is not written again.
const repeatAfter = 24 * time.Hour

// Publish writes a head durably. One that was written already is left out, but for one line a day: so a silence of the file shows.
func (l *Ledger) Publish(_ context.Context, h engine.Head) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if since := h.At.Sub(l.last.At); h.Seq == l.last.Seq && h.Mark == l.last.Mark && since >= 0 && since < repeatAfter {
		return nil
	}
	line := headLine{Seq: h.Seq, Mark: h.Mark, At: h.At.UTC().Truncate(time.Second)}
	line.MAC = l.mac("head", fmt.Sprint(line.Seq), line.Mark, line.At.Format(time.RFC3339))
	if err := l.append(headsFile, line); err != nil {
		return err
	}
	l.last = h
	return nil
}

// Heads gives all heads published, oldest first, and how many lines are none of ours: changed, or torn by a crash while written.
func (l *Ledger) Heads() (heads []engine.Head, strange int, err error) {
	err = l.each(headsFile, func(raw []byte) {
		var line headLine
		if json.Unmarshal(raw, &line) != nil || line.MAC != l.mac("head", fmt.Sprint(line.Seq), line.Mark, line.At.Format(time.RFC3339)) {
			strange++
			return
		}
		heads = append(heads, engine.Head{Seq: line.Seq, Mark: line.Mark, At: line.At})
	})
	return heads, strange, err
}

// Erasure is a case that was destroyed. Its id is a random number; it says nothing of the case.
type Erasure struct {
	Case string    `json:"case"`
	Why  string    `json:"why"` // code
	At   time.Time `json:"at"`
}

type erasedLine struct {
	Erasure
	MAC string `json:"mac"`
}

// Erase notes a case that is about to be destroyed. It is noted first: a crash in between destroys it at the next start.
func (l *Ledger) Erase(e Erasure) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.At = e.At.UTC().Truncate(time.Second)
	return l.append(erasedFile, erasedLine{e, l.eraseMAC(e)})
}

// Erased gives all cases destroyed so far, and how many lines are none of ours.
func (l *Ledger) Erased() (out []Erasure, strange int, err error) {
	err = l.each(erasedFile, func(raw []byte) {
		var line erasedLine
		if json.Unmarshal(raw, &line) != nil || line.MAC != l.eraseMAC(line.Erasure) {
			strange++
			return
		}
		out = append(out, line.Erasure)
	})
	return out, strange, err
}

func (l *Ledger) eraseMAC(e Erasure) string {
	return l.mac("erased", e.Case, e.Why, e.At.Format(time.RFC3339))
}

func (l *Ledger) mac(parts ...string) string {
	raw, _ := json.Marshal(parts) // strings only: it cannot fail
	return l.keys.Pseudonym("ledger", string(raw))
}

func (l *Ledger) open(name string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(l.dir, name), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the ledger %s: %w", name, reason(err))
	}
	return f, nil
}

// append writes one line and waits until the disk has it. What a crash tore is closed off first.
func (l *Ledger) append(name string, line any) error {
	raw, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("write the ledger %s: %w", name, err)
	}
	f, err := l.open(name)
	if err != nil {
		return err
	}
	if torn(f) {
		raw = append([]byte("\n"), raw...)
	}
	_, err = f.Write(append(raw, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the ledger %s: %w", name, reason(err))
	}
	return nil
}

// torn tells whether the file ends in the middle of a line.
func torn(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	end := make([]byte, 1)
	_, err = f.ReadAt(end, info.Size()-1)
	return err == nil && end[0] != '\n'
}

func (l *Ledger) each(name string, see func([]byte)) error {
	raw, err := os.ReadFile(filepath.Join(l.dir, name))
	if err != nil {
		return fmt.Errorf("read the ledger %s: %w", name, reason(err))
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 {
			see(line)
		}
	}
	return lines.Err()
}

// reason gives a file error without its path, which the operator knows.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
