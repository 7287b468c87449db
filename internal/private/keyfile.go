package private

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxKeyFile bounds what is read as a key file; a real one has about 600 bytes and 200 more for each key.
const maxKeyFile = 1 << 20

// Wrapper seals and opens the whole content of a key file, as a key service does. Its errors are sentences without any content.
type Wrapper interface {
	Wrap(plain []byte) ([]byte, error)
	Unwrap(sealed []byte) ([]byte, error)
}

// KeyFile is where keys are kept: in clear, or sealed by a key service.
type KeyFile struct {
	Path string
	Wrap Wrapper // nil: in clear
}

// wrappedVersion is the value of "siaga_keys" of a key file that a key service sealed.
const wrappedVersion = 2

// wrappedFile is the JSON form of such a file.
type wrappedFile struct {
	Version int    `json:"siaga_keys"`
	By      string `json:"by"` // address of the key service, for people
	Sealed  []byte `json:"sealed"`
}

// Load reads keys from the file; see [LoadKeysFile]. A file that a key service sealed opens only with it, and one in clear is refused where a key
// service is named: somebody would believe it sealed.
func (f KeyFile) Load() (*Keys, error) { return f.load(false) }

func (f KeyFile) load(clearToo bool) (*Keys, error) {
	raw, err := readKeyFile(f.Path)
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	var w wrappedFile
	wrapped := json.Unmarshal(raw, &w) == nil && w.Version == wrappedVersion
	switch {
	case wrapped && f.Wrap == nil:
		return nil, fmt.Errorf("key file %s is sealed by a key service (%s): set SIAGA_KMS and SIAGA_KMS_TOKEN", f.Path, printable(w.By))
	case !wrapped && f.Wrap != nil && !clearToo:
		return nil, fmt.Errorf("key file %s is in clear although SIAGA_KMS names a key service: seal it with \"siaga keys wrap\"", f.Path)
	case wrapped:
		plain, err := f.Wrap.Unwrap(w.Sealed)
		if err != nil {
			return nil, fmt.Errorf("key file %s: %w", f.Path, err)
		}
		defer clear(plain)
		raw = plain
	}
	k, err := ParseKeys(raw)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", f.Path, err)
	}
	return k, nil
}

// printable keeps what stands in a file from writing on a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s[:min(len(s), 200)])
}

// content is what the file holds.
func (f KeyFile) content(k *Keys) ([]byte, error) {
	raw, err := k.Marshal()
	if err != nil || f.Wrap == nil {
		return raw, err
	}
	defer clear(raw)
	sealed, err := f.Wrap.Wrap(raw)
	if err != nil {
		return nil, err
	}
	out, err := json.MarshalIndent(wrappedFile{wrappedVersion, fmt.Sprint(f.Wrap), sealed}, "", "  ")
	return append(out, '\n'), err
}

// Rewrap seals the file by the key service, whether it was in clear or sealed by an older version of the key.
func (f KeyFile) Rewrap() (*Keys, error) {
	k, err := f.load(true)
	if err != nil {
		return nil, err
	}
	return k, f.put(k)
}

// LoadKeysFile reads keys from a file that only its owner may read (no group or other permission). Every refusal is a
// sentence that says what to do; a missing file also matches [fs.ErrNotExist].
func LoadKeysFile(path string) (*Keys, error) { return KeyFile{Path: path}.Load() }

func readKeyFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no key file at %s; make one with \"siaga keys init\" or put the kept copy back: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("the key file cannot be opened: %w", err)
	}
	defer f.Close()
	return readGuarded(f, path)
}

// readGuarded checks the opened file itself, not its name, so that it cannot be swapped between check and reading.
func readGuarded(f *os.File, path string) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("the key file cannot be examined: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not an ordinary file and cannot be the key file", path)
	}
	if p := info.Mode().Perm(); p&0o077 != 0 {
		return nil, fmt.Errorf("key file %s may be read or changed by others (mode %04o): run \"chmod 600\" on it, and rotate the keys if anybody else could have read it", path, p)
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err != nil {
		return nil, fmt.Errorf("the key file cannot be read: %w", err)
	}
	if len(raw) > maxKeyFile {
		return nil, fmt.Errorf("key file %s: %w: it is larger than a key file ever is", path, ErrKeyFile)
	}
	return raw, nil
}

// CreateKeysFile makes fresh keys and writes them to a new file of mode 0600. It never overwrites: an existing file is
// refused and matches [fs.ErrExist], since losing keys means losing every case.
func CreateKeysFile(path string) (*Keys, error) { return KeyFile{Path: path}.Create() }

// Create makes fresh keys in a new file; see [CreateKeysFile].
func (f KeyFile) Create() (*Keys, error) {
	path := f.Path
	k, err := NewKeys()
	if err != nil {
		return nil, err
	}
	err = f.write(path, k)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("there is already a key file at %s and it is left as it is: %w", path, fs.ErrExist)
	}
	if err != nil {
		return nil, fmt.Errorf("the key file cannot be written: %w", err)
	}
	return k, nil
}

// ReplaceKeysFile puts k in place of an existing key file after a rotation: a new file of mode 0600 beside it, on disk, then a
// rename, so a crash leaves the old file or the new one and never half of one. A file of another installation (another
// [Keys.Fingerprint]) is refused with [ErrKeyChange].
func ReplaceKeysFile(path string, k *Keys) error { return KeyFile{Path: path}.Replace(k) }

// Replace puts k in place of the keys in the file; see [ReplaceKeysFile].
func (f KeyFile) Replace(k *Keys) error {
	path := f.Path
	old, err := f.Load()
	if err != nil {
		return err
	}
	if old.Fingerprint() != k.Fingerprint() {
		return fmt.Errorf("%w: key file %s holds fingerprint %s, these keys have %s", ErrKeyChange, path, old.Fingerprint(), k.Fingerprint())
	}
	return f.put(k)
}

// put writes beside the file and renames.
func (f KeyFile) put(k *Keys) error {
	path := f.Path
	next := path + ".new"
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("a half-written key file is in the way: %w", err)
	}
	if err := f.write(next, k); err != nil {
		return fmt.Errorf("the new key file cannot be written: %w", err)
	}
	if err := os.Rename(next, path); err != nil {
		return errors.Join(fmt.Errorf("the new key file cannot take its place: %w", err), os.Remove(next))
	}
	return syncFolder(path)
}

// write creates path, which must not exist, and leaves either the whole file on disk or none. The key service is asked first.
func (f KeyFile) write(path string, k *Keys) error {
	content, err := f.content(k)
	if err != nil {
		return err
	}
	defer clear(content)
	return writeNew(path, content)
}

func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return syncFolder(path)
}

func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
