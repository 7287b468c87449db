package private

import (
	"errors"
	"fmt"
	"slices"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// Rotation while running, in order:
//
//  1. one process: Rotate, then ReplaceKeysFile; several processes: Stage and ReplaceKeysFile, let every process Adopt the
//     file, then Promote and ReplaceKeysFile and Adopt once more, so that nobody meets a key it does not have;
//  2. store a new CheckValue;
//  3. seal again what SealedUnder says is under the old key (Reseal, ResealDataKey);
//  4. Retire the old key and ReplaceKeysFile: whatever is still under it, backups included, is gone.

// ErrKeyChange says that a change of keys was refused and nothing was changed.
var ErrKeyChange = errors.New("private: the keys were not changed")

// PrimaryID returns the id of the key that seals now. Ids are random numbers and no secret.
func (k *Keys) PrimaryID() uint32 { return k.seal.Load().primary }

// IDs returns the ids of all sealing keys held, oldest first.
func (k *Keys) IDs() []uint32 { return slices.Clone(k.seal.Load().ids) }

// Rotate adds a new sealing key, makes it primary and returns its id. Older keys stay for opening.
func (k *Keys) Rotate() (uint32, error) {
	return k.alter(func(m *keyset.Manager, _ *ring) (uint32, error) {
		id, err := m.Add(aead.AES256GCMKeyTemplate())
		if err != nil {
			return 0, err
		}
		return id, m.SetPrimary(id)
	})
}

// Stage adds a new sealing key without sealing under it yet and returns its id.
func (k *Keys) Stage() (uint32, error) {
	return k.alter(func(m *keyset.Manager, _ *ring) (uint32, error) { return m.Add(aead.AES256GCMKeyTemplate()) })
}

// Promote makes the key with this id primary.
func (k *Keys) Promote(id uint32) error {
	_, err := k.alter(func(m *keyset.Manager, r *ring) (uint32, error) {
		if !slices.Contains(r.ids, id) {
			return 0, fmt.Errorf("there is no key with id %d", id)
		}
		return id, m.SetPrimary(id)
	})
	return err
}

// Retire destroys the key with this id; what is still sealed under it can never be opened again. The primary is refused.
func (k *Keys) Retire(id uint32) error {
	_, err := k.alter(func(m *keyset.Manager, r *ring) (uint32, error) {
		switch {
		case !slices.Contains(r.ids, id):
			return 0, fmt.Errorf("there is no key with id %d", id)
		case id == r.primary:
			return 0, fmt.Errorf("key %d is the primary: rotate first", id)
		}
		return id, m.Delete(id)
	})
	return err
}

// alter applies one change to a copy of the sealing keys and puts the copy in place when all of it succeeded.
func (k *Keys) alter(change func(*keyset.Manager, *ring) (uint32, error)) (uint32, error) {
	k.change.Lock()
	defer k.change.Unlock()
	m := keyset.NewManagerFromHandle(k.seal.Load().handle)
	id, err := change(m, k.seal.Load())
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrKeyChange, err)
	}
	h, err := m.Handle()
	if err != nil {
		return 0, fmt.Errorf("%w: the key library refused", ErrKeyChange)
	}
	r, err := newRing(h)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrKeyChange, err)
	}
	k.seal.Store(r)
	return id, nil
}

// Adopt takes over the sealing keys of other, as read anew from the key file, in a running process. It refuses keys of another
// installation, that is with another [Keys.Fingerprint].
func (k *Keys) Adopt(other *Keys) error {
	if k.Fingerprint() != other.Fingerprint() {
		return fmt.Errorf("%w: the fingerprint is %s, this installation has %s", ErrKeyChange, other.Fingerprint(), k.Fingerprint())
	}
	k.change.Lock()
	defer k.change.Unlock()
	k.seal.Store(other.seal.Load())
	return nil
}

// Reseal opens a value and seals it under the primary key, for the same place. It returns sealed itself and false when it
// already is under the primary. Values under a [DataKey] need no resealing: see [Keys.ResealDataKey].
func (k *Keys) Reseal(at Binding, sealed []byte) ([]byte, bool, error) {
	return k.resealFor(purposeField, at, sealed)
}

// ResealDataKey does for a sealed data key what [Keys.Reseal] does for a value. The data key and all under it stay the same.
func (k *Keys) ResealDataKey(at Binding, sealedKey []byte) ([]byte, bool, error) {
	return k.resealFor(purposeDataKey, at, sealedKey)
}

func (k *Keys) resealFor(purpose string, at Binding, sealed []byte) ([]byte, bool, error) {
	plain, err := k.openFor(purpose, at, sealed)
	if err != nil {
		return nil, false, err
	}
	defer clear(plain)
	if id, ok := SealedUnder(sealed); ok && id == k.PrimaryID() {
		return sealed, false, nil
	}
	out, err := k.sealFor(purpose, at, plain)
	return out, err == nil, err
}
