//go:build !linux && !darwin

package cell

import "errors"

// Possible tells whether this system can limit a process.
const Possible = false

// Limit refuses: without limits nothing of a stranger is opened.
func Limit() error { return errors.New("no limits on this system") }

// Become refuses too.
func Become(string, ...string) error { return errors.New("not on this system") }
