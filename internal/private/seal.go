package private

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// ErrOpen says that a sealed value does not open here: changed, cut, moved from another place, of another version, or sealed
// under another key. It does not tell which, on purpose.
var ErrOpen = errors.New("private: the sealed value does not open here")

// ErrUnknownKey says that a value was sealed under a key these Keys do not hold; the message names the key's id. It wraps [ErrOpen].
var ErrUnknownKey = fmt.Errorf("%w: its key is not among the keys loaded", ErrOpen)

// sealedPrefix is the length of Tink's marking: one byte 0x01 and the key's id in four.
const sealedPrefix = 5

// Overhead is how many bytes a value sealed by [Keys] is longer than its plaintext.
const Overhead = sealedPrefix + 12 + 16

// Seal encrypts plaintext under the primary key for the place that at names. Sealing the same twice gives different bytes.
// It fails only with [ErrBinding] or for a plaintext beyond the limit of AES-GCM (64 GiB).
func (k *Keys) Seal(at Binding, plaintext []byte) ([]byte, error) {
	return k.sealFor(purposeField, at, plaintext)
}

// Open returns what was sealed for the place that at names. Errors are [ErrBinding], [ErrUnknownKey] or [ErrOpen].
func (k *Keys) Open(at Binding, sealed []byte) ([]byte, error) {
	return k.openFor(purposeField, at, sealed)
}

func (k *Keys) sealFor(purpose string, at Binding, plaintext []byte) ([]byte, error) {
	ad, err := at.encode(purpose)
	if err != nil {
		return nil, err
	}
	out, err := k.seal.Load().aead.Encrypt(plaintext, ad)
	if err != nil {
		return nil, errors.New("private: seal: the value is too large")
	}
	return out, nil
}

func (k *Keys) openFor(purpose string, at Binding, sealed []byte) ([]byte, error) {
	ad, err := at.encode(purpose)
	if err != nil {
		return nil, err
	}
	r := k.seal.Load()
	out, err := r.aead.Decrypt(sealed, ad)
	if err == nil {
		return out, nil
	}
	if id, ok := SealedUnder(sealed); ok && !slices.Contains(r.ids, id) {
		return nil, fmt.Errorf("%w (key id %d)", ErrUnknownKey, id)
	}
	return nil, ErrOpen
}

// SealedUnder returns the id of the master key a value or a data key claims to be sealed under. The claim is not
// authenticated: use it to find what a rotation must seal again, never to decide about rights.
func SealedUnder(sealed []byte) (id uint32, ok bool) {
	if len(sealed) < Overhead || sealed[0] != 1 {
		return 0, false
	}
	return binary.BigEndian.Uint32(sealed[1:sealedPrefix]), true
}
