package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log/slog"
	"testing"
	"time"

	"siaga/internal/engine"
)

// TestCommitWithoutAnswerIsNotTriedAgain has PostgreSQL's connection end at a commit, with the error by which the driver says that nothing
// was sent: the transaction runs once, since it may have been carried out. A connection that ends before is tried again.
func TestCommitWithoutAnswerIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]int{"commit": 1, "begin": 0, "statement": txTries} {
		db := sql.OpenDB(&lostAnswer{at: at})
		d := &DB{dialect: postgresDialect, write: db, read: db, now: time.Now, log: slog.New(slog.DiscardHandler)}
		ran := 0
		err := d.System(context.Background(), func(engine.Tx) error {
			ran++
			if at == "statement" {
				return errUnsent{}
			}
			return nil
		})
		if !errors.As(err, &errUnsent{}) || ran != want {
			t.Errorf("%s: ran %d times and gave %v, want %d times and the error", at, ran, err, want)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// errUnsent is how the driver says that it sent nothing.
type errUnsent struct{}

func (errUnsent) Error() string     { return "conn closed" }
func (errUnsent) SafeToRetry() bool { return true }

// lostAnswer is a database whose connection ends at one moment.
type lostAnswer struct{ at string }

func (l *lostAnswer) Connect(context.Context) (driver.Conn, error) { return l, nil }
func (l *lostAnswer) Driver() driver.Driver                        { return nil }
func (l *lostAnswer) Prepare(string) (driver.Stmt, error)          { return nil, errUnsent{} }
func (l *lostAnswer) Close() error                                 { return nil }
func (l *lostAnswer) Begin() (driver.Tx, error)                    { return l, l.ends("begin") }
func (l *lostAnswer) Commit() error                                { return l.ends("commit") }
func (l *lostAnswer) Rollback() error                              { return nil }

func (l *lostAnswer) ends(at string) error {
	if l.at == at {
		return errUnsent{}
	}
	return nil
}
