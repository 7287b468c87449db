// Package kmstest is a key service for tests, which speaks the protocol of Vault's Transit engine; it must not know what is sealed.
package kmstest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Token is the one that the service accepts.
const Token = "hvs.only-for-tests-0001"

// Service is a key service with one engine "transit" and one key "siaga".
type Service struct {
	mu     sync.Mutex
	keys   map[int]cipher.AEAD
	newest int
	status int // given to everybody instead of an answer
	asked  int
	server *httptest.Server
}

// Start starts one on this machine, with one version of the key.
func Start(t testing.TB) *Service {
	t.Helper()
	s := &Service{keys: map[int]cipher.AEAD{}}
	s.Rotate()
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	return s
}

// Address is what a setting names.
func (s *Service) Address() string {
	return "hcvault://" + strings.TrimPrefix(s.server.URL, "http://") + "/transit/keys/siaga?tls=off"
}

// Rotate makes a new version of the key; older ones still open.
func (s *Service) Rotate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	block, err := aes.NewCipher(raw)
	if err != nil {
		panic(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	s.newest++
	s.keys[s.newest] = gcm
}

// Destroy destroys all versions of the key.
func (s *Service) Destroy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = map[int]cipher.AEAD{}
}

// Fail gives everybody this status from now on; 0 ends it.
func (s *Service) Fail(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = status
}

// Asked tells how often it was asked.
func (s *Service) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// ServeHTTP answers as Transit does (https://developer.hashicorp.com/vault/api-docs/secret/transit).
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	var in struct {
		Plaintext, Ciphertext string
		Data                  string `json:"associated_data"`
	}
	verb, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v1/transit/"), "/")
	switch {
	case s.status != 0:
		refuse(w, s.status)
	case r.Header.Get("X-Vault-Token") != Token:
		refuse(w, http.StatusForbidden)
	case r.Method != http.MethodPost || key != "siaga" || len(s.keys) == 0 && verb == "encrypt":
		refuse(w, http.StatusNotFound)
	case json.NewDecoder(r.Body).Decode(&in) != nil:
		refuse(w, http.StatusBadRequest)
	case verb == "encrypt":
		s.encrypt(w, in.Plaintext, in.Data)
	case verb == "decrypt":
		s.decrypt(w, in.Ciphertext, in.Data)
	default:
		refuse(w, http.StatusNotFound)
	}
}

func (s *Service) encrypt(w http.ResponseWriter, plain, data string) {
	raw, err := base64.StdEncoding.DecodeString(plain)
	aad, also := base64.StdEncoding.DecodeString(data)
	if err != nil || also != nil {
		refuse(w, http.StatusBadRequest)
		return
	}
	nonce := make([]byte, 12)
	_, _ = rand.Read(nonce)
	sealed := s.keys[s.newest].Seal(nonce, nonce, raw, aad)
	say(w, "ciphertext", fmt.Sprintf("vault:v%d:%s", s.newest, base64.StdEncoding.EncodeToString(sealed)))
}

func (s *Service) decrypt(w http.ResponseWriter, sealed, data string) {
	parts := strings.SplitN(sealed, ":", 3)
	if len(parts) != 3 || parts[0] != "vault" {
		refuse(w, http.StatusBadRequest)
		return
	}
	version, err := strconv.Atoi(strings.TrimPrefix(parts[1], "v"))
	raw, also := base64.StdEncoding.DecodeString(parts[2])
	aad, third := base64.StdEncoding.DecodeString(data)
	key := s.keys[version]
	if err != nil || also != nil || third != nil || key == nil || len(raw) < 12 {
		refuse(w, http.StatusBadRequest)
		return
	}
	plain, err := key.Open(nil, raw[:12], raw[12:], aad)
	if err != nil {
		refuse(w, http.StatusBadRequest)
		return
	}
	say(w, "plaintext", base64.StdEncoding.EncodeToString(plain))
}

func say(w http.ResponseWriter, name, value string) {
	_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]string{name: value}})
}

// refuse quotes a secret, as a careless service might.
func refuse(w http.ResponseWriter, status int) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string][]string{"errors": {"refused " + Token}})
}
