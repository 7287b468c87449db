//go:build !linux && !darwin

package ocr

import "errors"

// limit refuses: without limits nothing of a stranger is opened.
func limit() error { return errors.New("no limits on this system") }

func become(string, ...string) error { return errors.New("not on this system") }
