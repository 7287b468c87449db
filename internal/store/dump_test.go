package store_test

import (
	"bytes"
	"testing"
)

// TestDumpShowsAllThatIsThere dumps a database in which a word is in clear and all else is sealed: every table with something in it is
// in the dump, the word in clear too, and no other.
func TestDumpShowsAllThatIsThere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		plant(h)
		must(t, h.db.Control(ctx, "burungnuri"))
		dump := func() (rows map[string]int, all []byte) {
			rows = map[string]int{}
			must(t, h.db.Dump(ctx, func(table string, row []byte) {
				rows[table]++
				all = append(all, row...)
			}))
			return rows, all
		}
		rows, all := dump()
		for _, table := range []string{"inbox", "chats", "drafts", "receipts", "case_keys", "cases", "actions", "task_forces", "seats",
			"jobs", "files", "file_bodies", "seat_notes", "meta"} {
			if rows[table] == 0 {
				t.Errorf("the dump shows no row of %s", table)
			}
		}
		equal(t, "the word in clear", bytes.Count(all, []byte("burungnuri")), 1)
		equal(t, "a word that is sealed", bytes.Count(all, []byte(canary)), 0)
		must(t, h.db.Control(ctx, ""))
		_, all = dump()
		equal(t, "the word taken away", bytes.Count(all, []byte("burungnuri")), 0)
	})
}
