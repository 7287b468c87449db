package soak

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"siaga/internal/app"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Mold is a database with the register in it and nothing else, of which every world gets a copy.
type Mold struct {
	keys *private.Keys
	dir  string
}

// regions are those with a task force: a country small enough to see all of it.
var regions = []region.Code{taskforce.Pusat, "53", "52", "53.02", "53.21", "52.03"}

// NewMold makes one with keys of its own, in memory where the system offers a folder there.
func NewMold(ctx context.Context) (*Mold, error) {
	keys, err := private.NewTestKeys()
	if err != nil {
		return nil, err
	}
	m := &Mold{keys: keys}
	if m.dir, err = folder(); err != nil {
		return nil, err
	}
	house, err := app.Build(ctx, settings(m.dir), app.Options{Keys: keys})
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	forces, seats := taskforce.Seed()
	forces = slices.DeleteFunc(forces, func(f taskforce.TaskForce) bool { return !slices.Contains(regions, f.Code) })
	seats = slices.DeleteFunc(seats, func(s taskforce.Seat) bool { return !slices.Contains(regions, s.TaskForce) })
	for i := range seats {
		seats[i].Officer = nil
	}
	if err := errors.Join(house.Engine.Import(ctx, forces, seats), house.Close()); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

// folder is a new one, in memory if that can be had.
func folder() (string, error) {
	if dir, err := os.MkdirTemp("/dev/shm", "siaga-soak-"); err == nil {
		return dir, nil
	}
	return os.MkdirTemp("", "siaga-soak-")
}

func (m *Mold) copy() (string, error) {
	raw, err := os.ReadFile(filepath.Join(m.dir, "siaga.db"))
	if err != nil {
		return "", fmt.Errorf("the mold: %w", err)
	}
	dir, err := folder()
	if err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "siaga.db"), raw, 0o600)
}

// Close removes it.
func (m *Mold) Close() error { return os.RemoveAll(m.dir) }
