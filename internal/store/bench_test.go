package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"siaga/internal/engine"
)

// each runs a benchmark on both databases.
func each(b *testing.B, run func(*testing.B, *house)) {
	b.Run("sqlite", func(b *testing.B) { run(b, sqliteHouse(b)) })
	b.Run("postgres", func(b *testing.B) { run(b, postgresHouse(b)) })
}

// BenchmarkPut has eight writers storing one update per call, as webhook connections do.
func BenchmarkPut(b *testing.B) {
	each(b, func(b *testing.B, h *house) {
		body := string(make([]byte, 600))
		var next atomic.Int64
		var wg sync.WaitGroup
		b.ResetTimer()
		for range 8 {
			wg.Go(func() {
				for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
					if err := h.db.Put(ctx, incoming(fmt.Sprint(i), fmt.Sprint("tg:", i%500), body)); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
	})
}

// BenchmarkTurn claims a lane, runs one turn with what a step of a report writes, and gives the lane back.
func BenchmarkTurn(b *testing.B) {
	each(b, func(b *testing.B, h *house) {
		for i := range b.N {
			h.put(fmt.Sprint(i), fmt.Sprint("tg:", i), "x")
		}
		draft := make([]byte, 800)
		b.ResetTimer()
		for range b.N {
			lane := h.claim()
			must(b, h.db.Turn(ctx, lane, func(tx engine.Tx) error {
				must(b, tx.Done(ctx, lane.Updates[0].Seq))
				must(b, tx.SaveDraft(ctx, lane.Person, draft, 1, start.Add(time.Hour)))
				must(b, tx.Audit(ctx, engine.Entry{Actor: "reporter", Action: "step"}))
				return tx.Enqueue(ctx, engine.Job{Kind: "say", Person: lane.Person, Body: draft})
			}))
			must(b, h.db.Release(ctx, lane, time.Time{}))
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
	})
}

// BenchmarkAuditAtOnce writes entries from eight sides at once, each in a transaction of its own. The chain lets one commit in at a time;
// this tells how many that makes in a second.
func BenchmarkAuditAtOnce(b *testing.B) {
	each(b, func(b *testing.B, h *house) {
		b.SetParallelism(4) // times the processors
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				must(b, h.db.System(ctx, func(tx engine.Tx) error {
					return tx.Audit(ctx, engine.Entry{Actor: "53.02/duty/1", Action: "case.read", Target: "c1"})
				}))
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	})
}
