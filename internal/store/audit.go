package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// AuditRow is one entry as it was kept.
type AuditRow struct {
	Seq int64 // rises by one without a gap
	engine.Entry
	Mark   string // the mac kept with it
	Intact bool   // neither this entry nor the one before was changed, removed or put in later by somebody without the keys
}

// Audit appends an entry that is never edited. It is numbered and written just before the commit.
func (t *tx) Audit(_ context.Context, e engine.Entry) error {
	if e.At.IsZero() {
		e.At = t.now
	}
	t.audit = append(t.audit, e)
	return nil
}

// writeAudit numbers the entries of this transaction. The counter's row lets one writer in at a time, and the number never has a gap.
func (t *tx) writeAudit() error {
	if len(t.audit) == 0 {
		return nil
	}
	var last int64
	if err := t.row("UPDATE counters SET n = n + $1 WHERE name = 'audit' RETURNING n", len(t.audit)).Scan(&last); err != nil {
		return fmt.Errorf("number audit entries: %w", err)
	}
	seq := last - int64(len(t.audit))
	mac := ""
	if seq > 0 {
		if err := t.row("SELECT mac FROM audit WHERE seq = $1", seq).Scan(&mac); err != nil {
			return fmt.Errorf("read the audit entry before: %w", notFound(err))
		}
	}
	for _, e := range t.audit {
		seq++
		mac = auditMAC(t.db.keys, seq, e, mac)
		err := t.exec("INSERT INTO audit (seq, at, actor, action, target, detail, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)",
			seq, millis(e.At), e.Actor, e.Action, e.Target, e.Detail, mac)
		if err != nil {
			return fmt.Errorf("append to the audit: %w", err)
		}
	}
	return nil
}

// auditMAC covers all columns and the mac of the entry before. Lengths keep the columns apart.
func auditMAC(keys *private.Keys, seq int64, e engine.Entry, before string) string {
	var b strings.Builder
	for _, part := range []string{strconv.FormatInt(seq, 10), strconv.FormatInt(millis(e.At), 10), e.Actor, e.Action, e.Target, e.Detail, before} {
		fmt.Fprintf(&b, "%d:%s", len(part), part)
	}
	return keys.Pseudonym("audit", b.String())
}

// AuditEntries gives entries after a number in order, at most limit, and tells of each whether it is intact.
func (d *DB) AuditEntries(ctx context.Context, after int64, limit int) ([]AuditRow, error) {
	var out []AuditRow
	before, last := "", after
	first := after == 0
	rows, err := d.read.QueryContext(ctx, "SELECT seq, at, actor, action, target, detail, mac FROM audit WHERE seq >= $1 ORDER BY seq LIMIT $2 + 0", after, limit+1)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var r AuditRow
		var at int64
		var mac string
		if err := scan(&r.Seq, &at, &r.Actor, &r.Action, &r.Target, &r.Detail, &mac); err != nil {
			return err
		}
		r.At, r.Mark = moment(at), mac
		if !first && r.Seq == after { // only the mac of this one is needed
			before, first = mac, true
			return nil
		}
		r.Intact = r.Seq == last+1 && mac == auditMAC(d.keys, r.Seq, r.Entry, before)
		before, last = mac, r.Seq
		if len(out) < limit {
			out = append(out, r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the audit: %w", err)
	}
	return out, nil
}
