package app

import (
	"context"
	"fmt"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/ledger"
	"siaga/internal/private"
	"siaga/internal/store"
)

// book joins the database, which knows the head, and the folder that keeps it.
type heads struct {
	*store.DB
	*ledger.Ledger
}

// ledger gives the engine its ledger, nil when there is none.
func (h *House) ledger() engine.Ledger {
	if h.Ledger == nil {
		return nil
	}
	return heads{h.Store, h.Ledger}
}

// openLedger opens the folder and, before anybody is served, destroys again what a restored backup brought back.
func (h *House) openLedger(ctx context.Context, keys *private.Keys) error {
	dir := h.Config.LedgerDir()
	if dir == "" {
		return nil
	}
	var err error
	if h.Ledger, err = ledger.Open(dir, keys); err != nil {
		return config.Bad("SIAGA_LEDGER: %v", err)
	}
	n, err := eraseAgain(ctx, h.Store, h.Ledger)
	if err != nil {
		return fmt.Errorf("destroy again what was erased: %w", err)
	}
	if n > 0 {
		h.Log.Warn("the database held cases that were erased before, as after a restore: they are destroyed again", "cases", n)
	}
	return nil
}

// eraseAgain destroys every case of the ledger that the database still has.
func eraseAgain(ctx context.Context, db *store.DB, l *ledger.Ledger) (int, error) {
	erased, _, err := l.Erased()
	if err != nil || len(erased) == 0 {
		return 0, err
	}
	held, err := db.Held(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, e := range erased {
		if !held[e.Case] {
			continue
		}
		if err := db.EraseCase(ctx, e.Case, "restored"); err != nil {
			return n, err
		}
		held[e.Case] = false
		n++
	}
	return n, nil
}
