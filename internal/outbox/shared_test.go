package outbox_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"siaga/internal/engine"
	"siaga/internal/outbox"
)

// replicas gives paces of several processes that share one Redis: a real one where the environment names it.
func replicas(t *testing.T, n int) ([]*outbox.SharedPace, func()) {
	t.Helper()
	o := &redis.Options{DialTimeout: 300 * time.Millisecond, ReadTimeout: 300 * time.Millisecond, MaxRetries: -1}
	stop := func() {}
	if address := os.Getenv("SIAGA_TEST_REDIS"); address != "" {
		parsed, err := redis.ParseURL(address)
		if err != nil {
			t.Fatal(err)
		}
		o.Addr, o.DB = parsed.Addr, 9
	} else {
		server := miniredis.RunT(t)
		o.Addr, stop = server.Addr(), server.Close
	}
	var out []*outbox.SharedPace
	for range n {
		client := redis.NewClient(o)
		t.Cleanup(func() { _ = client.Close() })
		out = append(out, outbox.NewSharedPace(client, time.Now))
	}
	return out, stop
}

// TestLimitsHoldOverAllReplicas has three processes send as fast as they may for two seconds: no more than one process alone might.
func TestLimitsHoldOverAllReplicas(t *testing.T) { // not beside the other that uses the common budget
	all, _ := replicas(t, 3)
	run := rand.Text()
	var sent, one atomic.Int64
	var wg sync.WaitGroup
	until := time.Now().Add(2 * time.Second)
	for r, pace := range all {
		wg.Go(func() {
			for i := 0; time.Now().Before(until); i++ {
				if pace.Allow(t.Context(), engine.Person(fmt.Sprint(run, r, i)), true) == 0 {
					sent.Add(1)
				}
				if pace.Allow(t.Context(), engine.Person(run), true) == 0 {
					sent.Add(1)
					one.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if n := sent.Load(); n < 28 || n > 28*3+3 {
		t.Errorf("%d messages in two seconds with a full budget, want 28 to 84", n)
	}
	if n := one.Load(); n < 1 || n > 4+3 {
		t.Errorf("%d messages to one chat in two seconds, want at most 7", n)
	}
	// What one was told holds for the others.
	all[0].Hold(engine.Person(run+"held"), time.Now().Add(5*time.Second))
	if wait := all[1].Allow(t.Context(), engine.Person(run+"held"), true); wait < 4*time.Second || wait > 6*time.Second {
		t.Errorf("another replica waits %v, want about five seconds", wait)
	}
}

// TestUrgentLeavesTheQueueOfOthers: with the common budget used up by others, something urgent still goes.
func TestUrgentLeavesTheQueueOfOthers(t *testing.T) {
	all, _ := replicas(t, 2)
	run := rand.Text()
	time.Sleep(1100 * time.Millisecond) // the common budget of a real Redis is full again
	for i := range 200 {
		all[0].Allow(t.Context(), engine.Person(fmt.Sprint(run, i)), false)
	}
	if wait := all[1].Allow(t.Context(), engine.Person(run+"urgent"), true); wait > 0 {
		t.Errorf("something urgent waits %v", wait)
	}
}

// TestWithoutRedisEachKeepsItsOwnLimits and nobody waits for it.
func TestWithoutRedisEachKeepsItsOwnLimits(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	client := redis.NewClient(&redis.Options{Addr: server.Addr(), DialTimeout: 300 * time.Millisecond, MaxRetries: -1})
	defer client.Close()
	pace := outbox.NewSharedPace(client, time.Now)
	server.Close()
	sent, began := 0, time.Now()
	for range 100 {
		if pace.Allow(t.Context(), "one", true) == 0 {
			sent++
		}
	}
	if sent < 1 || sent > 6 || time.Since(began) > 3*time.Second {
		t.Errorf("%d messages to one chat, after %v", sent, time.Since(began))
	}
}
