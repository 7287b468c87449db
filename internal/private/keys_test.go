package private

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/mac"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
)

func TestKeysComeBack(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	if _, err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	n, err := k.WriteTo(&file)
	if err != nil || n != int64(file.Len()) {
		t.Fatalf("WriteTo: %d of %d bytes, %v", n, file.Len(), err)
	}
	again, err := ParseKeys(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := k.Seal(place, []byte(canary))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(place, sealed); err != nil || string(got) != canary {
		t.Errorf("got %q, %v", got, err)
	}
	if k.Pseudonym("chat", "1") != again.Pseudonym("chat", "1") || k.PrimaryID() != again.PrimaryID() || k.Fingerprint() != again.Fingerprint() {
		t.Error("pseudonym, primary or fingerprint changed on the way")
	}
}

// handleJSON returns a keyset of one template in the form it has inside a key file.
func handleJSON(t *testing.T, template *tinkpb.KeyTemplate) json.RawMessage {
	t.Helper()
	h, err := keyset.NewHandle(template)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := writeKeyset(h)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestUnfitKeysAreRefused(t *testing.T) {
	t.Parallel()
	seal, names := handleJSON(t, aead.AES256GCMKeyTemplate()), handleJSON(t, prf.HMACSHA256PRFKeyTemplate())
	good := keyFile{1, seal, names}
	noPrimary := regexp.MustCompile(`"primaryKeyId":\s*\d+`).ReplaceAll(seal, []byte(`"primaryKeyId":1`))
	disabled := bytes.Replace(seal, []byte("ENABLED"), []byte("DISABLED"), 1)
	cases := map[string]keyFile{
		"format 2":                  {2, seal, names},
		"no format":                 {0, seal, names},
		"no sealing keys":           {1, nil, names},
		"no pseudonym key":          {1, seal, nil},
		"exchanged":                 {1, names, seal},
		"AES-128":                   {1, handleJSON(t, aead.AES128GCMKeyTemplate()), names},
		"AES-GCM without prefix":    {1, handleJSON(t, aead.AES256GCMNoPrefixKeyTemplate()), names},
		"ChaCha20":                  {1, handleJSON(t, aead.ChaCha20Poly1305KeyTemplate()), names},
		"SHA-512 pseudonyms":        {1, seal, handleJSON(t, prf.HMACSHA512PRFKeyTemplate())},
		"AES-CMAC pseudonyms":       {1, seal, handleJSON(t, prf.AESCMACPRFKeyTemplate())},
		"a MAC key for pseudonyms":  {1, seal, handleJSON(t, mac.HMACSHA256Tag256KeyTemplate())},
		"no primary":                {1, noPrimary, names},
		"a disabled sealing key":    {1, disabled, names},
		"empty keysets":             {1, []byte("{}"), []byte("{}")},
		"a keyset that is a string": {1, []byte(`"` + canary + `"`), names},
	}
	if raw, _ := json.Marshal(good); !parses(raw) {
		t.Fatal("the good file is refused")
	}
	for name, f := range cases {
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseKeys(raw)
		if !errors.Is(err, ErrKeyFile) || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: got %v, want ErrKeyFile without content", name, err)
		}
	}
	for _, raw := range []string{"", canary, "{", "null", "[]", `{"siaga_keys":"` + canary + `"}`} {
		if _, err := ParseKeys([]byte(raw)); !errors.Is(err, ErrKeyFile) || strings.Contains(err.Error(), canary) {
			t.Errorf("%q: got %v, want ErrKeyFile without content", raw, err)
		}
	}
}

// TestDisabledOldKeyIsRefused: a key that is listed but cannot open would look like damage of the rows under it.
func TestDisabledOldKeyIsRefused(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	old := k.PrimaryID()
	if _, err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	m := keyset.NewManagerFromHandle(k.seal.Load().handle)
	if err := m.Disable(old); err != nil {
		t.Fatal(err)
	}
	h, err := m.Handle()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newRing(h); !errors.Is(err, ErrKeyFile) {
		t.Errorf("got %v, want ErrKeyFile", err)
	}
}

func parses(raw []byte) bool {
	_, err := ParseKeys(raw)
	return err == nil
}

func TestPseudonyms(t *testing.T) {
	t.Parallel()
	k, other := newKeys(t), newKeys(t)
	p := k.Pseudonym("telegram-user", "12345")
	if len(p) != 32 || strings.Trim(p, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		t.Errorf("bad form %q", p)
	}
	if p != k.Pseudonym("telegram-user", "12345") {
		t.Error("not stable")
	}
	if _, err := k.Rotate(); err != nil || p != k.Pseudonym("telegram-user", "12345") {
		t.Errorf("changed by a rotation (%v)", err)
	}
	seen := map[string]string{p: "itself"}
	for name, q := range map[string]string{
		"another value": k.Pseudonym("telegram-user", "12346"), "another kind": k.Pseudonym("chat", "12345"),
		"shifted border": k.Pseudonym("telegram-user1", "2345"), "swapped": k.Pseudonym("12345", "telegram-user"),
		"other keys": other.Pseudonym("telegram-user", "12345"), "empty": k.Pseudonym("", ""), "fingerprint": k.Fingerprint(),
	} {
		if seen[q] != "" {
			t.Errorf("%s has the pseudonym of %s", name, seen[q])
		}
		seen[q] = name
	}
}

func TestCheckValue(t *testing.T) {
	t.Parallel()
	k, other := newKeys(t), newKeys(t)
	check, err := k.CheckValue()
	if err != nil {
		t.Fatal(err)
	}
	if err := k.VerifyCheck(check); err != nil {
		t.Errorf("own check: %v", err)
	}
	if err := other.VerifyCheck(check); !errors.Is(err, ErrWrongKeys) || !strings.Contains(err.Error(), k.Fingerprint()) {
		t.Errorf("other keys: %v", err)
	}
	last := byte('A')
	if check[len(check)-2] == last {
		last = 'B'
	}
	for _, bad := range []string{"", ".", "x", k.Fingerprint(), k.Fingerprint() + ".", k.Fingerprint() + ".AAAA", "." + check, check[:len(check)-2] + string(last) + check[len(check)-1:]} {
		if err := k.VerifyCheck(bad); !errors.Is(err, ErrWrongKeys) {
			t.Errorf("%q: got %v, want ErrWrongKeys", bad, err)
		}
	}
}

func TestOlderCopyOfTheKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	raw, err := k.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	older, err := ParseKeys(raw)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := k.CheckValue()
	if _, err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	if err := k.VerifyCheck(before); err != nil {
		t.Errorf("the check of before the rotation: %v", err)
	}
	after, _ := k.CheckValue()
	if err := older.VerifyCheck(after); !errors.Is(err, ErrWrongKeys) || !strings.Contains(err.Error(), "older copy") {
		t.Errorf("an older copy: %v", err)
	}
}

func FuzzParseKeys(f *testing.F) {
	k := newKeys(f)
	raw, err := k.Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"siaga_keys":1,"seal":{},"pseudonym":{}}`))
	f.Add([]byte(`{"siaga_keys":1,"seal":{"primaryKeyId":1,"key":[{}]},"pseudonym":null}`))
	f.Add(bytes.Replace(raw, []byte("TINK"), []byte("RAW"), 1))
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, err := ParseKeys(raw)
		if err != nil {
			if !errors.Is(err, ErrKeyFile) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		sealed, err := k.Seal(place, raw)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := k.Open(place, sealed); err != nil || !bytes.Equal(got, raw) {
			t.Errorf("accepted keys do not work: %v", err)
		}
	})
}
