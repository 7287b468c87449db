package private

import "encoding/base32"

// Labels keep the uses of the pseudonym key apart.
const (
	labelPseudonym   = "siaga/1/pseudonym"
	labelFingerprint = "siaga/1/fingerprint"
	labelLookup      = "siaga/1/receipt-lookup"
	labelLookupSalt  = "siaga/1/receipt-lookup-salt"
	labelProof       = "siaga/1/receipt-proof"
	labelPIN         = "siaga/1/pin-proof"
)

// lower32 is base32 in lower case without padding: safe in SQL, Redis keys, logs and file names.
var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// pseudonymBytes is the length kept of the HMAC: with 160 bits no two values ever meet.
const pseudonymBytes = 20

// Pseudonym returns a stable name for value that tells nothing about it without the key: 32 lower-case characters (a-z, 2-7)
// of HMAC-SHA-256. Kind says what the value is ("telegram-user", "chat", "phone"); the same value of another kind has an
// unrelated pseudonym. It does not change when sealing keys rotate. The caller brings the value into one canonical form first.
func (k *Keys) Pseudonym(kind, value string) string {
	return lower32.EncodeToString(k.mac(pseudonymBytes, labelPseudonym, kind, value))
}

// mac returns n (at most 32) bytes of HMAC-SHA-256 over the parts, each preceded by its length.
func (k *Keys) mac(n uint32, parts ...string) []byte {
	size := 0
	for _, p := range parts {
		size += 4 + len(p)
	}
	out, err := k.names.prf.ComputePRF(appendParts(make([]byte, 0, size), parts...), n)
	if err != nil {
		// HMAC-SHA-256 has one way to fail, asking for more than 32 bytes: a fault in this package that no input can cause.
		panic("private: the pseudonym key gave no output")
	}
	return out
}
