package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/store"
)

// TestRecordingsKeepOneFileEach saves clips, replaces one and takes some back: a file stays as long as a row names it, and no longer.
func TestRecordingsKeepOneFileEach(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
		clip := func(id string) {
			h.system(func(tx engine.Tx) error {
				return tx.SaveFile(ctx, engine.File{ID: id, Kind: "voice", State: "kept", Body: []byte("clip " + id), At: at})
			})
		}
		r := engine.Recording{Tag: "jv", Key: "report.safe", Speaker: "a1", Status: "keep", Text: "t", File: "f1", Clip: "c1", By: "guru, Ponorogo", On: "2026-11-23"}
		other := r
		other.Speaker, other.File, other.Clip = "b2", "f3", "c3"
		for _, id := range []string{"f1", "f2", "f3", "f4"} {
			clip(id)
		}
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveRecording(ctx, r))
			must(t, tx.SaveRecording(ctx, other))
			r.File, r.Clip, r.Heard = "f2", "c2", "b2"
			return tx.SaveRecording(ctx, r)
		})
		equal(t, "rows", recordings(h, "jv"), "2 b2 keep f3 ; 3 a1 keep f2 b2")
		equal(t, "of another language", recordings(h, "su"), "")
		if _, err := h.db.Purge(ctx, at.Add(30*24*time.Hour), store.DefaultLimits()); err != nil {
			t.Fatal(err)
		}
		equal(t, "files", filesLeft(h), "f2 f3")
		h.system(func(tx engine.Tx) error {
			n, err := tx.DropRecordings(ctx, "", "", "")
			equal(t, "nothing named", n, 0)
			must(t, err)
			n, err = tx.DropRecordings(ctx, "", "", "a1")
			equal(t, "of a speaker", n, 1)
			must(t, err)
			v, err := tx.WordingVersion(ctx)
			equal(t, "version", v, 4)
			return err
		})
		equal(t, "files after", filesLeft(h), "f3")
	})
}

func filesLeft(h *house) string {
	var left []string
	h.system(func(tx engine.Tx) error {
		for _, id := range []string{"f1", "f2", "f3", "f4"} {
			_, err := tx.File(ctx, id)
			switch {
			case err == nil:
				left = append(left, id)
			case !errors.Is(err, engine.ErrNotFound):
				return err
			}
		}
		return nil
	})
	return strings.Join(left, " ")
}

func recordings(h *house, tag string) string {
	var out []string
	h.system(func(tx engine.Tx) error {
		list, err := tx.Recordings(ctx, tag)
		for _, r := range list {
			out = append(out, fmt.Sprint(r.Seq, " ", r.Speaker, " ", r.Status, " ", r.File, " ", r.Heard))
		}
		return err
	})
	return strings.Join(out, "; ")
}
