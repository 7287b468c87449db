package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"siaga/internal/app"
	"siaga/internal/config"
	"siaga/internal/store"
)

// Backup writes everything into one sealed file, while the bot runs.
type Backup struct {
	File string `arg:"" optional:"" help:"File to write; it must not exist. Without it: siaga-DAY-TIME.backup here." placeholder:"FILE"`
	JSON bool   `help:"Print one JSON line."`
}

// backupLine is what a program reads of a backup or a restore.
type backupLine struct {
	File   string        `json:"file"`
	At     time.Time     `json:"at"`
	Tables store.Tallies `json:"tables"`
	Drill  bool          `json:"drill,omitempty"`
}

// Run writes beside the file first, and gives it its name when all of it is on the disk.
func (b Backup) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if b.File == "" {
		b.File = time.Now().UTC().Format("siaga-20060102-150405") + ".backup"
	}
	if _, err := os.Lstat(b.File); !errors.Is(err, fs.ErrNotExist) {
		return config.Bad("%s is there already; a backup never overwrites", b.File)
	}
	f, err := os.OpenFile(b.File+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return config.Bad("the backup cannot be written: %v", config.Reason(err))
	}
	defer os.Remove(f.Name()) // it has another name when all went well
	info, tallies, err := o.Store.Backup(ctx, f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), b.File); err != nil {
		return fmt.Errorf("name the backup: %w", err)
	}
	if err := syncFolder(filepath.Dir(b.File)); err != nil {
		return err
	}
	return printTallies(io, b.JSON, backupLine{File: b.File, At: info.At, Tables: tallies})
}

// syncFolder makes a new name last through a power cut.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// Restore fills an empty database from a backup, or proves that it could.
type Restore struct {
	File  string `arg:"" help:"Backup to read." placeholder:"FILE"`
	Drill bool   `help:"Restore into a database made for it and removed afterwards, and compare: proves the backup and the key file."`
	JSON  bool   `help:"Print one JSON line."`
}

// Run restores. What is printed was read from the database again and is equal, row for row, to what was written.
func (r Restore) Run(ctx context.Context, io streams, env environment) error {
	f, err := os.Open(r.File)
	if err != nil {
		return config.Bad("the backup cannot be read: %v", config.Reason(err))
	}
	defer f.Close()
	line := backupLine{File: r.File, Drill: r.Drill}
	if r.Drill {
		line.At, line.Tables, err = drill(ctx, f, io, env)
	} else {
		line.At, line.Tables, err = restore(ctx, f, io, env)
	}
	if err != nil {
		return err
	}
	return printTallies(io, r.JSON, line)
}

func restore(ctx context.Context, f io.Reader, io streams, env environment) (time.Time, store.Tallies, error) {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return time.Time{}, nil, err
	}
	defer o.Close()
	return proved(ctx, o.Store, f)
}

// drill restores into a file of its own. It needs the key file and nothing else of the settings.
func drill(ctx context.Context, f io.Reader, io streams, env environment) (time.Time, store.Tallies, error) {
	cfg, err := config.Read(env)
	if err != nil {
		return time.Time{}, nil, err
	}
	keys, err := app.LoadKeys(cfg)
	if err != nil {
		return time.Time{}, nil, err
	}
	dir, err := os.MkdirTemp("", "siaga-drill-")
	if err != nil {
		return time.Time{}, nil, fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir) // sealed rows of a drill
	log := slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "drill.db"), keys, store.Options{Log: log})
	if err != nil {
		return time.Time{}, nil, err
	}
	defer db.Close()
	return proved(ctx, db, f)
}

// proved restores and has the audit verify itself.
func proved(ctx context.Context, db *store.DB, f io.Reader) (time.Time, store.Tallies, error) {
	info, tallies, err := db.Restore(ctx, f)
	if err != nil {
		return info.At, nil, err
	}
	report, err := db.VerifyAudit(ctx, nil)
	if err == nil && len(report.Faults) > 0 {
		err = errAudit
	}
	return info.At, tallies, err
}

func printTallies(io streams, asJSON bool, line backupLine) error {
	if asJSON {
		return encodeAll(io.out, []backupLine{line})
	}
	t := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	rows := int64(0)
	for _, name := range slices.Sorted(maps.Keys(line.Tables)) {
		if n := line.Tables[name]; n.Rows > 0 {
			fmt.Fprintf(t, "%s\t%d\t%s\n", name, n.Rows, n.Sum[:16])
			rows += n.Rows
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(io.out, "%s: %d rows, as of %s\n", line.File, rows, line.At.Format(time.RFC3339))
	return err
}
