package kms_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"siaga/internal/kms"
	"siaga/internal/kms/kmstest"
)

func TestWrapAndUnwrap(t *testing.T) {
	t.Parallel()
	s := kmstest.Start(t)
	k, err := kms.New(s.Address(), kmstest.Token)
	if err != nil {
		t.Fatal(err)
	}
	plain := []byte("kunci rahasia")
	sealed, err := k.Wrap(plain)
	if err != nil || bytes.Contains(sealed, plain) {
		t.Fatalf("%q, %v", sealed, err)
	}
	s.Rotate()
	if got, err := k.Unwrap(sealed); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("under an older version: %q, %v", got, err)
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)-8] ^= 1
	if _, err := k.Unwrap(changed); !errors.Is(err, kms.ErrRefused) {
		t.Errorf("changed: %v", err)
	}
	for status, want := range map[int]error{403: kms.ErrToken, 404: kms.ErrNoKey, 400: kms.ErrRefused, 503: kms.ErrUnreachable, 500: kms.ErrUnreachable, 302: kms.ErrUnreachable, 429: kms.ErrUnreachable} {
		s.Fail(status)
		_, err := k.Unwrap(sealed)
		if !errors.Is(err, want) || strings.Contains(fmt.Sprint(err), kmstest.Token) {
			t.Errorf("status %d: %v, want %v without the token", status, err, want)
		}
	}
	s.Fail(0)
	s.Destroy()
	if _, err := k.Unwrap(sealed); !errors.Is(err, kms.ErrRefused) {
		t.Errorf("after the key was destroyed: %v", err)
	}
	if all := fmt.Sprintf("%v %+v %#v %s", k, k, k, k); strings.Contains(all, kmstest.Token) {
		t.Errorf("the token prints: %s", all)
	}
}

// TestAddresses: what is no address of a key is refused, and no token goes over a wire in clear.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "https://vault/transit/keys/a", "hcvault://", "hcvault://vault/keys/a", "hcvault://vault/transit/a", "hcvault://u:p@vault/transit/keys/a",
		"hcvault://vault/transit/keys/../../sys", "hcvault://vault/transit/keys/a/b", "hcvault://vault/transit/keys/a?tls=off", "hcvault://10.0.0.1/transit/keys/a?tls=off", "gcp-kms://projects/x"} {
		if _, err := kms.New(bad, kmstest.Token); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	for _, bad := range []string{"", "a b", "a\nb"} {
		if _, err := kms.New("hcvault://vault:8200/transit/keys/a", bad); err == nil {
			t.Errorf("the token %q is taken", bad)
		}
	}
	if _, err := kms.New("hcvault://vault:8200/team/transit/keys/a?namespace=x", "hvs.x"); err != nil {
		t.Error(err)
	}
}

// TestStrangeAnswers: a service that says anything else, or sends elsewhere, gets no second question and is no key service.
func TestStrangeAnswers(t *testing.T) {
	t.Parallel()
	elsewhere := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	for name, h := range map[string]http.HandlerFunc{
		"page":  func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") },
		"empty": func(http.ResponseWriter, *http.Request) {},
		"null":  func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data":{}}`) },
		"huge":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bytes.Repeat([]byte(" "), 2<<20)) },
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		},
		"cut": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		s := httptest.NewServer(h)
		k, err := kms.New("hcvault://"+strings.TrimPrefix(s.URL, "http://")+"/transit/keys/siaga?tls=off", kmstest.Token)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.Unwrap([]byte("vault:v1:AAAA")); err == nil {
			t.Errorf("%s: opened", name)
		}
		if _, err := k.Wrap([]byte("x")); err == nil {
			t.Errorf("%s: sealed", name)
		}
		s.Close()
	}
	if elsewhere != 0 {
		t.Error("the token was sent elsewhere")
	}
}
