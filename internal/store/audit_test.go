package store_test

import (
	"fmt"
	"sync"
	"testing"

	"siaga/internal/engine"
)

func note(h *house, actions ...string) {
	h.t.Helper()
	h.system(func(tx engine.Tx) error {
		for _, a := range actions {
			must(h.t, tx.Audit(ctx, engine.Entry{At: start, Actor: "system", Action: a, Target: "c1", Detail: "d"}))
		}
		return nil
	})
}

func audit(h *house, after int64, limit int) string {
	h.t.Helper()
	rows, err := h.db.AuditEntries(ctx, after, limit)
	must(h.t, err)
	out := ""
	for _, r := range rows {
		out += fmt.Sprint(r.Seq, r.Action, r.Intact, " ")
	}
	return out
}

func TestAuditIsReadInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		note(h, "a", "b")
		note(h, "c")
		equal(t, "all", audit(h, 0, 10), "1atrue 2btrue 3ctrue ")
		equal(t, "a part", audit(h, 1, 1), "2btrue ")
		equal(t, "after the end", audit(h, 3, 10), "")
	})
}

func TestAuditCannotBeChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		note(h, "a")
		statements := []string{"UPDATE audit SET actor = 'x'", "DELETE FROM audit"}
		if h.dir == "" {
			statements = append(statements, "TRUNCATE audit")
		}
		for _, s := range statements {
			if _, err := h.db.SQL().ExecContext(ctx, s); err == nil {
				t.Errorf("%s: got no error, want a refusal", s)
			}
		}
		equal(t, "audit", audit(h, 0, 10), "1atrue ")
	})
}

// TestAuditShowsTampering is about somebody who can take the triggers away but has no keys.
func TestAuditShowsTampering(t *testing.T) {
	for what, want := range map[string]string{
		"UPDATE audit SET detail = 'x' WHERE seq = 2": "1atrue 2bfalse 3ctrue 4dtrue ",
		"UPDATE audit SET at = at + 1 WHERE seq = 2":  "1atrue 2bfalse 3ctrue 4dtrue ",
		"DELETE FROM audit WHERE seq = 2":             "1atrue 3cfalse 4dtrue ",
		"UPDATE audit SET seq = -seq WHERE seq = 4":   "1atrue 2btrue 3ctrue ",
		"INSERT INTO audit (seq, at, actor, action, target, detail, mac) SELECT 5, at, actor, action, target, detail, mac FROM audit WHERE seq = 4": "1atrue 2btrue 3ctrue 4dtrue 5dfalse ",
	} {
		t.Run(what, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				note(h, "a", "b", "c", "d")
				drop := []string{"DROP TRIGGER audit_keep_rows", "DROP TRIGGER audit_keep_text"}
				if h.dir == "" {
					drop = []string{"DROP TRIGGER audit_keep_rows ON audit"}
				}
				for _, s := range append(drop, what) {
					_, err := h.db.SQL().ExecContext(ctx, s)
					must(t, err)
				}
				equal(t, "audit", audit(h, 0, 10), want)
			})
		})
	}
}

func TestAuditOfManyAtOnceHasNoGap(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for i := range 5 {
					err := h.db.System(ctx, func(tx engine.Tx) error {
						return tx.Audit(ctx, engine.Entry{Actor: fmt.Sprint(w), Action: "x", Target: fmt.Sprint(i)})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		rows, err := h.db.AuditEntries(ctx, 0, 100)
		must(t, err)
		equal(t, "entries", len(rows), 20)
		for _, r := range rows {
			equal(t, fmt.Sprint("entry ", r.Seq, " intact"), r.Intact, true)
		}
	})
}
