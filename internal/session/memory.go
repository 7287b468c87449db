package session

import (
	"context"
	"slices"
	"sync"
	"time"

	"siaga/internal/engine"
)

// Memory keeps sessions in this process: for tests.
type Memory struct {
	now  func() time.Time
	mu   sync.Mutex
	rows map[engine.Person]memoryRow
}

type memoryRow struct {
	body    []byte
	rev     int64
	expires time.Time
}

// NewMemory gives an empty place whose rows end by the given clock.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{now: now, rows: make(map[engine.Person]memoryRow)}
}

// Load gives the body and its revision; rev 0 and no error when there is none.
func (m *Memory) Load(_ context.Context, p engine.Person) ([]byte, int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	row := m.row(p)
	return slices.Clone(row.body), row.rev, nil
}

// row gives the row unless it has ended.
func (m *Memory) row(p engine.Person) memoryRow {
	row, ok := m.rows[p]
	if ok && !row.expires.After(m.now()) {
		delete(m.rows, p)
		return memoryRow{}
	}
	return row
}

// Save writes revision rev if no newer one is there; saved is false when there is.
func (m *Memory) Save(_ context.Context, p engine.Person, body []byte, rev int64, ttl time.Duration) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.row(p).rev > rev {
		return false, nil
	}
	m.rows[p] = memoryRow{body: slices.Clone(body), rev: rev, expires: m.now().Add(ttl)}
	return true, nil
}

// Drop forgets the session.
func (m *Memory) Drop(_ context.Context, p engine.Person) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.rows, p)
	return nil
}
