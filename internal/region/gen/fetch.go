package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	_ "embed" // the lock
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed sources.lock
var lock string

// pinned is one line of the lock.
type pinned struct{ name, version, integrity string }

func readLock() (map[string]pinned, error) {
	all := map[string]pinned{}
	for line := range strings.Lines(lock) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		if len(f) != 3 {
			return nil, fmt.Errorf("sources.lock: want name, version and integrity in %q", line)
		}
		all[f[0]] = pinned{f[0], f[1], f[2]}
	}
	return all, nil
}

// fetch returns the wanted files of a package after its tarball has proved to be the pinned one. npm is asked for the
// tarball so that whatever registry the developer has configured is used.
func (p pinned) fetch(dir string, want ...string) (map[string][]byte, error) {
	if dir == "" {
		tmp, err := os.MkdirTemp("", "siaga-gen-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(tmp)
		cmd := exec.Command("npm", "pack", p.name+"@"+p.version, "--silent", "--pack-destination", tmp)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("npm pack %s: %w", p.name, err)
		}
		dir = tmp
	}
	tarball, err := os.ReadFile(filepath.Join(dir, p.name+"-"+p.version+".tgz"))
	if err != nil {
		return nil, err
	}
	if got := integrity(tarball); got != p.integrity {
		return nil, fmt.Errorf("%s %s: tarball has %s, the lock says %s", p.name, p.version, got, p.integrity)
	}
	return unpack(tarball, want)
}

func integrity(b []byte) string {
	sum := sha512.Sum512(b)
	return "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
}

func unpack(tarball []byte, want []string) (map[string][]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return nil, err
	}
	got := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		for _, name := range want {
			if h.Name == "package/"+name {
				if got[name], err = io.ReadAll(r); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, name := range want {
		if got[name] == nil {
			return nil, fmt.Errorf("the tarball holds no %s", name)
		}
	}
	return got, nil
}

// zipped compresses without a time stamp, so that the same input gives the same bytes.
func zipped(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	if _, err := w.Write(b); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}
