package e2e_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"siaga/internal/e2e"
	"siaga/internal/ledger"
	"siaga/internal/store"
)

// marks are the messages with a head on a phone, as they stand now.
func marks(h *inProcess, id int64) []string {
	var out []string
	for _, m := range h.emu.Chat(id) {
		if _, rest, ok := strings.Cut(m.Text, "Tanda jejak catatan"); ok {
			_, rest, _ = strings.Cut(rest, "\n\n")
			mark, _, _ := strings.Cut(rest, "\n")
			out = append(out, mark)
		}
	}
	return out
}

// TestTheHeadOfTheAuditLeavesTheHouse publishes heads every ten minutes to the ledger and to two people at pusat, in one message a day
// that is changed in place. Then somebody with the whole database, its keys and the ledger writes another history: the phone proves it.
func TestTheHeadOfTheAuditLeavesTheHouse(t *testing.T) {
	t.Parallel()
	for _, b := range backends() {
		if b.webhook {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h := newInProcess(t, b)
			h.cfg.Ledger = t.TempDir()
			phones := e2e.NewPhones(h.emu, h)
			says(t, phones, "@crash", "@officer satu 00/duty/1", "@officer dua 00/duty/2", "@officer tts 53.02/duty/1", "@wait 11m")
			one, two := marks(h, 1001), marks(h, 1002)
			if len(one) != 1 || fmt.Sprint(one) != fmt.Sprint(two) || len(marks(h, 1003)) != 0 {
				t.Fatalf("marks on the phones: %v, %v, %v; want the same one on two", one, two, marks(h, 1003))
			}
			says(t, phones, "@wait 30m", "citizen> /start", "@officer malaka 53.21/duty/1", "@wait 11m")
			later := marks(h, 1001)
			if len(later) != 1 || later[0] == one[0] {
				t.Errorf("after more was written the phone shows %v, before %v; want one other mark", later, one)
			}
			says(t, phones, "@wait 24h", "@officer lain 53.02/duty/2", "@wait 11m")
			if n := len(marks(h, 1001)); n != 2 {
				t.Errorf("on the next day the phone shows %d marks, want 2", n)
			}
			l, err := ledger.Open(h.cfg.Ledger, h.keys)
			if err != nil {
				t.Fatal(err)
			}
			kept, strange, err := l.Heads()
			if err != nil || len(kept) < 3 || strange != 0 {
				t.Errorf("the ledger holds %d heads, %d strange lines, %v", len(kept), strange, err)
			}
			shown, ok := store.ParseHead(later[0])
			if !ok {
				t.Fatalf("%q is no mark", later[0])
			}
			kept = append(kept, shown)
			if r, err := h.house.Store.VerifyAudit(t.Context(), kept); err != nil || len(r.Faults) != 0 {
				t.Fatalf("an untouched audit: %+v, %v", r, err)
			}
			rewriteHistory(t, h)
			r, err := h.house.Store.VerifyAudit(t.Context(), nil)
			if err != nil || len(r.Faults) != 0 {
				t.Errorf("the other history is not even whole in itself, so the test proves nothing: %+v, %v", r.Faults, err)
			}
			r, err = h.house.Store.VerifyAudit(t.Context(), kept[len(kept)-1:]) // the phone alone
			if err != nil || len(r.Faults) == 0 {
				t.Errorf("the phone does not prove it: %+v, %v", r, err)
			}
		})
	}
}

// rewriteHistory changes the first entry and links the whole chain anew with the true keys.
func rewriteHistory(t *testing.T, h *inProcess) {
	t.Helper()
	db := h.house.Store.SQL()
	drop := "DROP TRIGGER audit_keep_text"
	if h.house.Store.Dialect() == "postgres" {
		drop = "DROP TRIGGER audit_keep_rows ON audit"
	}
	if _, err := db.ExecContext(t.Context(), drop); err != nil {
		t.Fatal(err)
	}
	rows, err := db.QueryContext(t.Context(), "SELECT seq, at, actor, action, target, detail FROM audit ORDER BY seq")
	if err != nil {
		t.Fatal(err)
	}
	type entry struct {
		seq, at                       int64
		actor, action, target, detail string
	}
	var all []entry
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.seq, &e.at, &e.actor, &e.action, &e.target, &e.detail); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	all[0].actor = "somebody else"
	before := ""
	for _, e := range all {
		var b strings.Builder
		for _, part := range []string{fmt.Sprint(e.seq), fmt.Sprint(e.at), e.actor, e.action, e.target, e.detail, before} {
			fmt.Fprintf(&b, "%d:%s", len(part), part)
		}
		before = h.keys.Pseudonym("audit", b.String())
		if _, err := db.ExecContext(t.Context(), "UPDATE audit SET actor = $2, mac = $3 WHERE seq = $1", e.seq, e.actor, before); err != nil {
			t.Fatal(err)
		}
	}
}
