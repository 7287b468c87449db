package app

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/ledger"
	"siaga/internal/private"
	"siaga/internal/store"
)

// Office is what the operator's commands work with: the store and the engine's office work, nothing that runs.
type Office struct {
	Store  *store.DB
	Engine *engine.Engine
	Ledger *ledger.Ledger
	Keys   *private.Keys
}

// OpenOffice opens the store with the key file of the settings.
func OpenOffice(ctx context.Context, cfg config.Config, log *slog.Logger) (*Office, error) {
	keys, err := LoadKeys(cfg)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, cfg.DatabaseURL, keys, store.Options{Log: log})
	if err != nil {
		return nil, wrongKeys(err)
	}
	l, err := ledger.Open(cfg.LedgerDir(), keys)
	if err != nil {
		return nil, errors.Join(config.Bad("SIAGA_LEDGER: %v", err), db.Close())
	}
	parts := engine.Parts{Store: db, Keys: keys, Clock: time.Now, Random: Chance{}, Log: log, Ledger: heads{db, l}}
	return &Office{db, engine.New(parts, nil), l, keys}, nil
}

// OpenSpeaking is OpenOffice for the commands after which officers are told something.
func OpenSpeaking(ctx context.Context, cfg config.Config, log *slog.Logger) (*Office, error) {
	book, err := NewBook()
	if err != nil {
		return nil, err
	}
	o, err := OpenOffice(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	o.Engine.Texts = Live{book}
	return o, nil
}

// OpenWording is OpenOffice for the commands that change texts.
func OpenWording(ctx context.Context, cfg config.Config, log *slog.Logger) (*Office, error) {
	o, err := OpenOffice(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	book, err := NewBook()
	if err != nil {
		return nil, errors.Join(err, o.Close())
	}
	o.Engine.Book = book
	return o, nil
}

// wrongKeys makes a database of other keys a matter of the settings.
func wrongKeys(err error) error {
	if errors.Is(err, private.ErrWrongKeys) {
		return config.Bad("SIAGA_KEYS: %v", err)
	}
	return err
}

// Close closes the store.
func (o *Office) Close() error { return o.Store.Close() }

// Seeded draws repeatable values, for training, pictures and tests. It is never used with real cases.
type Seeded struct {
	mu  sync.Mutex
	src *rand.ChaCha8
	Chance
	codes int
}

// NewSeeded makes a source that gives the same values for the same seed.
func NewSeeded(seed uint64) *Seeded {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &Seeded{src: rand.NewChaCha8(key)}
}

// Read fills p with repeatable bytes.
func (s *Seeded) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.src.Read(p)
}

// Code counts up: K-0001, K-0002 …
func (s *Seeded) Code() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes++
	return "K-" + pad(s.codes)
}

func pad(n int) string {
	digits := []byte("0000")
	for i := 3; i >= 0 && n > 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return string(digits)
}

// Receipt draws a repeatable receipt number.
func (s *Seeded) Receipt() private.Receipt {
	r, err := private.NewReceipt(s)
	if err != nil {
		panic("seeded receipt: " + err.Error())
	}
	return r
}
