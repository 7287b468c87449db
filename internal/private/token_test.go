package private

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	tok, other := newToken(t), newToken(t)
	s := tok.Reveal()
	if len(s) != 22 || tok == other || tok.Hash() == other.Hash() {
		t.Errorf("bad token %q", s)
	}
	again, err := ParseToken(s)
	if err != nil || again != tok || again.Hash() != tok.Hash() || TokenHash(s) != tok.Hash() {
		t.Errorf("it does not come back: %v", err)
	}
	if h := tok.Hash(); len(h) != 64 || strings.Contains(h, s) {
		t.Errorf("bad hash %q", h)
	}
	fixed, err := NewToken(bytes.NewReader(make([]byte, 16)))
	if err != nil || fixed.Reveal() != strings.Repeat("A", 22) {
		t.Errorf("of zeros: %q, %v", fixed.Reveal(), err)
	}
	if _, err := NewToken(bytes.NewReader(make([]byte, 15))); err == nil {
		t.Error("too little randomness is not reported")
	}
	if !(Token{}).IsZero() || tok.IsZero() {
		t.Error("IsZero is wrong")
	}
}

func TestParseTokenIsStrict(t *testing.T) {
	t.Parallel()
	a := strings.Repeat("A", 21)
	for _, s := range []string{"", a, a + "AA", a + "B", a + "=", a + "+", a + "/", " " + a + "A", a + "A\n", a[:10] + "\n" + a[:12], a + "A=="} {
		if tok, err := ParseToken(s); !errors.Is(err, ErrToken) || !tok.IsZero() {
			t.Errorf("%q: got %v, want ErrToken", s, err)
		}
	}
}
