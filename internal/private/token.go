package private

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Token is a random handle of 128 bits: an invitation link, the callback data of a button. Whoever holds it may use it once,
// so it does not print; the store keeps [Token.Hash] only. The zero Token is none.
type Token struct {
	hidden
	text Text
}

const tokenBytes = 16

// ErrToken says that a text has not the form of a token.
var ErrToken = errors.New("private: this is not a token")

// NewToken draws a token from random, which is crypto/rand.Reader outside tests.
func NewToken(random io.Reader) (Token, error) {
	var raw [tokenBytes]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return Token{}, fmt.Errorf("draw a token: %w", err)
	}
	return Token{text: NewText(base64.RawURLEncoding.EncodeToString(raw[:]))}, nil
}

// ParseToken reads the 22 characters of [Token.Reveal] and refuses everything else, spaces and line ends included.
func ParseToken(s string) (Token, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != tokenBytes || strings.ContainsAny(s, "\r\n") {
		return Token{}, ErrToken
	}
	return Token{text: NewText(s)}, nil
}

// Reveal returns 22 characters of A-Z a-z 0-9 - _, fit for callback data and start payloads (64 bytes at most in the Bot API).
func (t Token) Reveal() string { return t.text.Reveal() }

// IsZero reports whether there is no token.
func (t Token) IsZero() bool { return t.text.IsZero() }

// Hash returns the 64 hex digits under which a store finds the token. A plain hash is enough: 128 random bits cannot be guessed.
func (t Token) Hash() string { return TokenHash(t.Reveal()) }

// TokenHash is [Token.Hash] of a text that somebody presented, well-formed or not, so that a lookup treats all alike.
func TokenHash(presented string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte("siaga/1/token\x00"+presented)))
}
