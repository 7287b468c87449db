package private

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// seeded is a reproducible source of receipts for tests.
func seeded(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func seededReceipt(t testing.TB, src io.Reader) Receipt {
	t.Helper()
	r, err := NewReceipt(src)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestDammTable proves, over all digits, what makes every single error and every neighbouring swap visible at any position.
func TestDammTable(t *testing.T) {
	t.Parallel()
	for c := range 10 {
		if dammTable[c][c] != 0 {
			t.Errorf("the digit %d does not close itself", c)
		}
		row, column := map[byte]bool{}, map[byte]bool{}
		for x := range 10 {
			row[dammTable[c][x]], column[dammTable[x][c]] = true, true
			for y := range 10 {
				if x != y && dammTable[dammTable[c][x]][y] == dammTable[dammTable[c][y]][x] {
					t.Errorf("after %d the swap of %d and %d is not seen", c, x, y)
				}
			}
		}
		if len(row) != 10 || len(column) != 10 {
			t.Errorf("row or column %d is not a permutation", c)
		}
	}
}

func TestReceiptErrorsAreSeen(t *testing.T) {
	t.Parallel()
	src := seeded(1)
	for range 300 {
		d := seededReceipt(t, src).Reveal()
		for i := range len(d) {
			for x := byte('0'); x <= '9'; x++ {
				if x != d[i] {
					mustRefuse(t, d[:i]+string(x)+d[i+1:])
				}
			}
			if i > 0 && d[i] != d[i-1] {
				mustRefuse(t, d[:i-1]+string(d[i])+string(d[i-1])+d[i+1:])
			}
		}
	}
}

func mustRefuse(t *testing.T, typed string) {
	t.Helper()
	if r, err := ParseReceipt(typed); err == nil || !r.IsZero() {
		t.Errorf("%s is taken for a receipt", typed)
	}
}

func TestReceiptForm(t *testing.T) {
	t.Parallel()
	src := seeded(2)
	first, last := map[byte]int{}, map[byte]int{}
	seen := map[string]bool{}
	for range 20_000 {
		r := seededReceipt(t, src)
		d := r.Reveal()
		if len(d) != ReceiptDigits || d[0] != '0' || d[1] < '2' || strings.Trim(d, "0123456789") != "" {
			t.Fatalf("bad form %q", d)
		}
		if g := r.Grouped(); len(g) != 19 || strings.ReplaceAll(g, " ", "") != d {
			t.Fatalf("grouped %q of %q", g, d)
		}
		if seen[d] {
			t.Fatalf("%s came twice", d)
		}
		seen[d] = true
		first[d[1]]++
		last[d[15]]++
	}
	for name, counts := range map[string]map[byte]int{"second": first, "check": last} {
		share := 20_000 / len(counts)
		for digit, n := range counts {
			if n < share*9/10 || n > share*11/10 {
				t.Errorf("%s digit %c came %d times, want about %d", name, digit, n, share)
			}
		}
	}
	if len(first) != 8 || len(last) != 10 {
		t.Errorf("%d second digits and %d check digits, want 8 and 10", len(first), len(last))
	}
	if _, err := NewReceipt(strings.NewReader("")); err == nil {
		t.Error("no randomness is not reported")
	}
	if (Receipt{}).Grouped() != "" || !(Receipt{}).IsZero() {
		t.Error("the zero receipt is not empty")
	}
}

// digitsFrom writes ASCII digits with those of the script whose zero is given.
func digitsFrom(zero rune, s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, s)
}

func TestParseReceiptAsPeopleType(t *testing.T) {
	t.Parallel()
	src := seeded(3)
	for range 50 {
		r := seededReceipt(t, src)
		d, g := r.Reveal(), r.Grouped()
		typed := []string{
			d, g, " " + d + "\n", "kode saya " + g, g + " terima kasih", "Kode: " + d + ".", "(" + g + ")",
			strings.ReplaceAll(g, " ", "."), strings.ReplaceAll(g, " ", "-"), strings.ReplaceAll(g, " ", " - "),
			strings.ReplaceAll(g, " ", "\u00a0"), strings.ReplaceAll(g, " ", "\u2011"), strings.ReplaceAll(g, " ", "\n"),
			strings.ReplaceAll(g, " ", "/"), strings.Join(strings.Split(d, ""), " "), d[:2] + " " + d[2:5] + "-" + d[5:],
			"saya 17 tahun, kode " + g + ", tolong", "/start " + d, g + "\n" + d, "\u202a" + g + "\u202c", "kode" + d + "ya",
			d[:8] + "\u200b" + d[8:], strings.Join(strings.Split(d, ""), "\ufe0f\u20e3") + "\ufe0f\u20e3",
			digitsFrom('０', g), digitsFrom('٠', g), digitsFrom('۰', d), digitsFrom('꧐', g), digitsFrom('᭐', g), digitsFrom('᮰', g), digitsFrom('𝟬', d),
		}
		for _, s := range typed {
			if got, err := ParseReceipt(s); err != nil || got != r {
				t.Errorf("%q: got %s, %v; want %s", s, got.Reveal(), err, d)
			}
		}
	}
}

func TestParseReceiptRefusals(t *testing.T) {
	t.Parallel()
	src := seeded(4)
	a, b := seededReceipt(t, src), seededReceipt(t, src)
	wrong := a.Reveal()[:15] + string('0'+(a.Reveal()[15]-'0'+1)%10)
	cases := []struct {
		name, text string
		want       error
	}{
		{"nothing", "", ErrNoReceipt},
		{"words", "tolong saya", ErrNoReceipt},
		{"a phone number", "0812-3456-7890", ErrNoReceipt},
		{"an identity number", "3173051234567890", ErrNoReceipt},
		{"15 digits", a.Reveal()[:15], ErrNoReceipt},
		{"17 digits", a.Reveal() + "1", ErrNoReceipt},
		{"wrong beginning", "00" + a.Reveal()[2:], ErrNoReceipt},
		{"words between", a.Reveal()[:8] + " dan " + a.Reveal()[8:], ErrNoReceipt},
		{"mistyped", wrong, ErrReceiptTyped},
		{"two", a.Grouped() + " atau " + b.Grouped(), ErrReceipts},
		{"bad bytes", "\xff\xfe0812", ErrNoReceipt},
	}
	for _, c := range cases {
		r, err := ParseReceipt(c.text)
		if !errors.Is(err, c.want) || !r.IsZero() {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	if r, err := ParseReceipt(wrong + ", maksudnya " + a.Grouped()); err != nil || r != a {
		t.Errorf("a corrected receipt: got %v", err)
	}
}

func TestReceiptLookupAndProof(t *testing.T) {
	t.Parallel()
	k, other := newKeys(t), newKeys(t)
	src := seeded(5)
	r, wrong := seededReceipt(t, src), seededReceipt(t, src)
	lookup := k.ReceiptLookup(r)
	if len(lookup) != 32 || lookup != k.ReceiptLookup(r) {
		t.Errorf("the lookup is not stable: %q", lookup)
	}
	if lookup == k.ReceiptLookup(wrong) || lookup == other.ReceiptLookup(r) {
		t.Error("the lookup depends not on both receipt and keys")
	}
	proof, err := k.ReceiptProof(place, r)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(proof, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(proof, r.Reveal()) {
		t.Errorf("unexpected form: %s", proof)
	}
	if err := k.VerifyReceipt(place, r, proof); err != nil {
		t.Errorf("the right receipt: %v", err)
	}
	if err := k.VerifyReceipt(place, wrong, proof); !errors.Is(err, ErrWrongReceipt) {
		t.Errorf("a wrong receipt: %v", err)
	}
	if err := k.VerifyReceipt(elsewhere["row"], r, proof); !errors.Is(err, ErrWrongReceipt) {
		t.Errorf("a proof copied to another row: %v", err)
	}
	if err := other.VerifyReceipt(place, r, proof); !errors.Is(err, ErrWrongReceipt) {
		t.Errorf("other keys: %v", err)
	}
	if again, _ := k.ReceiptProof(place, r); again == proof {
		t.Error("two proofs share their salt")
	}
	if _, err := k.ReceiptProof(Binding{}, r); !errors.Is(err, ErrBinding) {
		t.Errorf("no place: %v", err)
	}
}

func TestDamagedProofs(t *testing.T) {
	t.Parallel()
	k, r := newKeys(t), newReceipt(t)
	salt, hash := strings.Repeat("A", 22), strings.Repeat("A", 43)
	if _, _, _, err := decodeProof("$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + hash); err != nil {
		t.Fatalf("a good form is refused: %v", err)
	}
	bad := []string{"", "$$$$$", "$argon2i$v=19$m=19456,t=2,p=1$" + salt + "$" + hash, "$argon2id$v=16$m=19456,t=2,p=1$" + salt + "$" + hash,
		"$argon2id$v=19$m=19456,t=2,p=1$" + salt, "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + hash + "\n", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$" + hash,
		"$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$"}
	for _, c := range []string{"m=4294967295,t=2,p=1", "m=19456,t=0,p=1", "m=19456,t=2,p=0", "m=19456,t=9999,p=1", "m=7,t=1,p=1", "m=019456,t=2,p=1", "t=2,m=19456,p=1"} {
		bad = append(bad, fmt.Sprintf("$argon2id$v=19$%s$%s$%s", c, salt, hash))
	}
	for _, p := range bad {
		if err := k.VerifyReceipt(place, r, p); !errors.Is(err, ErrProof) {
			t.Errorf("%q: got %v, want ErrProof", p, err)
		}
	}
}

func FuzzParseReceipt(f *testing.F) {
	r := seededReceipt(f, seeded(6))
	for _, s := range []string{"", r.Reveal(), "kode " + r.Grouped(), digitsFrom('٠', r.Grouped()), "0812 3456 7890 1234", "\xff0", strings.Repeat("0 ", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseReceipt(text)
		if err != nil {
			if !got.IsZero() {
				t.Errorf("a receipt beside an error for %q", text)
			}
			return
		}
		d := got.Reveal()
		if len(d) != ReceiptDigits || damm(d) != 0 || d[0] != '0' || d[1] < '2' {
			t.Errorf("%q gives %q", text, d)
		}
		if again, err := ParseReceipt(got.Grouped()); err != nil || again != got {
			t.Errorf("%q does not come back: %v", got.Grouped(), err)
		}
	})
}

// Keys for tests must never become the keys of a house.
func TestKeysForTestsAreNotKept(t *testing.T) {
	k, err := NewTestKeys()
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := k.Marshal(); err == nil {
		t.Errorf("Marshal wrote %d bytes of keys whose receipts are cheap to guess", len(raw))
	}
}
