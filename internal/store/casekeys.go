package store

import (
	"errors"
	"fmt"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// caseKey gives the key under which everything of a case is sealed; ErrNotFound when the case has none (any more).
func (t *tx) caseKey(id string) (private.DataKey, error) {
	if k, ok := t.keys[id]; ok {
		return k, nil
	}
	var sealed []byte
	if err := t.row("SELECT sealed FROM case_keys WHERE case_id = $1", id).Scan(&sealed); err != nil {
		return private.DataKey{}, fmt.Errorf("read the key of case %s: %w", id, notFound(err))
	}
	k, err := t.db.keys.OpenDataKey(place("case_keys", id, "sealed"), sealed)
	if err != nil {
		return private.DataKey{}, fmt.Errorf("open the key of case %s: %w", id, err)
	}
	t.keepKey(id, k)
	return k, nil
}

// needCaseKey makes the key when the case has none yet.
func (t *tx) needCaseKey(id string) (private.DataKey, error) {
	k, err := t.caseKey(id)
	if !errors.Is(err, engine.ErrNotFound) {
		return k, err
	}
	sealed, k, err := t.db.keys.NewDataKey(place("case_keys", id, "sealed"))
	if err != nil {
		return k, err
	}
	err = t.one(engine.ErrConflict, "INSERT INTO case_keys (case_id, sealed) VALUES ($1, $2) ON CONFLICT (case_id) DO NOTHING", id, sealed)
	if err != nil {
		return k, fmt.Errorf("keep the key of case %s: %w", id, err)
	}
	t.keepKey(id, k)
	return k, nil
}

func (t *tx) keepKey(id string, k private.DataKey) {
	if t.keys == nil {
		t.keys = make(map[string]private.DataKey)
	}
	t.keys[id] = k
}
