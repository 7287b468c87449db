package leakscan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Finding is a word in a place. The word itself is not in it: whoever reads a report must not read what leaked.
type Finding struct {
	Word   int    `json:"word"`   // index of the word
	Form   string `json:"form"`   // how it is written
	Source string `json:"source"` // where
	Inside string `json:"inside"` // "gzip", "zlib", "lzf", joined by slashes; empty: as it is
}

// Scanner looks for words. Scan and File may be called at the same time.
type Scanner struct {
	pairs [1 << 16]bool     // first two bytes of any form
	forms map[uint32][]form // by their first four bytes
	words int
	mu    sync.Mutex
	found map[Finding]int  // how often
	seen  map[string]int64 // looked at, by source
}

// ErrWord says that a word is too short to be looked for.
var ErrWord = fmt.Errorf("a word must have at least %d bytes, or it would be found by chance", MinWord)

// New prepares a scan for words.
func New(words ...string) (*Scanner, error) {
	s := &Scanner{forms: map[uint32][]form{}, found: map[Finding]int{}, seen: map[string]int64{}, words: len(words)}
	for n, w := range words {
		if len(w) < MinWord {
			return nil, fmt.Errorf("word number %d: %w", n+1, ErrWord)
		}
		for _, f := range formsOf(n, w) {
			s.pairs[uint16(f.bytes[0])|uint16(f.bytes[1])<<8] = true
			k := four(f.bytes, 0)
			s.forms[k] = append(s.forms[k], f)
		}
	}
	return s, nil
}

func four[T string | []byte](b T, i int) uint32 {
	return uint32(b[i]) | uint32(b[i+1])<<8 | uint32(b[i+2])<<16 | uint32(b[i+3])<<24
}

// Scan looks through bytes of a source.
func (s *Scanner) Scan(source string, data []byte) {
	s.mu.Lock()
	s.seen[source] += int64(len(data))
	s.mu.Unlock()
	s.look(source, "", data, 0)
}

// look searches data as it is, in small letters, and what is packed in it.
func (s *Scanner) look(source, inside string, data []byte, depth int) {
	s.match(source, inside, data)
	s.match(source, inside, small(data))
	if depth < maxDepth {
		unpack(data, func(kind string, content []byte) {
			s.look(source, joined(inside, kind), content, depth+1)
		})
	}
}

// small writes the letters A-Z small and leaves every other byte: it may be part of anything.
func small(data []byte) []byte {
	out := bytes.Clone(data)
	for i, b := range out {
		if b >= 'A' && b <= 'Z' {
			out[i] = b + 'a' - 'A'
		}
	}
	return out
}

func (s *Scanner) match(source, inside string, data []byte) {
	for i := 0; i+4 <= len(data); i++ {
		if !s.pairs[uint16(data[i])|uint16(data[i+1])<<8] {
			continue
		}
		for _, f := range s.forms[four(data, i)] {
			if len(data)-i >= len(f.bytes) && string(data[i:i+len(f.bytes)]) == f.bytes {
				s.note(Finding{f.word, f.name, source, inside})
			}
		}
	}
}

func joined(inside, kind string) string {
	if inside == "" {
		return kind
	}
	return inside + "/" + kind
}

func (s *Scanner) note(f Finding) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found[f]++
}

// Sizes of what is held in memory at once of a large file: what lies over a border is seen twice rather than not.
const (
	window  = 32 << 20
	overlap = 1 << 20
)

// Read looks through a stream.
func (s *Scanner) Read(source string, r io.Reader) error {
	buf := make([]byte, 0, 1<<16)
	for {
		if cap(buf) < window {
			buf = slices.Grow(buf, min(window, max(2*cap(buf), 1<<16))-len(buf))
		}
		n, err := io.ReadFull(r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return fmt.Errorf("read %s: %w", source, err)
		}
		if end {
			s.Scan(source, buf)
			return nil
		}
		if cap(buf) < window {
			continue
		}
		s.Scan(source, buf)
		buf = append(buf[:0], buf[len(buf)-overlap:]...)
	}
}

// Files looks through a file, or through every file below a folder. What vanishes meanwhile is passed over.
func (s *Scanner) Files(path string) (n int, err error) {
	err = filepath.WalkDir(path, func(name string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return ignoreGone(err)
		}
		f, err := os.Open(name)
		if err != nil {
			return ignoreGone(err)
		}
		defer f.Close()
		n++
		return s.Read(name, f)
	})
	if err != nil {
		return n, fmt.Errorf("look through %s: %w", path, err)
	}
	return n, nil
}

func ignoreGone(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// Found gives what was found, without repetition, in order of source and word.
func (s *Scanner) Found() []Finding {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Finding, 0, len(s.found))
	for f := range s.found {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Finding) int {
		switch {
		case a.Source != b.Source:
			return compare(a.Source, b.Source)
		case a.Word != b.Word:
			return a.Word - b.Word
		}
		return compare(a.Form+a.Inside, b.Form+b.Inside)
	})
	return out
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

// Looked gives how many bytes of each source were looked at.
func (s *Scanner) Looked() map[string]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string]int64, len(s.seen))
	for k, v := range s.seen {
		out[k] = v
	}
	return out
}

// Control splits findings into those of the words that were planted to be found, from index first on, and the leaks. Sources that should
// hold a control word and do not are returned as blind: nothing is proven about them.
func Control(found []Finding, first int, sources ...string) (leaks []Finding, blind []string) {
	seen := map[string]bool{}
	for _, f := range found {
		if f.Word >= first {
			seen[f.Source] = true
		} else {
			leaks = append(leaks, f)
		}
	}
	for _, s := range sources {
		if !seen[s] {
			blind = append(blind, s)
		}
	}
	return leaks, blind
}
