package private

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

var place = Binding{Table: "cases", Row: "c-1", Field: "story", Version: 3}

// elsewhere lists bindings that must not open what was sealed for place, also those whose strings only shift a border.
var elsewhere = map[string]Binding{
	"table":            {Table: "drafts", Row: "c-1", Field: "story", Version: 3},
	"row":              {Table: "cases", Row: "c-2", Field: "story", Version: 3},
	"field":            {Table: "cases", Row: "c-1", Field: "name", Version: 3},
	"older version":    {Table: "cases", Row: "c-1", Field: "story", Version: 2},
	"negative version": {Table: "cases", Row: "c-1", Field: "story", Version: -3},
	"shifted border":   {Table: "casesc", Row: "-1", Field: "story", Version: 3},
	"shifted field":    {Table: "cases", Row: "c-1s", Field: "tory", Version: 3},
	"swapped":          {Table: "c-1", Row: "cases", Field: "story", Version: 3},
	"zero byte":        {Table: "cases\x00", Row: "c-1", Field: "story", Version: 3},
}

// sealer is what Keys and DataKey have in common.
type sealer interface {
	Seal(Binding, []byte) ([]byte, error)
	Open(Binding, []byte) ([]byte, error)
}

func sealers(t *testing.T) map[string]sealer {
	t.Helper()
	k := newKeys(t)
	_, dk, err := k.NewDataKey(place)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]sealer{"keys": k, "data key": dk}
}

func TestSealedOpensOnlyInItsPlace(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		for _, plain := range []string{"", "x", canary, strings.Repeat("cerita ", 10_000)} {
			sealed, err := s.Seal(place, []byte(plain))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := s.Open(place, sealed); err != nil || string(got) != plain {
				t.Fatalf("%s: %d bytes come back as %d, %v", name, len(plain), len(got), err)
			}
			if len(plain) > 8 && bytes.Contains(sealed, []byte(plain[:8])) {
				t.Errorf("%s: the plaintext stands in the sealed value", name)
			}
			for what, other := range elsewhere {
				if got, err := s.Open(other, sealed); !errors.Is(err, ErrOpen) || got != nil {
					t.Errorf("%s: other %s: got %q, %v; want ErrOpen", name, what, got, err)
				}
			}
		}
	}
}

func TestChangedBytesDoNotOpen(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		sealed, err := s.Seal(place, []byte("kecil"))
		if err != nil {
			t.Fatal(err)
		}
		for bit := range len(sealed) * 8 {
			bad := bytes.Clone(sealed)
			bad[bit/8] ^= 1 << (bit % 8)
			if got, err := s.Open(place, bad); !errors.Is(err, ErrOpen) || got != nil {
				t.Errorf("%s: bit %d flipped: got %q, %v; want ErrOpen", name, bit, got, err)
			}
		}
		for n := range len(sealed) {
			if _, err := s.Open(place, sealed[:n]); !errors.Is(err, ErrOpen) {
				t.Errorf("%s: cut to %d bytes: got %v, want ErrOpen", name, n, err)
			}
			if _, err := s.Open(place, sealed[len(sealed)-n:]); !errors.Is(err, ErrOpen) {
				t.Errorf("%s: last %d bytes: got %v, want ErrOpen", name, n, err)
			}
		}
		if _, err := s.Open(place, append(bytes.Clone(sealed), 0)); !errors.Is(err, ErrOpen) {
			t.Errorf("%s: one byte more: got %v, want ErrOpen", name, err)
		}
	}
}

func TestWrongKeysDoNotOpen(t *testing.T) {
	t.Parallel()
	mine, theirs := newKeys(t), newKeys(t)
	sealed, err := mine.Seal(place, []byte(canary))
	if err != nil {
		t.Fatal(err)
	}
	_, err = theirs.Open(place, sealed)
	if !errors.Is(err, ErrUnknownKey) || !errors.Is(err, ErrOpen) {
		t.Errorf("got %v, want ErrUnknownKey", err)
	}
	if strings.Contains(err.Error(), canary) {
		t.Errorf("the error holds content: %v", err)
	}
	_, one, _ := mine.NewDataKey(place)
	_, two, _ := mine.NewDataKey(place)
	under, err := one.Seal(place, []byte(canary))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.Open(place, under); !errors.Is(err, ErrOpen) {
		t.Errorf("another data key: got %v, want ErrOpen", err)
	}
	if _, err := mine.Open(place, under); !errors.Is(err, ErrOpen) {
		t.Errorf("the master key on a data key's value: got %v, want ErrOpen", err)
	}
}

func TestBindingMustBeWhole(t *testing.T) {
	t.Parallel()
	for name, s := range sealers(t) {
		for _, b := range []Binding{{}, {Row: "r", Field: "f"}, {Table: "t", Field: "f"}, {Table: "t", Row: "r"}} {
			if _, err := s.Seal(b, nil); !errors.Is(err, ErrBinding) {
				t.Errorf("%s: seal %+v: got %v", name, b, err)
			}
			if _, err := s.Open(b, nil); !errors.Is(err, ErrBinding) {
				t.Errorf("%s: open %+v: got %v", name, b, err)
			}
		}
	}
}

func TestSealingNeverRepeats(t *testing.T) {
	t.Parallel()
	const times = 50_000
	for name, s := range sealers(t) {
		seen := make(map[[12]byte]bool, times)
		for range times {
			sealed, err := s.Seal(place, nil)
			if err != nil {
				t.Fatal(err)
			}
			nonce := [12]byte(sealed[len(sealed)-28 : len(sealed)-16])
			if seen[nonce] {
				t.Fatalf("%s: a nonce came twice", name)
			}
			seen[nonce] = true
		}
	}
}

func TestDataKeyComesBack(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	sealedKey, key, err := k.NewDataKey(place)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := key.Seal(place, []byte(canary))
	if err != nil {
		t.Fatal(err)
	}
	again, err := k.OpenDataKey(place, sealedKey)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(place, sealed); err != nil || string(got) != canary {
		t.Errorf("got %q, %v", got, err)
	}
	for what, other := range elsewhere {
		if _, err := k.OpenDataKey(other, sealedKey); !errors.Is(err, ErrOpen) {
			t.Errorf("other %s: got %v, want ErrOpen", what, err)
		}
	}
	if _, err := newKeys(t).OpenDataKey(place, sealedKey); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("other keys: got %v, want ErrUnknownKey", err)
	}
}

func TestDataKeyAndFieldAreNotInterchangeable(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	sealedKey, _, err := k.NewDataKey(place)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k.Open(place, sealedKey); !errors.Is(err, ErrOpen) {
		t.Errorf("a data key read as a field: got %d bytes, %v", len(got), err)
	}
	field, err := k.Seal(place, make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.OpenDataKey(place, field); !errors.Is(err, ErrOpen) {
		t.Errorf("a field read as a data key: got %v", err)
	}
	var none DataKey
	if _, err := none.Seal(place, nil); !errors.Is(err, ErrNoDataKey) {
		t.Errorf("zero data key seals: %v", err)
	}
	if _, err := none.Open(place, field); !errors.Is(err, ErrNoDataKey) {
		t.Errorf("zero data key opens: %v", err)
	}
}
