package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"siaga/internal/engine"
)

// SQL keeps sessions in the table "sessions" (person, body, rev, expires_at in milliseconds), which the migrations of the
// database make. The statements are the same for SQLite and PostgreSQL. It is the default when there is no Redis.
type SQL struct {
	db  *sql.DB
	now func() time.Time
}

// NewSQL uses a database that holds the table. Rows end by the given clock; removing them is for whoever purges the database.
func NewSQL(db *sql.DB, now func() time.Time) *SQL { return &SQL{db: db, now: now} }

// Load gives the body and its revision; rev 0 and no error when there is none.
func (s *SQL) Load(ctx context.Context, p engine.Person) ([]byte, int64, error) {
	var body []byte
	var rev int64
	err := s.db.QueryRowContext(ctx, "SELECT body, rev FROM sessions WHERE person = $1 AND expires_at > $2", string(p), s.now().UnixMilli()).
		Scan(&body, &rev)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("load a session: %w", err)
	}
	return body, rev, nil
}

// Save writes revision rev if no newer one is there; saved is false when there is.
func (s *SQL) Save(ctx context.Context, p engine.Person, body []byte, rev int64, ttl time.Duration) (bool, error) {
	now := s.now()
	res, err := s.db.ExecContext(ctx, `INSERT INTO sessions (person, body, rev, expires_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET body = excluded.body, rev = excluded.rev, expires_at = excluded.expires_at
		WHERE sessions.rev <= excluded.rev OR sessions.expires_at <= $5`,
		string(p), body, rev, now.Add(ttl).UnixMilli(), now.UnixMilli())
	if err != nil {
		return false, fmt.Errorf("save a session: %w", err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("save a session: %w", err)
	}
	return n > 0, nil
}

// Drop forgets the session.
func (s *SQL) Drop(ctx context.Context, p engine.Person) error {
	if _, err := s.db.ExecContext(ctx, "DELETE FROM sessions WHERE person = $1", string(p)); err != nil {
		return fmt.Errorf("drop a session: %w", err)
	}
	return nil
}
