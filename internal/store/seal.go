package store

import (
	"fmt"

	"siaga/internal/private"
)

// place names where a sealed value belongs: opening it in another row or column fails.
func place(table, row, field string) private.Binding {
	return private.Binding{Table: table, Row: row, Field: field}
}

// placeAt is place for a value that is written again and again: an older version put back does not open.
func placeAt(table, row, field string, version int64) private.Binding {
	return private.Binding{Table: table, Row: row, Field: field, Version: version}
}

// sealer is what both the master keys and the key of one case can do.
type sealer interface {
	Seal(at private.Binding, plaintext []byte) ([]byte, error)
	Open(at private.Binding, sealed []byte) ([]byte, error)
}

// sealValue encodes and seals.
func sealValue(k sealer, at private.Binding, v any) ([]byte, error) {
	raw, err := encode(v)
	if err != nil {
		return nil, fmt.Errorf("encode %s.%s: %w", at.Table, at.Field, err)
	}
	defer clear(raw)
	return k.Seal(at, raw)
}

// openValue opens and decodes.
func openValue(k sealer, at private.Binding, sealed []byte, into any) error {
	raw, err := k.Open(at, sealed)
	if err != nil {
		return fmt.Errorf("open %s.%s: %w", at.Table, at.Field, err)
	}
	defer clear(raw)
	if err := decode(raw, into); err != nil {
		return fmt.Errorf("decode %s.%s: %w", at.Table, at.Field, err)
	}
	return nil
}
