package app

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/casework"
	"siaga/internal/ledger"
	"siaga/internal/store"
)

// retirePage is how many cases are looked at between two erasures.
const retirePage = 100

// Retire erases every case whose time has come: noted in the ledger first, then destroyed. The caller answers for now.
func Retire(ctx context.Context, db *store.DB, l *ledger.Ledger, r casework.Retention, now time.Time) (erased int, err error) {
	if erased, err = EraseWished(ctx, db, l, now); err != nil {
		return erased, err
	}
	youngest := now.Add(-min(r.Exercise, r.Unfounded))
	for after := ""; ; {
		cases, last, err := db.ClosedPage(ctx, youngest, after, retirePage)
		if err != nil || last == "" {
			return erased, err
		}
		for _, c := range cases {
			at, ok := c.EraseAt(r)
			if !ok || at.After(now) {
				continue
			}
			if err := EraseCase(ctx, db, l, c.ID, "retention", now); err != nil {
				return erased, err
			}
			erased++
		}
		after = last
	}
}

// EraseWished erases the cases that two seats agreed to erase at their reporter's wish, when their time has come. The caller answers for now.
func EraseWished(ctx context.Context, db *store.DB, l *ledger.Ledger, now time.Time) (erased int, err error) {
	for after := ""; ; {
		cases, last, err := db.Unwished(ctx, now, after, retirePage)
		if err != nil || last == "" {
			return erased, err
		}
		for _, c := range cases {
			if at, ok := c.EraseAt(casework.Retention{}); !ok || at.After(now) {
				continue
			}
			if err := EraseCase(ctx, db, l, c.ID, "wished", now); err != nil {
				return erased, err
			}
			erased++
		}
		after = last
	}
}

// EraseCase notes in the ledger that a case goes, and destroys it. A crash in between destroys it at the next start.
func EraseCase(ctx context.Context, db *store.DB, l *ledger.Ledger, id, why string, now time.Time) error {
	if l != nil {
		if err := l.Erase(ledger.Erasure{Case: id, Why: why, At: now}); err != nil {
			return fmt.Errorf("note an erasure: %w", err)
		}
	}
	return db.EraseCase(ctx, id, why)
}
