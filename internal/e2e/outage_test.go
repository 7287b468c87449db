package e2e_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"siaga/internal/app"
	"siaga/internal/e2e"
	"siaga/internal/engine"
)

// TestOpenQuestionsArePutAgainThoughTheFirstTryFailed has the database refuse the first heartbeat after an outage of three hours. The
// heartbeat is put off, so that its row tells of no outage any more: the question that was open is put again all the same, once.
func TestOpenQuestionsArePutAgainThoughTheFirstTryFailed(t *testing.T) {
	t.Parallel()
	h := newInProcess(t, backends()[0])
	says(t, e2e.NewPhones(h.emu, h), "citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]")
	h.shut()
	house, err := app.Build(t.Context(), h.cfg, app.Options{Keys: h.keys, Clock: h.clock, Log: slog.New(slog.DiscardHandler), Pace: unlimited{}})
	if err != nil {
		t.Fatal(err)
	}
	refused, cancel := context.WithCancel(t.Context())
	cancel()
	beat := engine.Job{Kind: "heartbeat", Key: "heartbeat", RunAt: h.clock().Add(-3 * time.Hour)}
	if err := house.Engine.Fire(refused, beat); !errors.Is(err, context.Canceled) {
		t.Fatalf("the first heartbeat: %v, want it refused", err)
	}
	beat.RunAt = h.clock()
	for i := range 2 { // and the one after it, which has nothing to do
		var later *engine.DeliveryError
		if err := house.Engine.Fire(t.Context(), beat); !errors.As(err, &later) || later.Class != "later" {
			t.Fatalf("heartbeat %d: %v", i+2, err)
		}
	}
	waiting := 0
	if err := house.Store.SQL().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM inbox WHERE state = 0").Scan(&waiting); err != nil || waiting != 1 {
		t.Errorf("%d questions are put again, %v; want 1", waiting, err)
	}
	if err := house.Close(); err != nil {
		t.Error(err)
	}
	h.open()
}
