package private

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxKeyFile bounds what is read as a key file; a real one has about 600 bytes and 200 more for each key.
const maxKeyFile = 1 << 20

// LoadKeysFile reads keys from a file that only its owner may read (no group or other permission). Every refusal is a
// sentence that says what to do; a missing file also matches [fs.ErrNotExist].
func LoadKeysFile(path string) (*Keys, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no key file at %s; make one with \"siaga keys init\" or put the kept copy back: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("the key file cannot be opened: %w", err)
	}
	defer f.Close()
	raw, err := readGuarded(f, path)
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	k, err := ParseKeys(raw)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return k, nil
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
func CreateKeysFile(path string) (*Keys, error) {
	k, err := NewKeys()
	if err != nil {
		return nil, err
	}
	err = writeNew(path, k)
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
func ReplaceKeysFile(path string, k *Keys) error {
	old, err := LoadKeysFile(path)
	if err != nil {
		return err
	}
	if old.Fingerprint() != k.Fingerprint() {
		return fmt.Errorf("%w: key file %s holds fingerprint %s, these keys have %s", ErrKeyChange, path, old.Fingerprint(), k.Fingerprint())
	}
	next := path + ".new"
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("a half-written key file is in the way: %w", err)
	}
	if err := writeNew(next, k); err != nil {
		return fmt.Errorf("the new key file cannot be written: %w", err)
	}
	if err := os.Rename(next, path); err != nil {
		return errors.Join(fmt.Errorf("the new key file cannot take its place: %w", err), os.Remove(next))
	}
	return syncFolder(path)
}

// writeNew creates path, which must not exist, and leaves either the whole file on disk or none.
func writeNew(path string, k *Keys) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = k.WriteTo(f)
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
