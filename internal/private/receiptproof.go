package private

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// A receipt is short enough to be guessed by a machine (46 bits), so a store keeps two things about it and neither the receipt:
//
//   - the lookup ([Keys.ReceiptLookup]) is the same each time and therefore an index: it finds the row. Being only an index, it
//     could be copied by whoever can edit rows.
//   - the proof ([Keys.ReceiptProof]) has its own salt and is bound to its row: it shows that this receipt belongs to this case.
//     It carries its cost, so the cost can be raised for new receipts.
//
// Both need the pseudonym key, so a stolen database alone gives a guesser nothing to compare with. Both go through Argon2id, so
// even with the key each guess costs the full price; a bare HMAC as index would have let 8 x 10^13 guesses run at a
// microsecond each. A refused guess costs one Argon2id, a right one two. Guesses must be limited by the caller.

// cost is the price of one Argon2id: rounds, memory in KiB, lanes.
type cost struct {
	time, memory uint32
	threads      uint8
}

// receiptCost is OWASP's choice for Argon2id with little memory (Password Storage Cheat Sheet): 19 MiB, two rounds, one lane.
// The lookup depends on it for ever; proofs carry their own.
var receiptCost = cost{time: 2, memory: 19 * 1024, threads: 1}

// costLimit bounds what a stored proof may ask for, so that an edited row cannot exhaust the memory.
var costLimit = cost{time: 10, memory: 256 * 1024, threads: 4}

const (
	proofSaltBytes = 16
	proofHashBytes = 32
	// slowAtOnce is how many Argon2id runs one Keys allows at the same time; others wait for a turn.
	slowAtOnce = 2
)

// What [Keys.VerifyReceipt] may answer.
var (
	// ErrWrongReceipt: the receipt is not the one of this row.
	ErrWrongReceipt = errors.New("private: the receipt does not belong here")
	// ErrProof: the stored proof is damaged or asks for an unreasonable cost.
	ErrProof = errors.New("private: the stored receipt proof is damaged")
)

// ReceiptLookup returns the 32 characters under which the row of a receipt is found. Equal receipts give equal lookups, so the
// column may be unique. It costs one Argon2id and may wait for a turn.
func (k *Keys) ReceiptLookup(r Receipt) string {
	salt := k.mac(proofSaltBytes, labelLookupSalt)
	slow := k.stretch([]byte(r.Reveal()), salt, k.price)
	return lower32.EncodeToString(k.mac(pseudonymBytes, labelLookup, string(slow)))
}

// ReceiptProof returns the encoded Argon2id hash ("$argon2id$v=19$m=..,t=..,p=..$salt$hash") of a receipt for the row that at
// names, with a fresh salt. What is hashed is keyed: the string cannot be checked without these Keys.
func (k *Keys) ReceiptProof(at Binding, r Receipt) (string, error) {
	ad, err := at.encode(labelProof)
	if err != nil {
		return "", err
	}
	salt := make([]byte, proofSaltBytes)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	return encodeProof(k.price, salt, k.proofHash(ad, r, salt, k.price)), nil
}

// VerifyReceipt reports whether r is the receipt that proof was made for, in the row that at names: nil, [ErrWrongReceipt],
// [ErrProof] or [ErrBinding]. The comparison takes the same time wherever the hashes differ.
func (k *Keys) VerifyReceipt(at Binding, r Receipt, proof string) error {
	ad, err := at.encode(labelProof)
	if err != nil {
		return err
	}
	c, salt, want, err := decodeProof(proof)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(k.proofHash(ad, r, salt, c), want) != 1 {
		return ErrWrongReceipt
	}
	return nil
}

func (k *Keys) proofHash(ad []byte, r Receipt, salt []byte, c cost) []byte {
	return k.stretch(k.mac(proofHashBytes, labelProof, string(ad), r.Reveal()), salt, c)
}

// stretch runs Argon2id when it is this caller's turn.
func (k *Keys) stretch(secret, salt []byte, c cost) []byte {
	k.slow <- struct{}{}
	defer func() { <-k.slow }()
	return argon2.IDKey(secret, salt, c.time, c.memory, c.threads, proofHashBytes)
}

func encodeProof(c cost, salt, hash []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, b64(salt), b64(hash))
}

// decodeProof accepts exactly what encodeProof writes, within costLimit.
func decodeProof(proof string) (c cost, salt, hash []byte, err error) {
	parts := strings.Split(proof, "$")
	if len(parts) != 6 {
		return cost{}, nil, nil, ErrProof
	}
	_, scanErr := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads)
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	hash, hashErr := base64.RawStdEncoding.DecodeString(parts[5])
	if errors.Join(scanErr, saltErr, hashErr) != nil || !c.reasonable() || encodeProof(c, salt, hash) != proof ||
		len(salt) != proofSaltBytes || len(hash) != proofHashBytes {
		return cost{}, nil, nil, ErrProof
	}
	return c, salt, hash, nil
}

func (c cost) reasonable() bool {
	return c.time >= 1 && c.time <= costLimit.time && c.threads >= 1 && c.threads <= costLimit.threads &&
		c.memory >= 8*uint32(c.threads) && c.memory <= costLimit.memory
}
