// Package session keeps running conversations where they may vanish at any moment (Redis, a SQL table, memory); it must not
// know what is in them, nor anything that has to last.
//
// Bodies arrive sealed and bound to person and revision; the package adds the one promise that an older revision never replaces a
// newer one.
package session

import (
	"errors"

	"siaga/internal/engine"
)

var (
	_ engine.Sessions = (*Redis)(nil)
	_ engine.Sessions = (*SQL)(nil)
	_ engine.Sessions = (*Memory)(nil)
)

// ErrUnavailable says that the place of the sessions does not answer in time. Nothing is lost: go on with the durable copy.
var ErrUnavailable = errors.New("sessions are not available")
