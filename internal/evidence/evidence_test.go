package evidence

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

// keyOf makes a key from a number.
func keyOf(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func parts() []Part {
	photo := []byte("\xff\xd8 foto")
	return []Part{{Name: "kasus.json", Body: []byte(`{"code":"K-1"}`)}, {Name: "jejak.json", Body: []byte("[]")},
		{Name: "berkas/01.jpg", Body: photo, AtReceipt: hash(photo), Received: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}}
}

func pack(t *testing.T, k ed25519.PrivateKey) []byte {
	t.Helper()
	var out bytes.Buffer
	m := Manifest{Case: "K-1", For: "LPSK", Purpose: "penyidikan", Reference: "R-1/2026", Seats: []string{"53.02/duty/1", "53/chair"}, MadeAt: time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)}
	if err := Write(&out, m, parts(), public(k), func(b []byte) []byte { return ed25519.Sign(k, b) }); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPackIsVerified(t *testing.T) {
	t.Parallel()
	raw := pack(t, keyOf(1))
	m, err := Verify(raw, public(keyOf(1)))
	if err != nil || m.Case != "K-1" || len(m.Parts) != 3 || m.Parts[2].AtReceipt == "" {
		t.Fatalf("%+v, %v", m, err)
	}
	if _, err := Verify(raw, nil); err != nil {
		t.Error(err)
	}
	if _, err := Verify(raw, public(keyOf(2))); !errors.Is(err, ErrInvalid) {
		t.Errorf("another key: %v", err)
	}
	if !bytes.Equal(raw, pack(t, keyOf(1))) {
		t.Error("the same pack twice differs")
	}
}

// altered writes a pack anew with some files changed, left out (nil) or added.
func altered(t *testing.T, raw []byte, change map[string][]byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, body []byte) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		body, is := change[f.Name]
		delete(change, f.Name)
		if !is {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if body, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		if body != nil {
			put(f.Name, body)
		}
	}
	for name, body := range change {
		put(name, body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAChangedPackIsFound(t *testing.T) {
	t.Parallel()
	raw := pack(t, keyOf(1))
	if _, err := Verify(altered(t, raw, map[string][]byte{}), public(keyOf(1))); err != nil {
		t.Fatalf("written anew and unchanged: %v", err)
	}
	forged := pack(t, keyOf(2)) // whole, but by somebody else
	for name, body := range map[string][]byte{
		"changed":    altered(t, raw, map[string][]byte{"berkas/01.jpg": []byte("lain")}),
		"missing":    altered(t, raw, map[string][]byte{"jejak.json": nil}),
		"added":      altered(t, raw, map[string][]byte{"berkas/02.jpg": []byte("x")}),
		"manifest":   altered(t, raw, map[string][]byte{"manifest.json": []byte(`{"version":1}`)}),
		"signature":  altered(t, raw, map[string][]byte{"manifest.sig": []byte("AAAA")}),
		"unsigned":   altered(t, raw, map[string][]byte{"manifest.sig": nil}),
		"elsewhere":  altered(t, raw, map[string][]byte{"../../etc/cron.d/x": []byte("x")}),
		"absolute":   altered(t, raw, map[string][]byte{"/etc/passwd": []byte("x")}),
		"other's":    forged,
		"no pack":    []byte("bukan zip"),
		"nothing":    nil,
		"half":       raw[:len(raw)/2],
		"bomb":       altered(t, raw, map[string][]byte{"berkas/01.jpg": make([]byte, maxPart+1)}),
		"old form":   altered(t, raw, map[string][]byte{"manifest.json": []byte(`{"version":99}`)}),
		"twice said": altered(t, raw, map[string][]byte{"manifest.json ": []byte("{}")}),
	} {
		if _, err := Verify(body, public(keyOf(1))); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMutationsOfAPack changes one byte at a time in what the parts and the manifest hold: no change passes.
func TestMutationsOfAPack(t *testing.T) {
	t.Parallel()
	raw, r := pack(t, keyOf(1)), rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		at := r.IntN(len(raw))
		bad := bytes.Clone(raw)
		bad[at] ^= byte(1 + r.IntN(255))
		m, err := Verify(bad, public(keyOf(1)))
		if err == nil && !same(t, raw, m) { // a changed time or readme in the ZIP's own fields changes nothing that was signed
			t.Fatalf("a change at %d passes", at)
		}
	}
}

func same(t *testing.T, raw []byte, got Manifest) bool {
	t.Helper()
	want, err := Verify(raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	return want.Case == got.Case && len(want.Parts) == len(got.Parts) && want.Parts[2].SHA256 == got.Parts[2].SHA256
}

// TestWhatWasChangedWhereItWasKept is not signed.
func TestWhatWasChangedWhereItWasKept(t *testing.T) {
	t.Parallel()
	all := parts()
	all[2].Body = []byte("lain")
	err := Write(io.Discard, Manifest{}, all, public(keyOf(1)), func(b []byte) []byte { return ed25519.Sign(keyOf(1), b) })
	if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "berkas/01.jpg") {
		t.Errorf("got %v", err)
	}
}

func TestSealedForOne(t *testing.T) {
	t.Parallel()
	mine, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var sealed bytes.Buffer
	w, err := Seal(&sealed, mine.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(pack(t, keyOf(1))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed.Bytes(), []byte("manifest")) {
		t.Error("the pack can be read on the way")
	}
	if _, err := age.Decrypt(bytes.NewReader(sealed.Bytes()), other); err == nil {
		t.Error("somebody else opens it")
	}
	open, err := age.Decrypt(bytes.NewReader(sealed.Bytes()), mine)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(open)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(raw, public(keyOf(1))); err != nil {
		t.Error(err)
	}
	for _, bad := range [][]string{nil, {"age1x"}, {mine.String()}} {
		if _, err := Seal(io.Discard, bad...); err == nil {
			t.Errorf("sealed for %q", bad)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := Verify(raw, public(keyOf(1))); err == nil {
			t.Error("something made up passes")
		}
	})
}
