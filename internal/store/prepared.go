package store

import (
	"context"
	"database/sql"
	"sync"
)

// SQLite parses a ready statement again after each new value of a bare LIMIT: it looks whether another way through the indexes would
// be better. Behind "+ 0" it does not look, so the statements of this package say LIMIT $n + 0.

// mostPrepared bounds how many statements are kept ready; the program has far fewer, and one built anew each time finds no place.
const mostPrepared = 512

// prepared keeps statements ready, so that SQLite does not parse the same text again in every transaction. The PostgreSQL driver
// does that by itself, and gets no such list. A statement is made ready after the transaction that first used it: within one, the
// only connection that may write is taken.
type prepared struct {
	pool *sql.DB

	mu     sync.Mutex
	ready  map[string]*sql.Stmt
	wanted []string
}

func newPrepared(pool *sql.DB) *prepared {
	return &prepared{pool: pool, ready: map[string]*sql.Stmt{}}
}

// find gives the statement, or nil when it is not ready yet, and remembers that it is wanted.
func (p *prepared) find(query string) *sql.Stmt {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	stmt, known := p.ready[query]
	if !known && len(p.ready) < mostPrepared {
		p.ready[query] = nil
		p.wanted = append(p.wanted, query)
	}
	return stmt
}

// fill makes ready what was wanted. What fails stays unprepared and is run as text.
func (p *prepared) fill(ctx context.Context) {
	if p == nil {
		return
	}
	p.mu.Lock()
	wanted := p.wanted
	p.wanted = nil
	p.mu.Unlock()
	for _, query := range wanted {
		stmt, err := p.pool.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept until the pool is closed, which closes it
		p.mu.Lock()
		if err != nil {
			delete(p.ready, query)
		} else {
			p.ready[query] = stmt
		}
		p.mu.Unlock()
	}
}

// statement gives the ready statement for this transaction, or nil: it is not ready, or its rows are being read further up.
func (t *tx) statement(query string) *sql.Stmt {
	if t.reading[query] > 0 {
		return nil
	}
	if stmt := t.db.prepared.find(query); stmt != nil {
		return t.sql.StmtContext(t.ctx, stmt)
	}
	return nil
}

func (t *tx) run(query string, args []any) (sql.Result, error) {
	if stmt := t.statement(query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.ExecContext(t.ctx, args...)
	}
	return t.sql.ExecContext(t.ctx, query, args...)
}

func (t *tx) rows(query string, args []any) (*sql.Rows, error) {
	if stmt := t.statement(query); stmt != nil { //nolint:sqlclosecheck // closed with the transaction
		return stmt.QueryContext(t.ctx, args...)
	}
	return t.sql.QueryContext(t.ctx, query, args...)
}
