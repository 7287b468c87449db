package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/engine"
	"siaga/internal/offer"
)

// SaveAgencies puts a register in place of the one before.
func (t *tx) SaveAgencies(_ context.Context, asOf time.Time, rows []offer.Agency, at time.Time) error {
	for _, table := range []string{"agencies", "agency_register"} {
		if err := t.exec("DELETE FROM " + table); err != nil {
			return fmt.Errorf("save agencies: %w", err)
		}
	}
	for _, r := range rows {
		err := t.exec("INSERT INTO agencies (plain, name, licence, status, valid_until) VALUES ($1, $2, $3, $4, $5)",
			r.Plain(), r.Name, r.Licence, string(r.Status), millis(r.ValidUntil))
		if err != nil {
			return fmt.Errorf("save agency %q: %w", r.Name, err)
		}
	}
	err := t.exec("INSERT INTO agency_register (id, as_of, imported_at, size) VALUES (1, $1, $2, $3)", millis(asOf), millis(at), len(rows))
	if err != nil {
		return fmt.Errorf("save agencies: %w", err)
	}
	return nil
}

// AgencyRegister says of which day the register is and how many rows it has; ErrNotFound when none was imported.
func (t *tx) AgencyRegister(context.Context) (asOf time.Time, rows int, err error) {
	var day int64
	if err := t.row("SELECT as_of, size FROM agency_register WHERE id = 1").Scan(&day, &rows); err != nil {
		return asOf, 0, notFound(err)
	}
	return moment(day), rows, nil
}

// Agencies gives the agencies with these names in plain form; all of them without any.
func (t *tx) Agencies(_ context.Context, plain ...string) ([]offer.Agency, error) {
	const from = "SELECT name, licence, status, valid_until FROM agencies "
	if len(plain) == 0 {
		return t.agencies(from + "ORDER BY plain")
	}
	var out []offer.Agency
	for _, p := range plain {
		found, err := t.agencies(from+"WHERE plain = $1", p)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func (t *tx) agencies(query string, args ...any) ([]offer.Agency, error) {
	var out []offer.Agency
	err := t.each(func(scan func(...any) error) error {
		var g offer.Agency
		var until int64
		err := scan(&g.Name, &g.Licence, &g.Status, &until)
		g.ValidUntil = moment(until)
		out = append(out, g)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read agencies: %w", err)
	}
	return out, nil
}

var _ engine.Agencies = (*tx)(nil)
