package private

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ErrWrongKeys says that a store was written with other keys than those loaded. Nothing must be read or written then.
var ErrWrongKeys = errors.New("the keys do not belong to this store")

// checkPlace and checkText are the constant that a check value seals.
var checkPlace = Binding{Table: "siaga", Row: "keys", Field: "check"}

const checkText = "siaga"

// Fingerprint returns 16 hex digits that name this installation's keys: equal for every copy of the key file, before and after
// rotations, and useless for finding a key. It is made from the pseudonym key.
func (k *Keys) Fingerprint() string { return hex.EncodeToString(k.mac(8, labelFingerprint)) }

// CheckValue returns what a store keeps to recognise its keys: the fingerprint and a constant sealed under the primary key. The
// store writes it when it is created and again after every rotation, so that an older copy of the key file is refused too.
func (k *Keys) CheckValue() (string, error) {
	sealed, err := k.sealFor(purposeCheck, checkPlace, []byte(checkText))
	if err != nil {
		return "", err
	}
	return k.Fingerprint() + "." + base64.RawURLEncoding.EncodeToString(sealed), nil
}

// VerifyCheck reports whether a store that kept this check value can be read and searched with these keys. The error wraps
// [ErrWrongKeys] and names fingerprints and key ids, never keys.
func (k *Keys) VerifyCheck(check string) error {
	name, rest, _ := strings.Cut(check, ".")
	sealed, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil || len(name) != 16 || rest == "" {
		return fmt.Errorf("%w: the check value kept in the store is damaged", ErrWrongKeys)
	}
	if name != k.Fingerprint() {
		return fmt.Errorf("%w: the store was written with keys of fingerprint %.16q, these are %s", ErrWrongKeys, name, k.Fingerprint())
	}
	plain, err := k.openFor(purposeCheck, checkPlace, sealed)
	if errors.Is(err, ErrUnknownKey) {
		id, _ := SealedUnder(sealed)
		return fmt.Errorf("%w: the store needs key id %d, the key file holds %v; it may be an older copy", ErrWrongKeys, id, k.IDs())
	}
	if err != nil || string(plain) != checkText {
		return fmt.Errorf("%w: the check value does not open", ErrWrongKeys)
	}
	return nil
}
