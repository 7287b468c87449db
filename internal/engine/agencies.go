package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"siaga/internal/offer"
)

// ErrOlder says that a register is older than the one there is.
var ErrOlder = errors.New("the register there is newer")

// ImportAgencies puts a register of licensed agencies in place of the one before, all or nothing. An older one is refused
// unless that is meant.
func (e *Engine) ImportAgencies(ctx context.Context, asOf time.Time, rows []offer.Agency, older bool) error {
	return e.Store.System(ctx, func(tx Tx) error {
		before, _, err := tx.AgencyRegister(ctx)
		if err := ignoreMissing(err); err != nil {
			return err
		}
		if before.After(asOf) && !older {
			return ErrOlder
		}
		if err := tx.SaveAgencies(ctx, asOf, rows, e.Clock()); err != nil {
			return err
		}
		detail := fmt.Sprintf("%d rows of %s", len(rows), asOf.Format(time.DateOnly))
		return tx.Audit(ctx, Entry{At: e.Clock(), Actor: "operator", Action: "p3mi.import", Target: "p3mi", Detail: detail})
	})
}

// FindAgency looks a name up; ErrNotFound when no register was imported.
func (e *Engine) FindAgency(ctx context.Context, name string) (found []offer.Agency, asOf time.Time, err error) {
	err = e.Store.System(ctx, func(tx Tx) error {
		found, asOf, err = findAgency(ctx, tx, name)
		return err
	})
	return found, asOf, err
}

func findAgency(ctx context.Context, tx Tx, name string) ([]offer.Agency, time.Time, error) {
	asOf, _, err := tx.AgencyRegister(ctx)
	if err != nil {
		return nil, asOf, err
	}
	names := offer.AgencyNames(name)
	if len(names) == 0 {
		return nil, asOf, nil
	}
	found, err := tx.Agencies(ctx, names...)
	return found, asOf, err
}

// licence says for a conversation what the register says of a licence number.
func (t *turn) licence(number string, names []string) (offer.Listing, time.Time) {
	asOf, _, err := t.tx.AgencyRegister(t.ctx)
	if errors.Is(err, ErrNotFound) {
		return offer.Unasked, asOf
	}
	if err == nil && t.register == nil {
		t.register, err = t.tx.Agencies(t.ctx)
	}
	if err != nil {
		t.e.Log.Error("look a licence up", "err", err)
		return offer.Unasked, asOf
	}
	return offer.LicenceOf(t.register, number, names, t.now), asOf
}

// listing says for a conversation what the register says of a name.
func (t *turn) listing(name string) (offer.Listing, time.Time) {
	found, asOf, err := findAgency(t.ctx, t.tx, name)
	switch {
	case errors.Is(err, ErrNotFound):
		return offer.Unasked, asOf
	case err != nil:
		t.e.Log.Error("look an agency up", "err", err)
		return offer.Unasked, asOf
	case len(found) == 0:
		return offer.Missing, asOf
	case !found[0].Valid(t.now):
		return offer.Lapsed, asOf
	}
	return offer.Listed, asOf
}
