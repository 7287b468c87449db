package private

import (
	"errors"

	"github.com/tink-crypto/tink-go/v2/aead/aesgcm"
	"github.com/tink-crypto/tink-go/v2/insecuresecretdataaccess"
	"github.com/tink-crypto/tink-go/v2/secretdata"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// DataKey seals everything of one case (or one task force). Only its sealed form is stored, in one row. Destroying that row
// makes all that was sealed under the key unreadable, in backups of the other tables too, so keep the rows of data keys out
// of long-lived backups or erase them there as well. The zero DataKey seals and opens nothing.
type DataKey struct {
	hidden
	aead tink.AEAD
}

const dataKeySize = 32

// ErrNoDataKey is returned by the zero DataKey.
var ErrNoDataKey = errors.New("private: there is no data key")

// NewDataKey makes a random AES-256-GCM key and returns it ready for use and sealed under the master key for the place at.
func (k *Keys) NewDataKey(at Binding) (sealedKey []byte, key DataKey, err error) {
	secret, err := secretdata.NewBytesFromRand(dataKeySize)
	if err != nil {
		return nil, DataKey{}, errors.New("private: make a data key: no randomness")
	}
	raw := secret.Data(insecuresecretdataaccess.Token{})
	defer clear(raw)
	sealedKey, err = k.sealFor(purposeDataKey, at, raw)
	if err != nil {
		return nil, DataKey{}, err
	}
	key, err = dataKeyFrom(secret)
	return sealedKey, key, err
}

// OpenDataKey returns the data key sealed for the place at. Errors are those of [Keys.Open].
func (k *Keys) OpenDataKey(at Binding, sealedKey []byte) (DataKey, error) {
	raw, err := k.openFor(purposeDataKey, at, sealedKey)
	if err != nil {
		return DataKey{}, err
	}
	defer clear(raw)
	if len(raw) != dataKeySize {
		return DataKey{}, ErrOpen
	}
	return dataKeyFrom(secretdata.NewBytesFromData(raw, insecuresecretdataaccess.Token{}))
}

func dataKeyFrom(secret secretdata.Bytes) (DataKey, error) {
	refused := errors.New("private: the data key is refused by the key library")
	params, err := aesgcm.NewParameters(aesgcm.ParametersOpts{
		KeySizeInBytes: dataKeySize, IVSizeInBytes: 12, TagSizeInBytes: 16, Variant: aesgcm.VariantNoPrefix,
	})
	if err != nil {
		return DataKey{}, refused
	}
	key, err := aesgcm.NewKey(secret, 0, params)
	if err != nil {
		return DataKey{}, refused
	}
	a, err := aesgcm.NewAEAD(key)
	if err != nil {
		return DataKey{}, refused
	}
	return DataKey{aead: a}, nil
}

// IsZero reports whether there is no key.
func (d DataKey) IsZero() bool { return d.aead == nil }

// Seal encrypts plaintext for the place at, as [Keys.Seal] does; the result is 28 bytes longer than the plaintext.
func (d DataKey) Seal(at Binding, plaintext []byte) ([]byte, error) {
	if d.IsZero() {
		return nil, ErrNoDataKey
	}
	ad, err := at.encode(purposeField)
	if err != nil {
		return nil, err
	}
	out, err := d.aead.Encrypt(plaintext, ad)
	if err != nil {
		return nil, errors.New("private: seal: the value is too large")
	}
	return out, nil
}

// Open returns what was sealed under this key for the place at, or [ErrOpen].
func (d DataKey) Open(at Binding, sealed []byte) ([]byte, error) {
	if d.IsZero() {
		return nil, ErrNoDataKey
	}
	ad, err := at.encode(purposeField)
	if err != nil {
		return nil, err
	}
	out, err := d.aead.Decrypt(sealed, ad)
	if err != nil {
		return nil, ErrOpen
	}
	return out, nil
}
