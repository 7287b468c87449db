package private

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestPINIsReadAloneOnly(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"482913": true, " 482 913 ": true, "48291": false, "4829130": false, "pin 482913": false, "48291a": false,
		"": false, "K-0001": false, "482.913": false, "٤٨٢٩١٣": false} {
		if _, err := ParsePIN(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWeakPINs(t *testing.T) {
	t.Parallel()
	for text, weak := range map[string]bool{"000000": true, "111111": true, "123456": true, "654321": true, "456789": true, "567890": true,
		"121212": true, "123123": true, "482913": false, "100001": false, "112233": false} {
		p, err := ParsePIN(text)
		if err != nil || p.Weak() != weak {
			t.Errorf("%s: weak %v, %v", text, p.Weak(), err)
		}
	}
}

// TestPINProof shows that only the PIN opens its proof, only in its row, only with these keys, and that nothing prints it.
func TestPINProof(t *testing.T) {
	t.Parallel()
	keys, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	others, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	at := Binding{Table: "seat_pins", Row: "53.02/duty/1", Field: "proof"}
	pin, _ := ParsePIN("482913")
	wrong, _ := ParsePIN("482914")
	proof, err := keys.PINProof(at, pin)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := keys.PINProof(at, pin)
	elsewhere := at
	elsewhere.Row = "53.02/duty/2"
	for name, got := range map[string]error{"wrong": keys.VerifyPIN(at, wrong, proof), "other row": keys.VerifyPIN(elsewhere, pin, proof),
		"other keys": others.VerifyPIN(at, pin, proof)} {
		if !errors.Is(got, ErrWrongPIN) {
			t.Errorf("%s: got %v, want ErrWrongPIN", name, got)
		}
	}
	if err := keys.VerifyPIN(at, pin, proof); err != nil || proof == again {
		t.Errorf("right: %v; two proofs alike: %v", err, proof == again)
	}
	if err := keys.VerifyPIN(at, pin, "$argon2id$v=19$m=1,t=1,p=1$a$b"); !errors.Is(err, ErrProof) {
		t.Errorf("damaged: %v", err)
	}
	if printed := fmt.Sprintf("%v %+v %#v %s", pin, pin, pin, pin); strings.Contains(printed, "482913") {
		t.Errorf("the PIN prints: %s", printed)
	}
}
