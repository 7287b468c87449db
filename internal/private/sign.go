package private

import "crypto/ed25519"

// labelSigning keeps the seed of the signing key apart from all other uses of the pseudonym key.
const labelSigning = "siaga/1/signing"

// Sign signs a message for people outside, who have none of the keys: Ed25519 (RFC 8032), with a key that belongs to the key file. It
// does not change when sealing keys rotate, so that what was signed years ago can still be verified.
func (k *Keys) Sign(message []byte) []byte { return ed25519.Sign(k.signing(), message) }

// SignatureKey is the public half: whoever verifies must have got it from the operator by another way than the thing that is signed.
func (k *Keys) SignatureKey() ed25519.PublicKey {
	public, _ := k.signing().Public().(ed25519.PublicKey)
	return public
}

func (k *Keys) signing() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(k.mac(ed25519.SeedSize, labelSigning))
}
