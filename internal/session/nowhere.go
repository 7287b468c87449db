package session

import (
	"context"
	"time"

	"siaga/internal/engine"
)

// Nowhere keeps nothing. It is the default where there is no Redis: the conversation is in the database anyway, as the draft that is
// written with each turn, and a second copy in the same place costs a write to disk and saves nothing.
type Nowhere struct{}

// Load gives nothing.
func (Nowhere) Load(context.Context, engine.Person) ([]byte, int64, error) { return nil, 0, nil }

// Save forgets it.
func (Nowhere) Save(context.Context, engine.Person, []byte, int64, time.Duration) (bool, error) {
	return true, nil
}

// Drop has nothing to do.
func (Nowhere) Drop(context.Context, engine.Person) error { return nil }
