package main

import (
	"errors"
	"fmt"
	"io/fs"

	"siaga/internal/config"
	"siaga/internal/private"
)

// Keys makes and checks the key file.
type Keys struct {
	Init  KeysInit  `cmd:"" help:"Make a new key file. Keep a copy offline: without it nothing stored can be read again."`
	Check KeysCheck `cmd:"" help:"Check that the key file can be read."`
}

// KeysInit makes a key file.
type KeysInit struct{}

// Run makes it where SIAGA_KEYS says, and never overwrites one.
func (KeysInit) Run(io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	if _, err := private.CreateKeysFile(cfg.Keys); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return config.Bad("the key file %s exists already and was left as it is", cfg.Keys)
		}
		return fmt.Errorf("make the key file: %w", err)
	}
	_, err = fmt.Fprintf(io.out, "made %s; keep a copy of it offline\n", cfg.Keys)
	return err
}

// KeysCheck checks the key file.
type KeysCheck struct{}

// Run reads it and prints its fingerprint, which says nothing about the keys.
func (KeysCheck) Run(io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	keys, err := private.LoadKeysFile(cfg.Keys)
	if err != nil {
		return config.Bad("SIAGA_KEYS: %v", err)
	}
	_, err = fmt.Fprintf(io.out, "%s is readable, fingerprint %s\n", cfg.Keys, keys.Fingerprint())
	return err
}
