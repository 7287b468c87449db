// Package kms asks a key service outside of this machine to seal and open a few bytes, in the protocol of the Transit engine of HashiCorp Vault
// and OpenBao; it must not know what the bytes are.
package kms

import (
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Scheme begins the address of a key service, as Tink writes it.
const Scheme = "hcvault://"

const (
	answerTime = 10 * time.Second
	maxAnswer  = 1 << 20
	maxPlain   = 64 << 10 // more than any key file has
	purpose    = "siaga key file"
)

// Refusals. The service's own words are never part of an error: they may quote what was sent.
var (
	ErrAddress     = errors.New("the address must be hcvault://HOST:PORT/MOUNT/keys/NAME, for example hcvault://vault.example.go.id:8200/transit/keys/siaga")
	ErrToken       = errors.New("the key service refuses the token: it is wrong, has ended, or may not use this key")
	ErrNoKey       = errors.New("the key service has no such key, or no such engine")
	ErrRefused     = errors.New("the key service cannot open this: the key was destroyed or is another one, or the file was changed")
	ErrUnreachable = errors.New("the key service does not answer, or is sealed itself")
)

// Transit is one key of a key service.
type Transit struct {
	base, mount, key, namespace string
	token                       string
	client                      *http.Client
}

// String is the address, which holds no secret.
func (t *Transit) String() string {
	return Scheme + strings.TrimPrefix(strings.TrimPrefix(t.base, "https://"), "http://") + "/" + t.mount + "/keys/" + t.key
}

// GoString hides the token as String does.
func (t *Transit) GoString() string { return t.String() }

var route = regexp.MustCompile(`^/([A-Za-z0-9_][A-Za-z0-9_.\-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.\-]*)*)/keys/([A-Za-z0-9_][A-Za-z0-9_.\-]*)$`)

// New reads the address hcvault://HOST:PORT/MOUNT/keys/NAME[?namespace=NS]. The service is spoken to by TLS, and without it only on this machine
// (hcvault://127.0.0.1:8200/…?tls=off).
func New(address, token string) (*Transit, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme+"://" != Scheme || u.Host == "" || u.User != nil || u.Fragment != "" {
		return nil, ErrAddress
	}
	at := route.FindStringSubmatch(u.Path)
	if at == nil || strings.Contains(u.Path, "..") {
		return nil, ErrAddress
	}
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("the token of the key service is missing or not one")
	}
	scheme := "https://"
	if u.Query().Get("tls") == "off" {
		if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
			return nil, errors.New("without TLS the token would be read on the way; tls=off is for 127.0.0.1 only")
		}
		scheme = "http://"
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: answerTime, MaxIdleConns: 1, IdleConnTimeout: answerTime}
	return &Transit{base: scheme + u.Host, mount: at[1], key: at[2], namespace: u.Query().Get("namespace"), token: token,
		client: &http.Client{Timeout: answerTime, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// Wrap seals; what comes back names the version of the key.
func (t *Transit) Wrap(plain []byte) ([]byte, error) {
	if len(plain) > maxPlain {
		return nil, errors.New("more than a key service is asked to seal")
	}
	var out struct{ Ciphertext string }
	if err := t.ask("encrypt", map[string]string{"plaintext": encode(plain), "associated_data": encode([]byte(purpose))}, &out); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(out.Ciphertext, "vault:v") {
		return nil, ErrUnreachable
	}
	return []byte(out.Ciphertext), nil
}

// Unwrap opens what Wrap sealed.
func (t *Transit) Unwrap(sealed []byte) ([]byte, error) {
	var out struct{ Plaintext string }
	if err := t.ask("decrypt", map[string]string{"ciphertext": string(sealed), "associated_data": encode([]byte(purpose))}, &out); err != nil {
		return nil, err
	}
	plain, err := base64.StdEncoding.DecodeString(out.Plaintext)
	if err != nil || len(plain) == 0 {
		return nil, ErrRefused
	}
	return plain, nil
}

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// ask posts to the engine and reads the part "data" of the answer.
func (t *Transit) ask(verb string, what map[string]string, data any) error {
	body, err := json.Marshal(what)
	if err != nil {
		return errors.New("the question to the key service cannot be written")
	}
	defer clear(body)
	req, err := http.NewRequest(http.MethodPost, t.base+"/v1/"+t.mount+"/"+verb+"/"+t.key, bytes.NewReader(body)) //nolint:noctx // the client has a limit of time
	if err != nil {
		return ErrAddress
	}
	req.Header.Set("X-Vault-Token", t.token)
	req.Header.Set("X-Vault-Request", "true")
	if t.namespace != "" {
		req.Header.Set("X-Vault-Namespace", t.namespace)
	}
	res, err := t.client.Do(req)
	if err != nil {
		return fmt.Errorf("%w (%s)", ErrUnreachable, class(err))
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("%w (the answer was cut)", ErrUnreachable)
	}
	defer clear(raw)
	if err := refusal(res.StatusCode); err != nil {
		return err
	}
	var answer struct{ Data json.RawMessage }
	if json.Unmarshal(raw, &answer) != nil || json.Unmarshal(answer.Data, data) != nil {
		return fmt.Errorf("%w (the answer is not one of a key service)", ErrUnreachable)
	}
	return nil
}

func refusal(status int) error {
	switch status {
	case http.StatusOK:
		return nil
	case http.StatusForbidden, http.StatusUnauthorized:
		return ErrToken
	case http.StatusNotFound:
		return ErrNoKey
	case http.StatusBadRequest:
		return ErrRefused
	}
	return fmt.Errorf("%w (status %d)", ErrUnreachable, status)
}

// class names why nothing came back, without quoting an address or a certificate.
func class(err error) string {
	var d *net.DNSError
	var c *tls.CertificateVerificationError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &d):
		return "its name is not known"
	case errors.As(err, &c):
		return "its certificate is not trusted; name yours with SSL_CERT_FILE"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "it took too long"
	}
	return "no connection"
}
