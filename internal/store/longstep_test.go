package store

import (
	"errors"
	"os"
	"testing"
)

// TestStepsOfTheSchemaMayTakeLong has a statement of a step take longer than a statement may otherwise, as an index of a large table does, and
// one that waits for a lock end in time.
func TestStepsOfTheSchemaMayTakeLong(t *testing.T) {
	t.Parallel()
	for _, name := range migrations {
		if texts, err := textsOf(postgresDialect, name); err != nil || texts[0] != postgresDialect.slow {
			t.Errorf("%s: %v, begins with %q", name, err, texts)
		}
	}
	if testing.Short() {
		t.Skip("the rest sleeps in PostgreSQL; left out with -short")
	}
	address := os.Getenv("SIAGA_TEST_POSTGRES")
	if address == "" {
		t.Skip("set SIAGA_TEST_POSTGRES to the URL of a PostgreSQL database to run the rest")
	}
	db, err := openPostgres(oldPostgres(t, address))
	if err != nil {
		t.Fatal(err)
	}
	defer db.write.Close()
	step := func(text string) error {
		tx, err := db.write.BeginTx(t.Context(), nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
		return errors.Join(runAll([]string{postgresDialect.slow, text})(t.Context(), tx), tx.Commit())
	}
	if err := step("SELECT pg_sleep(6)"); err != nil {
		t.Error(err)
	}
	other, err := db.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Rollback() //nolint:errcheck // it only holds
	if _, err := other.ExecContext(t.Context(), "LOCK TABLE meta"); err != nil {
		t.Fatal(err)
	}
	if err := step("ALTER TABLE meta ADD COLUMN x BIGINT"); !postgresDialect.held(err) {
		t.Errorf("a step that waits for a lock: %v", err)
	}
}
