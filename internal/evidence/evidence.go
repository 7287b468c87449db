// Package evidence writes and verifies packs of evidence for those who investigate: files, what is known of a case, who opened it, under
// one signature that needs nothing of ours to be checked; it must not know where any of it is kept.
package evidence

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// Version of the form of packs; a program of another one refuses it instead of guessing.
const Version = 1

// Names in a pack beside its parts.
const (
	manifestName  = "manifest.json"
	signatureName = "manifest.sig"
	readmeName    = "BACA-DULU.txt"
)

// Limits of what Verify reads: a pack from somewhere else may be anything.
const (
	maxParts    = 2000
	maxPart     = 64 << 20
	maxManifest = 4 << 20
)

// ErrInvalid says that a pack is not what was signed. Which part it is stands in the error around it.
var ErrInvalid = errors.New("this is not the pack that was signed")

// Part is one file of a pack.
type Part struct {
	Name      string    // inside the pack, without a folder above
	Received  time.Time // when it came from the reporter; zero: it was written for the pack
	AtReceipt string    // its SHA-256 when it came, hex; empty: it was written for the pack
	Body      []byte
}

// Manifest is what is signed.
type Manifest struct {
	Version   int       `json:"version"`
	Case      string    `json:"case"`      // code
	For       string    `json:"for"`       // who gets it
	Purpose   string    `json:"purpose"`   // why
	Reference string    `json:"reference"` // number of the request of who gets it
	Seats     []string  `json:"seats"`     // in whose name it was made
	MadeAt    time.Time `json:"made_at"`
	Head      int64     `json:"audit_seq"` // number of the newest line of the audit in it
	Parts     []Line    `json:"parts"`
	Key       string    `json:"key"` // public key of the signature; compare it with the one the operator gave you
}

// Line is one part in the manifest.
type Line struct {
	Name      string     `json:"name"`
	Size      int64      `json:"size"`
	SHA256    string     `json:"sha256"`
	Received  *time.Time `json:"received,omitempty"`
	AtReceipt string     `json:"sha256_at_receipt,omitempty"`
}

// Write writes a pack as ZIP. sign signs the manifest with the key whose public half is given. A part that is not what came at its
// receipt is refused: something changed it where it was kept.
func Write(w io.Writer, m Manifest, parts []Part, public ed25519.PublicKey, sign func([]byte) []byte) error {
	m.Version, m.Key, m.Parts = Version, FormatKey(public), nil
	for _, p := range parts {
		line := Line{Name: p.Name, Size: int64(len(p.Body)), SHA256: hash(p.Body), AtReceipt: p.AtReceipt}
		if !properName(p.Name) {
			return fmt.Errorf("a part cannot be named %q", p.Name)
		}
		if p.AtReceipt != "" && p.AtReceipt != line.SHA256 {
			return fmt.Errorf("%s: %w: it was changed since it came", p.Name, ErrInvalid)
		}
		if !p.Received.IsZero() {
			at := p.Received.UTC()
			line.Received = &at
		}
		m.Parts = append(m.Parts, line)
	}
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	signature := base64.StdEncoding.EncodeToString(sign(raw)) + "\n"
	z := zip.NewWriter(w)
	all := append([]Part{{Name: readmeName, Body: []byte(readme)}, {Name: manifestName, Body: raw}, {Name: signatureName, Body: []byte(signature)}}, parts...)
	for _, p := range all {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: m.MadeAt.UTC()})
		if err == nil {
			_, err = f.Write(p.Body)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", p.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	return nil
}

// Verify reads a pack and tells what was signed. With a key the signature must be that one's; without, that of the key in the pack, which
// proves only that nothing was changed since. Errors are ErrInvalid, with what is wrong.
func Verify(pack []byte, public ed25519.PublicKey) (Manifest, error) {
	var m Manifest
	z, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		return m, invalid("it is no ZIP file")
	}
	files, err := entries(z)
	if err != nil {
		return m, err
	}
	raw, err := content(files[manifestName], maxManifest)
	if err != nil {
		return m, invalid("it has no manifest")
	}
	written, err := content(files[signatureName], 1024)
	if err != nil {
		return m, invalid("it has no signature")
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, invalid("its manifest cannot be read")
	}
	if m.Version != Version {
		return m, invalid(fmt.Sprintf("its form is %d, and this program knows %d", m.Version, Version))
	}
	if err := signed(raw, written, m.Key, public); err != nil {
		return m, err
	}
	return m, m.matches(files)
}

func signed(raw, written []byte, inside string, public ed25519.PublicKey) error {
	key, err := ParseKey(inside)
	if err != nil {
		return invalid("its key cannot be read")
	}
	if public != nil && !public.Equal(key) {
		return invalid("it was signed by another key than the one you named")
	}
	signature, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(written)))
	if err != nil || !ed25519.Verify(key, raw, signature) {
		return invalid("the signature does not belong to the manifest")
	}
	return nil
}

// matches compares the files with what was signed: none may be missing, changed or added.
func (m Manifest) matches(files map[string]*zip.File) error {
	for _, line := range m.Parts {
		body, err := content(files[line.Name], maxPart)
		switch {
		case err != nil:
			return invalid(line.Name + " is missing or cannot be read")
		case hash(body) != line.SHA256 || int64(len(body)) != line.Size:
			return invalid(line.Name + " was changed")
		case line.AtReceipt != "" && line.AtReceipt != line.SHA256:
			return invalid(line.Name + " is not what came from the reporter")
		}
		delete(files, line.Name)
	}
	for _, name := range []string{manifestName, signatureName, readmeName} {
		delete(files, name)
	}
	for name := range files {
		return invalid(name + " was added")
	}
	return nil
}

// entries lists the files of a pack by name; two of one name, or a name that leads elsewhere, are refused.
func entries(z *zip.Reader) (map[string]*zip.File, error) {
	if len(z.File) > maxParts {
		return nil, invalid("it has too many files")
	}
	out := map[string]*zip.File{}
	for _, f := range z.File {
		if out[f.Name] != nil || !properName(f.Name) {
			return nil, invalid(fmt.Sprintf("it has a file named %q, or two of one name", f.Name))
		}
		out[f.Name] = f
	}
	return out, nil
}

// content reads one file, but never more than it may have.
func content(f *zip.File, limit int64) ([]byte, error) {
	if f == nil {
		return nil, ErrInvalid
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil || int64(len(body)) > limit {
		return nil, invalid("it is too large or broken")
	}
	return body, nil
}

// properName tells whether a name stays inside the pack wherever it is unpacked.
func properName(name string) bool {
	return name != "" && path.Clean(name) == name && !strings.ContainsAny(name, `\:`) && !path.IsAbs(name) && !strings.HasPrefix(name, "..")
}

func invalid(what string) error { return fmt.Errorf("%w: %s", ErrInvalid, what) }

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// FormatKey writes a public key as people pass it on.
func FormatKey(k ed25519.PublicKey) string { return base64.StdEncoding.EncodeToString(k) }

// ParseKey reads what FormatKey wrote.
func ParseKey(s string) (ed25519.PublicKey, error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, errors.New("a public key is 44 characters of base64, as siaga evidence key prints it")
	}
	return raw, nil
}

const readme = `PAKET BUKTI / EVIDENCE PACK

kasus.json     apa yang diketahui tentang kasus ini / what is known of the case
jejak.json     siapa membuka dan mengerjakan apa, kapan / who opened and did what, when
berkas/        berkas asli dari pelapor, tidak diubah / the reporter's original files, unchanged
manifest.json  daftar semua isi dengan SHA-256 / the list of everything with its SHA-256
manifest.sig   tanda tangan Ed25519 (RFC 8032) atas manifest.json, base64

Akun Telegram pelapor tidak ada di sini. Nama atau nomor hanya ada kalau pelapor sendiri menulisnya dalam cerita.
The reporter's Telegram account is not in here. Names and numbers are only where the reporter wrote them.

Periksa / verify:  siaga evidence verify --key KUNCI paket.zip
Kunci publik diminta langsung dari pengelola, jangan dari paket ini.
Ask the operator for the public key; do not take it from this pack.
`
