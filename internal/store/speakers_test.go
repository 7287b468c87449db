package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"siaga/internal/engine"
)

func TestSpeakerIsInvitedOnceAndInTime(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		both := []string{"record", "review"}
		h.system(func(tx engine.Tx) error {
			for _, hash := range []string{"s1", "s2"} {
				must(t, tx.SaveSpeakerInvite(ctx, engine.SpeakerInvite{Hash: hash, Tag: "jv", Role: "guru, Ponorogo", Can: both, Expires: start.Add(time.Hour)}))
			}
			return nil
		})
		h.system(func(tx engine.Tx) error {
			i, err := tx.UseSpeakerInvite(ctx, "s1", start)
			must(t, err)
			equal(t, "invitation", fmt.Sprint(i), fmt.Sprint(engine.SpeakerInvite{Hash: "s1", Tag: "jv", Role: "guru, Ponorogo", Can: both, Expires: start.Add(time.Hour)}))
			for hash, at := range map[string]time.Time{"s1": start, "s2": start.Add(time.Hour), "s3": start} {
				if _, err := tx.UseSpeakerInvite(ctx, hash, at); !errors.Is(err, engine.ErrNotFound) {
					t.Errorf("%s at %s: got %v, want not found", hash, at, err)
				}
			}
			return nil
		})
	})
}

func TestSpeakerIsKeptAndEnds(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		one := engine.Speaker{ID: "a1", Person: "siti", Tag: "jv", Role: "guru, Ponorogo", Can: []string{"review"}, At: start}
		two := engine.Speaker{ID: "b2", Person: "made", Tag: "ban", Role: "penyiar, Singaraja", Can: []string{"record"}, At: start.Add(time.Minute)}
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveSpeaker(ctx, two))
			must(t, tx.SaveSpeaker(ctx, one))
			return nil
		})
		one.Ended = start.Add(time.Hour)
		h.system(func(tx engine.Tx) error { return tx.SaveSpeaker(ctx, one) })
		h.system(func(tx engine.Tx) error {
			all, err := tx.Speakers(ctx)
			must(t, err)
			equal(t, "speakers", fmt.Sprint(all), fmt.Sprint([]engine.Speaker{one, two}))
			got, err := tx.Speaker(ctx, "siti")
			must(t, err)
			equal(t, "speaker", fmt.Sprint(got), fmt.Sprint(one))
			if _, err := tx.Speaker(ctx, "nobody"); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("a stranger: got %v, want not found", err)
			}
			return nil
		})
	})
}
