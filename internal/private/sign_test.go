package private

import (
	"bytes"
	"crypto/ed25519"
	"testing"
)

// TestSignature: a signature holds for its message only, outlives a rotation and a reload, and another key file makes another one.
func TestSignature(t *testing.T) {
	t.Parallel()
	k, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	public, message := k.SignatureKey(), []byte("isi")
	signature := k.Sign(message)
	if !ed25519.Verify(public, message, signature) || ed25519.Verify(public, []byte("lain"), signature) {
		t.Error("a signature holds for its own message only")
	}
	if _, err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	raw, err := k.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseKeys(raw)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.SignatureKey(), public) {
		t.Error("rotation changed the key of signatures")
	}
	other, err := NewTestKeys()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(other.SignatureKey(), public) {
		t.Error("two key files sign alike")
	}
}
