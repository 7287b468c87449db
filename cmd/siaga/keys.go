package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"siaga/internal/app"
	"siaga/internal/config"
	"siaga/internal/private"
	"siaga/internal/store"
)

// Keys makes, checks and changes the key file.
type Keys struct {
	Init   KeysInit   `cmd:"" help:"Make a new key file. Keep a copy offline: without it nothing stored can be read again."`
	Check  KeysCheck  `cmd:"" help:"Check that the key file can be read, and with --database what is sealed under which key."`
	Rotate KeysRotate `cmd:"" help:"Seal under a new key from now on, and everything stored anew, while the bot runs."`
	Reseal KeysReseal `cmd:"" help:"Seal anew what is still under an older key."`
	Wrap   KeysWrap   `cmd:"" help:"Seal the key file by the key service of SIAGA_KMS, or anew by the newest version of its key."`
	Retire KeysRetire `cmd:"" help:"Destroy an older key. Backups made before it was replaced can never be read again."`
}

// KeysInit makes a key file.
type KeysInit struct{}

// Run makes it where SIAGA_KEYS says, and never overwrites one.
func (KeysInit) Run(io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	file, err := app.KeyFile(cfg)
	if err != nil {
		return err
	}
	if _, err := file.Create(); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return config.Bad("the key file %s exists already and was left as it is", cfg.Keys)
		}
		return fmt.Errorf("make the key file: %w", err)
	}
	_, err = fmt.Fprintf(io.out, "made %s%s; keep a copy of it offline\n", cfg.Keys, sealedBy(file))
	return err
}

// KeysCheck checks the key file.
type KeysCheck struct {
	Database bool `help:"Also count what is sealed under which key."`
}

// Run reads it and prints its fingerprint, which says nothing about the keys.
func (c KeysCheck) Run(ctx context.Context, io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	keys, err := app.LoadKeys(cfg)
	if err != nil {
		return err
	}
	file, err := app.KeyFile(cfg)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s%s is readable, fingerprint %s\n", cfg.Keys, sealedBy(file), keys.Fingerprint())
	for _, id := range keys.IDs() {
		state := map[bool]string{true: "seals", false: "opens only"}[id == keys.PrimaryID()]
		fmt.Fprintf(io.out, "key %d %s\n", id, state)
	}
	if !c.Database {
		return nil
	}
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	found, err := o.Store.SealedUnder(ctx)
	if err != nil {
		return err
	}
	return printUnder(io, found)
}

func printUnder(io streams, found store.Resealed) error {
	for _, id := range slices.Sorted(maps.Keys(found.Under)) {
		fmt.Fprintf(io.out, "%d values under key %d\n", found.Under[id], id)
	}
	if found.Broken > 0 {
		fmt.Fprintf(io.out, "%d values open under no key of the file\n", found.Broken)
	}
	return nil
}

// KeysRotate changes the key that seals.
type KeysRotate struct {
	Stage   bool          `xor:"step" help:"Only add the new key to the file. With several machines: copy the file to all, wait a minute, then --promote."`
	Promote bool          `xor:"step" help:"Only make the key added last the one that seals."`
	Wait    time.Duration `default:"45s" help:"How long running processes get to take the new key over before anything is sealed under it."`
}

// Run does the steps in the order in which nobody ever meets a key that it does not have.
func (c KeysRotate) Run(ctx context.Context, io streams, env environment) error {
	r, o, err := rotation(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if !c.Promote {
		id, err := r.Stage()
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "key %d is in the file and opens; %s\n", id, map[bool]string{true: "copy the file to every machine, wait a minute, then siaga keys rotate --promote",
			false: "waiting until running processes have it"}[c.Stage])
		if c.Stage {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(c.Wait):
		}
	}
	id, err := r.Promote(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "key %d seals from now on; keep a new copy of the key file offline\n", id)
	return reseal(ctx, io, o)
}

// rotation opens what a change of keys needs.
func rotation(ctx context.Context, io streams, env environment) (app.RotateKeys, *app.Office, error) {
	o, cfg, err := office(ctx, io, env)
	if err != nil {
		return app.RotateKeys{}, nil, err
	}
	file, err := app.KeyFile(cfg)
	return app.RotateKeys{File: file, Keys: o.Keys, Store: o.Store}, o, err
}

func reseal(ctx context.Context, io streams, o *app.Office) error {
	found, err := o.Store.Reseal(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%d values were sealed anew\n", found.Done)
	return printUnder(io, found)
}

// KeysWrap seals the key file by a key service.
type KeysWrap struct{}

// Run does it while the bot runs. A file in clear that was copied before stays readable: the keys are to be rotated and the old ones retired.
func (KeysWrap) Run(io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	file, err := app.KeyFile(cfg)
	if err != nil {
		return err
	}
	if file.Wrap == nil {
		return config.Bad("SIAGA_KMS names no key service")
	}
	keys, err := file.Rewrap()
	if err != nil {
		return config.Bad("SIAGA_KEYS: %v", err)
	}
	_, err = fmt.Fprintf(io.out, "%s%s, fingerprint %s; copies in clear that were made before still open everything: rotate the keys and retire the old ones\n",
		cfg.Keys, sealedBy(file), keys.Fingerprint())
	return err
}

// sealedBy tells which key service seals a key file.
func sealedBy(f private.KeyFile) string {
	if f.Wrap == nil {
		return ""
	}
	return fmt.Sprintf(", sealed by %s,", f.Wrap)
}

// KeysReseal seals anew.
type KeysReseal struct{}

// Run does it while the bot runs; it may be stopped and begun again.
func (KeysReseal) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	return reseal(ctx, io, o)
}

// KeysRetire destroys an older key.
type KeysRetire struct {
	ID uint32 `arg:"" help:"Number of the key, see siaga keys check."`
}

// Run refuses while anything is under it.
func (c KeysRetire) Run(ctx context.Context, io streams, env environment) error {
	r, o, err := rotation(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := r.Retire(ctx, c.ID); err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "key %d is destroyed in %s; destroy it in the copies of the key file too, and backups of its time are gone for ever\n", c.ID, r.File.Path)
	return err
}
