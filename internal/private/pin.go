package private

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"strings"
)

// PINDigits is the length of an officer's PIN. A million of them is little: guesses have to be limited by the caller.
const PINDigits = 6

// PIN is the short number by which an officer shows at an unlocked telephone to be the one who set it. It does not print.
type PIN struct {
	hidden
	digits Text
}

// What [ParsePIN], [Keys.VerifyPIN] may answer.
var (
	// ErrNoPIN: the text is no PIN and nothing else.
	ErrNoPIN = errors.New("private: the text is no PIN")
	// ErrWrongPIN: it is another one.
	ErrWrongPIN = errors.New("private: the PIN is another one")
)

// ParsePIN reads a message that holds six digits and nothing else but spaces.
func ParsePIN(text string) (PIN, error) {
	d := strings.Join(strings.Fields(text), "")
	if len(d) != PINDigits || strings.Trim(d, "0123456789") != "" {
		return PIN{}, ErrNoPIN
	}
	return PIN{digits: NewText(d)}, nil
}

// Weak tells whether somebody who looks at the telephone once would try it first: one digit, two in turn, a run, or a half twice.
func (p PIN) Weak() bool {
	d := p.digits.Reveal()
	if len(d) != PINDigits {
		return true
	}
	pairs := strings.Repeat(d[:2], PINDigits/2) == d
	return pairs || d[:3] == d[3:] || strings.Contains("01234567890", d) || strings.Contains("09876543210", d)
}

// PINProof returns what a store keeps of a PIN, as [Keys.ReceiptProof] does of a receipt: Argon2id over a keyed hash, with a fresh salt,
// bound to its row. It may wait for a turn.
func (k *Keys) PINProof(at Binding, p PIN) (string, error) {
	ad, err := at.encode(labelPIN)
	if err != nil {
		return "", err
	}
	salt := make([]byte, proofSaltBytes)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	return encodeProof(k.price, salt, k.pinHash(ad, p, salt, k.price)), nil
}

// VerifyPIN reports whether proof was made of this PIN for this row: nil, [ErrWrongPIN], [ErrProof] or [ErrBinding].
func (k *Keys) VerifyPIN(at Binding, p PIN, proof string) error {
	ad, err := at.encode(labelPIN)
	if err != nil {
		return err
	}
	c, salt, want, err := decodeProof(proof)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(k.pinHash(ad, p, salt, c), want) != 1 {
		return ErrWrongPIN
	}
	return nil
}

func (k *Keys) pinHash(ad []byte, p PIN, salt []byte, c cost) []byte {
	return k.stretch(k.mac(proofHashBytes, labelPIN, string(ad), p.digits.Reveal()), salt, c)
}
