package evidence

import (
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Seal seals what is written for those who have the keys (age1…, age-encryption.org/v1): it can be carried on a stick or sent, and nobody on
// the way reads it. Close ends it.
func Seal(w io.Writer, recipients ...string) (io.WriteCloser, error) {
	var to []age.Recipient
	for _, r := range recipients {
		one, err := age.ParseX25519Recipient(r)
		if err != nil {
			return nil, fmt.Errorf("%q is no public key of age (it begins with age1)", r)
		}
		to = append(to, one)
	}
	if len(to) == 0 {
		return nil, errors.New("nobody is named who may open the pack")
	}
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return sealed, nil
}
