package app

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/ledger"
	"siaga/internal/private"
	"siaga/internal/store"
)

// archive is a database with its ledger, and cases that ended long ago.
type archive struct {
	t      *testing.T
	path   string
	keys   *private.Keys
	db     *store.DB
	ledger *ledger.Ledger
}

var longAgo = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func newArchive(t *testing.T) *archive {
	t.Helper()
	keys, err := private.NewTestKeys()
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{t: t, path: filepath.Join(t.TempDir(), "siaga.db"), keys: keys}
	if a.ledger, err = ledger.Open(filepath.Join(t.TempDir(), "ledger"), keys); err != nil {
		t.Fatal(err)
	}
	a.open()
	return a
}

func (a *archive) open() {
	a.t.Helper()
	db, err := store.Open(a.t.Context(), "sqlite:"+a.path, a.keys, store.Options{})
	if err != nil {
		a.t.Fatal(err)
	}
	a.db = db
}

func (a *archive) close() {
	a.t.Helper()
	if err := a.db.Close(); err != nil {
		a.t.Fatal(err)
	}
}

func (a *archive) add(id string, change func(*casework.Case)) {
	a.t.Helper()
	c := casework.Case{ID: id, Code: id, Version: 1, Status: casework.Closed, Lead: "53.02", ChangedAt: longAgo, OpenedAt: longAgo,
		Close: &casework.Closure{Reason: casework.CloseHandled}, Report: casework.Report{Story: []private.Text{private.NewText("cerita " + rand.Text())}}}
	change(&c)
	if err := a.db.System(a.t.Context(), func(tx engine.Tx) error { return tx.SaveCase(a.t.Context(), c) }); err != nil {
		a.t.Fatal(err)
	}
}

func (a *archive) held() []string {
	a.t.Helper()
	all, err := a.db.Held(a.t.Context())
	if err != nil {
		a.t.Fatal(err)
	}
	var out []string
	for id := range all {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// TestRetentionErasesWhatHasServed looks at a year's cases on three days: nothing goes before its time, and what is before a court stays.
func TestRetentionErasesWhatHasServed(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	defer a.close()
	a.add("exercise", func(c *casework.Case) { c.Exercise = true })
	a.add("handled", func(*casework.Case) {})
	a.add("open", func(c *casework.Case) { c.Status = casework.Accepted })
	a.add("police", func(c *casework.Case) { c.Milestones = []casework.Milestone{{Kind: casework.PoliceReport}} })
	a.add("unfounded", func(c *casework.Case) { c.Close.Reason = casework.CloseNotTPPO })
	for n := range 3 * retirePage / 2 { // more than one page
		a.add("exercise"+string(rune('a'+n%26))+rand.Text()[:6], func(c *casework.Case) { c.Exercise = true })
	}
	r := casework.DefaultRetention(1825)
	for _, step := range []struct {
		days   int
		erased int
		left   []string
	}{
		{29, 0, nil},
		{31, 1 + 3*retirePage/2, []string{"handled", "open", "police", "unfounded"}},
		{181, 1, []string{"handled", "open", "police"}},
		{1826, 1, []string{"open", "police"}},
		{18260, 0, []string{"open", "police"}},
	} {
		n, err := Retire(t.Context(), a.db, a.ledger, r, longAgo.AddDate(0, 0, step.days))
		if err != nil || n != step.erased || step.left != nil && !slices.Equal(a.held(), step.left) {
			t.Errorf("after %d days: %d erased, %v, left %v; want %d and %v", step.days, n, err, a.held(), step.erased, step.left)
		}
	}
	kept, strange, err := a.ledger.Erased()
	if err != nil || strange != 0 || len(kept) != 3+3*retirePage/2 {
		t.Errorf("the ledger holds %d erasures, %d strange lines, %v", len(kept), strange, err)
	}
}

// TestWishedErasing erases what two seats agreed to erase when its time has come, and nothing that was held, opened again or is before a
// court since; the ledger has it, so that a restored backup does not bring it back.
func TestWishedErasing(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	defer a.close()
	at := longAgo.AddDate(0, 0, 1)
	wished := func(change func(*casework.Case)) func(*casework.Case) {
		return func(c *casework.Case) {
			c.EraseFrom = at
			change(c)
		}
	}
	a.add("wished", wished(func(*casework.Case) {}))
	a.add("held", wished(func(c *casework.Case) {
		c.Hold = &casework.Hold{Reference: "B/1", By: []casework.SeatID{"53.02/duty/1"}}
	}))
	a.add("again", wished(func(c *casework.Case) { c.Status = casework.Offered }))
	a.add("court", wished(func(c *casework.Case) { c.Milestones = []casework.Milestone{{Kind: casework.PoliceReport}} }))
	a.add("later", wished(func(c *casework.Case) { c.EraseFrom = at.Add(time.Hour) }))
	a.add("unasked", func(*casework.Case) {})
	for n := range retirePage + 5 { // those that must stay stand before, and do not keep others back
		a.add("held"+string(rune('a'+n%26))+rand.Text()[:6], wished(func(c *casework.Case) {
			c.EraseFrom, c.Hold = at.Add(-time.Hour), &casework.Hold{Reference: "B/2", By: []casework.SeatID{"53.02/duty/1"}}
		}))
	}
	if n, err := EraseWished(t.Context(), a.db, a.ledger, at.Add(-time.Millisecond)); n != 0 || err != nil {
		t.Errorf("before its time: %d erased, %v", n, err)
	}
	if n, err := EraseWished(t.Context(), a.db, a.ledger, at); n != 1 || err != nil {
		t.Errorf("at its time: %d erased, %v", n, err)
	}
	if n, err := Retire(t.Context(), a.db, a.ledger, casework.DefaultRetention(1825), at.Add(time.Hour)); n != 1 || err != nil {
		t.Errorf("an hour later: %d erased, %v", n, err)
	}
	if left := a.held(); slices.Contains(left, "wished") || slices.Contains(left, "later") || len(left) != 4+retirePage+5 {
		t.Errorf("left: %v", left)
	}
	kept, _, err := a.ledger.Erased()
	if err != nil || len(kept) != 2 || kept[0].Why != "wished" {
		t.Errorf("ledger: %+v, %v", kept, err)
	}
}

// TestARestoredCaseIsErasedAgain restores a backup of before an erasure: the start destroys the case again, and its words are in no file.
func TestARestoredCaseIsErasedAgain(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	a.add("gone", func(*casework.Case) {})
	a.add("stays", func(c *casework.Case) { c.Status = casework.Accepted })
	a.close()
	backup, err := os.ReadFile(a.path)
	if err != nil {
		t.Fatal(err)
	}
	a.open()
	if err := EraseCase(t.Context(), a.db, a.ledger, "gone", "retention", time.Now()); err != nil {
		t.Fatal(err)
	}
	a.close()
	for _, rest := range []string{"-wal", "-shm"} {
		_ = os.Remove(a.path + rest)
	}
	if err := os.WriteFile(a.path, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	a.open()
	defer a.close()
	if held := a.held(); len(held) != 2 {
		t.Fatalf("the backup holds %v", held)
	}
	n, err := eraseAgain(t.Context(), a.db, a.ledger)
	if err != nil || n != 1 || !slices.Equal(a.held(), []string{"stays"}) {
		t.Errorf("%d erased again, %v; left %v", n, err, a.held())
	}
	if n, err := eraseAgain(t.Context(), a.db, a.ledger); n != 0 || err != nil {
		t.Errorf("a second start: %d, %v", n, err)
	}
	err = a.db.System(t.Context(), func(tx engine.Tx) error {
		_, err := tx.Case(context.Background(), "gone")
		return err
	})
	if !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("the case: %v", err)
	}
}

// TestBreachListsWhoIsConcerned: what one seat saw in an hour, and everything when everything was taken.
func TestBreachListsWhoIsConcerned(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	defer a.close()
	for _, id := range []string{"one", "two", "three"} {
		a.add(id, func(c *casework.Case) { c.Report.Child, c.Status = casework.Yes, casework.Accepted })
	}
	read := func(actor, action, target string, at time.Time) {
		err := a.db.System(t.Context(), func(tx engine.Tx) error {
			return tx.Audit(t.Context(), engine.Entry{Actor: actor, Action: action, Target: target, At: at})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read("53.02/duty/1", "case.read", "one", longAgo.Add(time.Hour))
	read("53.02/duty/1", "case.accept", "one", longAgo.Add(2*time.Hour))
	read("53.02/duty/1", "case.read", "two", longAgo.Add(30*time.Hour))
	read("53.02/duty/2", "case.read", "three", longAgo.Add(time.Hour))
	read("53.02/duty/1", "seat.duty", "53.02/duty/1", longAgo.Add(time.Hour)) // no case
	found, err := ListBreach(t.Context(), a.db, Breach{Since: longAgo, Until: longAgo.Add(24 * time.Hour), Actor: "53.02/duty/1"})
	if err != nil || len(found) != 1 || found[0].Case != "one" || !found[0].Identity || !found[0].Child || !found[0].Last.Equal(longAgo.Add(2*time.Hour)) {
		t.Errorf("one seat on one day: %+v, %v", found, err)
	}
	if err := EraseCase(t.Context(), a.db, a.ledger, "two", "request", time.Now()); err != nil {
		t.Fatal(err)
	}
	found, err = ListBreach(t.Context(), a.db, Breach{Actor: "53.02/duty/1"})
	if err != nil || len(found) != 2 || found[1].Status != "erased" || found[1].Held { // what was erased since was seen all the same
		t.Errorf("the seat at any time: %+v, %v", found, err)
	}
	found, err = ListBreach(t.Context(), a.db, Breach{All: true})
	if err != nil || len(found) != 3 { // two that are held, and the erased one
		t.Errorf("everything: %+v, %v", found, err)
	}
}
