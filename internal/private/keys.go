package private

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/aesgcm"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/prf/hmacprf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Keys are the master keys of one installation: a rotating set of AES-256-GCM keys for sealing and one HMAC-SHA-256 key,
// never rotated, for pseudonyms. Use it by pointer; all methods may be called at the same time, also during a rotation.
//
// One sealing key is good for 2^32 values (random 96-bit nonces, NIST SP 800-38D section 8.3); rotate long before that.
type Keys struct {
	hidden
	seal   atomic.Pointer[ring]
	change sync.Mutex // held by whoever replaces seal
	names  *pseudonyms
	slow   chan struct{} // bounds the memory of Argon2id, see receiptproof.go
	price  cost          // what one guess at a receipt costs
}

// ring is one unchanging state of the sealing keys.
type ring struct {
	handle  *keyset.Handle
	aead    tink.AEAD
	primary uint32
	ids     []uint32 // in the order of the key file
}

// pseudonyms is the HMAC key and its ready primitive.
type pseudonyms struct {
	handle *keyset.Handle
	prf    prf.PRF
}

// keyFileVersion is the value of "siaga_keys" this code writes and reads.
const keyFileVersion = 1

// keyFile is the JSON form of Keys: two cleartext Tink keysets, each as Tink itself writes it.
type keyFile struct {
	Version   int             `json:"siaga_keys"`
	Seal      json.RawMessage `json:"seal"`
	Pseudonym json.RawMessage `json:"pseudonym"`
}

// ErrKeyFile says that key material cannot be used. Its sentences name what is wrong and never quote the material.
var ErrKeyFile = errors.New("these are not usable Siaga keys")

// NewKeys makes fresh random keys.
func NewKeys() (*Keys, error) {
	seal, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, errors.New("make a sealing key: the key library refused")
	}
	names, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return nil, errors.New("make a pseudonym key: the key library refused")
	}
	return assemble(seal, names)
}

// NewTestKeys makes keys like [NewKeys] for tests that make hundreds of receipts and do not measure what a guess costs: theirs
// cost next to nothing. Such keys exist in memory only; [Keys.Marshal] refuses them.
func NewTestKeys() (*Keys, error) {
	k, err := NewKeys()
	if err != nil {
		return nil, err
	}
	k.price = cost{time: 1, memory: 64, threads: 1}
	return k, nil
}

// ParseKeys reads what [Keys.Marshal] wrote. Errors wrap [ErrKeyFile] and never contain a part of raw.
func ParseKeys(raw []byte) (*Keys, error) {
	var f keyFile
	if json.Unmarshal(raw, &f) != nil {
		return nil, fmt.Errorf("%w: the content is not JSON of the expected form", ErrKeyFile)
	}
	if f.Version != keyFileVersion {
		return nil, fmt.Errorf("%w: the format number is %d, this program reads %d", ErrKeyFile, f.Version, keyFileVersion)
	}
	seal, err := readKeyset(f.Seal)
	if err != nil {
		return nil, fmt.Errorf("%w: the keyset %q cannot be read", ErrKeyFile, "seal")
	}
	names, err := readKeyset(f.Pseudonym)
	if err != nil {
		return nil, fmt.Errorf("%w: the keyset %q cannot be read", ErrKeyFile, "pseudonym")
	}
	return assemble(seal, names)
}

// Marshal returns the key file: JSON in clear, to be kept in a file of mode 0600 or a secret store and nowhere else.
func (k *Keys) Marshal() ([]byte, error) {
	if k.price != receiptCost {
		return nil, errors.New("write keys: keys made for tests are not kept")
	}
	seal, err := writeKeyset(k.seal.Load().handle)
	if err != nil {
		return nil, err
	}
	names, err := writeKeyset(k.names.handle)
	if err != nil {
		return nil, err
	}
	out, err := json.MarshalIndent(keyFile{Version: keyFileVersion, Seal: seal, Pseudonym: names}, "", "  ")
	if err != nil {
		return nil, errors.New("write keys: the keysets are not JSON")
	}
	return append(out, '\n'), nil
}

// WriteTo writes the key file as [Keys.Marshal] returns it.
func (k *Keys) WriteTo(w io.Writer) (int64, error) {
	raw, err := k.Marshal()
	if err != nil {
		return 0, err
	}
	n, err := w.Write(raw)
	return int64(n), err
}

func assemble(seal, names *keyset.Handle) (*Keys, error) {
	r, err := newRing(seal)
	if err != nil {
		return nil, err
	}
	p, err := newPseudonyms(names)
	if err != nil {
		return nil, err
	}
	k := &Keys{names: p, slow: make(chan struct{}, slowAtOnce), price: receiptCost}
	k.seal.Store(r)
	return k, nil
}

// newRing accepts only enabled AES-256-GCM keys that mark their ciphertexts with their id, so that no key file can weaken sealing.
func newRing(h *keyset.Handle) (*ring, error) {
	primary, err := h.Primary()
	if err != nil {
		return nil, fmt.Errorf("%w: no sealing key is marked as primary", ErrKeyFile)
	}
	r := &ring{handle: h, primary: primary.KeyID()}
	for i := range h.Len() {
		e, err := h.Entry(i)
		if err != nil || !isSealKey(e) {
			return nil, fmt.Errorf("%w: sealing key number %d is not an enabled AES-256-GCM key of Tink form", ErrKeyFile, i+1)
		}
		r.ids = append(r.ids, e.KeyID())
	}
	if r.aead, err = aead.New(h); err != nil {
		return nil, fmt.Errorf("%w: the sealing keys are refused by the key library", ErrKeyFile)
	}
	return r, nil
}

func isSealKey(e *keyset.Entry) bool {
	k, ok := e.Key().(*aesgcm.Key)
	if !ok || e.KeyStatus() != keyset.Enabled {
		return false
	}
	p, ok := k.Parameters().(*aesgcm.Parameters)
	return ok && p.KeySizeInBytes() == 32 && p.Variant() == aesgcm.VariantTink
}

// newPseudonyms accepts exactly one enabled HMAC-SHA-256 key of 32 bytes or more.
func newPseudonyms(h *keyset.Handle) (*pseudonyms, error) {
	bad := fmt.Errorf("%w: the pseudonym keyset must hold exactly one enabled HMAC-SHA-256 key", ErrKeyFile)
	e, err := h.Primary()
	if err != nil || h.Len() != 1 || e.KeyStatus() != keyset.Enabled {
		return nil, bad
	}
	key, ok := e.Key().(*hmacprf.Key)
	if !ok {
		return nil, bad
	}
	p, ok := key.Parameters().(*hmacprf.Parameters)
	if !ok || p.HashType() != hmacprf.SHA256 || p.KeySizeInBytes() < 32 {
		return nil, bad
	}
	set, err := prf.NewPRFSet(h)
	if err != nil {
		return nil, bad
	}
	return &pseudonyms{handle: h, prf: set.PRFs[set.PrimaryID]}, nil
}

func readKeyset(raw []byte) (*keyset.Handle, error) {
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
}

func writeKeyset(h *keyset.Handle) ([]byte, error) {
	var out bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&out)); err != nil {
		return nil, errors.New("write keys: the key library refused")
	}
	return out.Bytes(), nil
}
