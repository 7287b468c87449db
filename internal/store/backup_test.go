package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
)

// fill puts something of most kinds into a house.
func fill(h *house) {
	h.t.Helper()
	for i := range 20 {
		h.put(fmt.Sprint("u", i), fmt.Sprint("tg:", i%5), "words of somebody")
	}
	h.handle(h.claim())
	h.system(func(tx engine.Tx) error {
		must(h.t, tx.SaveDraft(ctx, "p", []byte("words"), 1, start.Add(time.Hour)))
		must(h.t, tx.Enqueue(ctx, engine.Job{Kind: "say", Person: "p", Body: []byte("words")}))
		must(h.t, tx.SaveReceipt(ctx, engine.ReceiptRow{Lookup: "l", Hash: "h", Person: "p"}))
		c, err := casework.Start("case", "K-1", casework.Report{}, false, casework.Plan{Offer: casework.Offer{To: "53.02", Deadline: start.Add(time.Hour)}}, start)
		must(h.t, err)
		must(h.t, tx.SaveCase(ctx, c))
		return tx.Audit(ctx, engine.Entry{Actor: "a", Action: "b", Target: "case"})
	})
}

// TestRestoredIsWhatWasThere from each database into each, row for row; the audit verifies, and work goes on.
func TestRestoredIsWhatWasThere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		fill(h)
		var b bytes.Buffer
		_, wrote, err := h.db.Backup(ctx, &b)
		must(t, err)
		if bytes.Contains(b.Bytes(), []byte("words")) || bytes.Contains(b.Bytes(), []byte("audit")) {
			t.Error("the backup can be read without keys")
		}
		for _, name := range []string{"sqlite", "postgres"} {
			t.Run("into "+name, func(t *testing.T) {
				into := sqliteHouse
				if name == "postgres" {
					into = postgresHouse
				}
				to := into(t)
				db, err := store.Open(ctx, otherAddress(to), h.keys, store.Options{Now: h.now})
				must(t, err)
				t.Cleanup(func() { must(t, db.Close()) })
				_, got, err := db.Restore(ctx, bytes.NewReader(b.Bytes()))
				must(t, err)
				if !maps.Equal(got, wrote) {
					t.Errorf("restored %v, want %v", got, wrote)
				}
				again, err := db.Tally(ctx)
				must(t, err)
				if !maps.Equal(again, wrote) {
					t.Errorf("read again %v, want %v", again, wrote)
				}
				report, err := db.VerifyAudit(ctx, nil)
				must(t, err)
				equal(t, "faults of the audit", len(report.Faults), 0)
				must(t, db.Put(ctx, incoming("new", "tg:9", "afterwards")))
				must(t, db.System(ctx, func(tx engine.Tx) error {
					_, err := tx.Case(ctx, "case")
					must(t, err)
					must(t, tx.Enqueue(ctx, engine.Job{Kind: "say", Person: "z", Body: []byte("x")}))
					return tx.Audit(ctx, engine.Entry{Actor: "a", Action: "after"})
				}))
				if _, _, err := db.Restore(ctx, bytes.NewReader(b.Bytes())); !errors.Is(err, store.ErrNotEmpty) {
					t.Errorf("into one that is not empty: got %v", err)
				}
			})
		}
	})
}

// otherAddress gives an address of the house's database under which no keys were used yet.
func otherAddress(h *house) string {
	if h.dir != "" {
		return h.url + ".new"
	}
	must(h.t, h.db.System(ctx, func(engine.Tx) error { return nil }))
	_, err := h.db.SQL().ExecContext(ctx, "DELETE FROM meta")
	must(h.t, err)
	return h.url
}

// TestBackupWhileOthersWrite is a picture of one moment: each update in it has its lane, and the audit has no gap.
func TestBackupWhileOthersWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					must(t, h.db.Put(ctx, incoming(fmt.Sprint(w, "-", i), fmt.Sprint("tg:", w, i), "x")))
					must(t, h.db.System(ctx, func(tx engine.Tx) error { return tx.Audit(ctx, engine.Entry{Actor: "a", Action: "b"}) }))
				}
			})
		}
		var b bytes.Buffer
		for range 5 {
			b.Reset()
			_, _, err := h.db.Backup(ctx, &b)
			must(t, err)
		}
		close(stop)
		wg.Wait()
		db, err := store.Open(ctx, "sqlite:"+t.TempDir()+"/r.db", h.keys, store.Options{})
		must(t, err)
		defer db.Close()
		_, got, err := db.Restore(ctx, &b)
		must(t, err)
		equal(t, "lanes", got["lanes"].Rows, got["inbox"].Rows)
		report, err := db.VerifyAudit(ctx, nil)
		must(t, err)
		equal(t, "faults of the audit", len(report.Faults), 0)
	})
}

// TestDamagedBackupRestoresNothing cuts, changes and swaps.
func TestDamagedBackupRestoresNothing(t *testing.T) {
	t.Parallel()
	h := sqliteHouse(t)
	fill(h)
	var b bytes.Buffer
	_, _, err := h.db.Backup(ctx, &b)
	must(t, err)
	whole := b.Bytes()
	change := func(at int) []byte {
		c := bytes.Clone(whole)
		c[at] ^= 1
		return c
	}
	cases := map[string][]byte{"empty": nil, "text": []byte("siaga-backup 1\n{}\n"), "cut in half": whole[:len(whole)/2], "without its end": whole[:len(whole)-32],
		"with more": append(bytes.Clone(whole), 'x'), "first bit": change(0), "last bit": change(len(whole) - 1), "middle": change(len(whole) / 2),
		"its time": bytes.Replace(whole, []byte(`"at":"2026-03-02T08`), []byte(`"at":"2026-03-02T09`), 1)}
	for name, raw := range cases {
		db, err := store.Open(ctx, "sqlite:"+t.TempDir()+"/r.db", h.keys, store.Options{})
		must(t, err)
		if _, _, err := db.Restore(ctx, bytes.NewReader(raw)); err == nil {
			t.Errorf("%s: restored", name)
		}
		stats, err := db.Stats(ctx)
		must(t, err)
		if stats.Waiting+stats.Jobs+stats.Drafts > 0 {
			t.Errorf("%s: something of it is in the database", name)
		}
		must(t, db.Close())
	}
	keys, err := private.NewKeys()
	must(t, err)
	db, err := store.Open(ctx, "sqlite:"+t.TempDir()+"/r.db", keys, store.Options{})
	must(t, err)
	defer db.Close()
	if _, _, err := db.Restore(ctx, bytes.NewReader(whole)); err == nil {
		t.Error("restored with other keys")
	}
}
