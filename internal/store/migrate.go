package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations lists the steps in order. A step released is never edited; a change is a new step.
var migrations = [...]string{
	"0001_first",
	"0010_joins",
	"0011_rota",
	"0020_case_parts",
	"0030_traces",
	"0050_desk_lang",
	"0060_uploads",
	"0061_recordings",
	"0070_speakers",
	"0071_verdicts",
	"0100_agencies",
	"0120_readiness",
	"0090_sent_also",
	"0121_uncovered",
	"0150_fresh_receipts",
	"0151_cases_opened",
	"0130_statistics",
	"0160_tidy",
	"0110_checkins",
	"0122_register_changes",
	"0123_activities",
	"0170_guards",
	"0177_prevention",
	"0171_pins",
	"0178_hurry",
	"0179_rights",
	"0190_open_cases",
}

// migrateTries bounds how often SQLite tries again while other processes migrate too.
const migrateTries = 8

// migrate applies the steps that are missing, each in a transaction of its own together with its version number.
func migrate(ctx context.Context, kind goose.Dialect, d dialect, db *sql.DB) error {
	steps, err := stepsFor(d)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(kind, db, nil, goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true),
		goose.WithAllowOutofOrder(true)) // steps of one release are written side by side: a later number may have been applied first
	if err != nil {
		return fmt.Errorf("prepare migrations: %w", err)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the database: %w", hideAddress(err))
	}
	if current > target {
		return fmt.Errorf("%w (database: %d, this program: %d)", ErrNewerSchema, current, target)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring the database to version %d: %w", target, err)
	}
	return nil
}

// stepsFor turns the texts into steps for one dialect.
func stepsFor(d dialect) ([]*goose.Migration, error) {
	var out []*goose.Migration
	for _, name := range migrations {
		number, err := strconv.ParseInt(name[:4], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", name, err)
		}
		texts, err := textsOf(d, name)
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", name, err)
		}
		out = append(out, goose.NewGoMigration(number, &goose.GoFunc{RunTx: runAll(texts)}, nil))
	}
	return out, nil
}

// textsOf gives what one step says: what lets it take its time, the text both dialects share, then what only this one needs.
func textsOf(d dialect, name string) ([]string, error) {
	text, err := migrationFiles.ReadFile("migrations/" + name + ".sql")
	if err != nil {
		return nil, err
	}
	var texts []string
	if d.slow != "" {
		texts = append(texts, d.slow)
	}
	texts = append(texts, strings.NewReplacer("{{id}}", d.id, "{{blob}}", d.blob).Replace(string(text)))
	if own, err := migrationFiles.ReadFile("migrations/" + name + "." + d.name + ".sql"); err == nil {
		texts = append(texts, string(own))
	}
	return texts, nil
}

func runAll(texts []string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		for _, text := range texts {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}
}

// SchemaVersion gives the number of the newest step applied.
func (d *DB) SchemaVersion(ctx context.Context) (int64, error) {
	var v int64
	err := d.read.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&v)
	if err != nil {
		return 0, fmt.Errorf("read the version of the database: %w", err)
	}
	return v, nil
}
