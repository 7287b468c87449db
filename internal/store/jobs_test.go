package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
)

// take claims jobs and gives their bodies, too.
func (h *house) take(limit int) ([]engine.Job, string) {
	h.t.Helper()
	jobs, err := h.db.ClaimJobs(ctx, "w", time.Minute, limit)
	must(h.t, err)
	var said []string
	for _, j := range jobs {
		said = append(said, string(j.Body))
	}
	return jobs, strings.Join(said, " ")
}

func (h *house) enqueue(jobs ...engine.Job) {
	h.t.Helper()
	h.system(func(tx engine.Tx) error { return tx.Enqueue(ctx, jobs...) })
}

func job(kind, person, body string) engine.Job {
	return engine.Job{Kind: kind, Person: engine.Person(person), Body: []byte(body)}
}

func TestJobsOfAChatRunOneByOneInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.enqueue(job("say", "a", "a1"), job("say", "a", "a2"), job("say", "b", "b1"), job("deadline", "", "d1"), job("deadline", "", "d2"))
		jobs, said := h.take(10)
		equal(t, "first", said, "a1 b1 d1 d2")
		_, said = h.take(10)
		equal(t, "while the first are being done", said, "")
		must(t, h.db.FinishJob(ctx, jobs[0]))
		_, said = h.take(10)
		equal(t, "after a1", said, "a2")
	})
}

func TestUrgentJobsFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		urgent := job("say", "b", "b2")
		urgent.Urgent = true
		h.enqueue(job("say", "a", "a1"), job("say", "b", "b1"), urgent)
		_, said := h.take(1)
		equal(t, "what stands before the urgent one", said, "b1")
	})
}

func TestRetryOfAMessageHoldsBackLaterOnes(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.enqueue(job("fetch", "a", "f"), job("say", "a", "a1"), job("edit", "a", "a2"))
		jobs, _ := h.take(10)
		must(t, h.db.RetryJob(ctx, jobs[0], h.now().Add(time.Hour), true))
		jobs, said := h.take(10)
		equal(t, "a kind without order holds nothing back", said, "a1")
		must(t, h.db.RetryJob(ctx, jobs[0], h.now().Add(time.Minute), true))
		_, said = h.take(10)
		equal(t, "behind a message to be tried again", said, "")
		h.wait(time.Minute)
		jobs, said = h.take(10)
		equal(t, "after the wait", said, "a1")
		equal(t, "attempts", jobs[0].Attempts, 1)
		must(t, h.db.RetryJob(ctx, jobs[0], h.now(), false))
		jobs, said = h.take(10)
		equal(t, "told to slow down", said, "a1")
		equal(t, "costs no attempt", jobs[0].Attempts, 1)
		must(t, h.db.FailJob(ctx, jobs[0], "bad"))
		_, said = h.take(10)
		equal(t, "after giving up", said, "a2")
		stats, err := h.db.Stats(ctx)
		must(t, err)
		equal(t, "dead letters", stats.JobsDead, 1)
	})
}

func TestJobForLaterHoldsNothingBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		later := job("say", "a", "later")
		later.RunAt = start.Add(time.Hour)
		h.enqueue(later, job("say", "a", "now"))
		jobs, said := h.take(10)
		equal(t, "now", said, "now")
		h.wait(time.Hour)
		_, said = h.take(10)
		equal(t, "lease of the first ended, the due one with the lower id goes first", said, "later")
		if err := h.db.RetryJob(ctx, jobs[0], h.now(), true); err != nil {
			t.Fatalf("a lease that ended but was not taken over still counts: %v", err)
		}
	})
}

func TestLostJobIsFenced(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.enqueue(job("say", "a", "a1"))
		old, _ := h.take(1)
		h.wait(2 * time.Minute)
		fresh, said := h.take(1)
		equal(t, "taken over", said, "a1")
		for what, err := range map[string]error{
			"finish": h.db.FinishJob(ctx, old[0]), "retry": h.db.RetryJob(ctx, old[0], h.now(), true), "fail": h.db.FailJob(ctx, old[0], "bad"),
		} {
			if !errors.Is(err, engine.ErrConflict) {
				t.Fatalf("%s of a lost job: got %v, want ErrConflict", what, err)
			}
		}
		must(t, h.db.FinishJob(ctx, fresh[0]))
		must(t, h.db.FinishJob(ctx, fresh[0]))
	})
}

func TestKeyIsUniqueWhileTheJobLives(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		keyed := func(body string) engine.Job { return engine.Job{Kind: "remind", Key: "k", Body: []byte(body)} }
		h.enqueue(keyed("1"), keyed("2"))
		jobs, said := h.take(10)
		equal(t, "one of two", said, "1")
		h.enqueue(keyed("3"))
		must(t, h.db.FinishJob(ctx, jobs[0]))
		h.enqueue(keyed("4"))
		jobs, said = h.take(10)
		equal(t, "the key is free after the end", said, "4")
		must(t, h.db.FailJob(ctx, jobs[0], "bad"))
		h.enqueue(keyed("5"))
		_, said = h.take(10)
		equal(t, "and after giving up", said, "5")
	})
}

func TestCancelledJobIsNotTriedAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.enqueue(job("say", "a", "a1"), job("remind", "a", "a2"), job("say", "b", "b1"), engine.Job{Kind: "deadline", Case: "c1"})
		jobs, _ := h.take(1)
		h.system(func(tx engine.Tx) error {
			n, err := tx.CancelJobs(ctx, "a", "remind")
			must(t, err)
			equal(t, "of one kind", n, 1)
			n, err = tx.CancelJobs(ctx, "a", "")
			must(t, err)
			equal(t, "of all kinds", n, 1)
			n, err = tx.CancelJobs(ctx, "", "")
			must(t, err)
			equal(t, "of nobody", n, 0)
			n, err = tx.CancelCase(ctx, "c1", "deadline")
			must(t, err)
			equal(t, "of a case", n, 1)
			return nil
		})
		must(t, h.db.RetryJob(ctx, jobs[0], h.now(), true))
		_, said := h.take(10)
		equal(t, "left", said, "b1")
	})
}

func TestWorkersNeverServeOneChatTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		const chats, each = 6, 8
		for i := range chats * each {
			h.enqueue(job("say", fmt.Sprint("p", i%chats), fmt.Sprint(i)))
		}
		var mu sync.Mutex
		busy, order := map[engine.Person]bool{}, map[engine.Person][]int64{}
		var wg sync.WaitGroup
		for w := range 3 {
			wg.Go(func() {
				db := h.db
				for count := 0; count < chats*each; {
					jobs, err := db.ClaimJobs(ctx, fmt.Sprint(w), time.Minute, 3)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, j := range jobs {
						if busy[j.Person] {
							t.Error("two jobs of one chat at once")
						}
						busy[j.Person] = true
						order[j.Person] = append(order[j.Person], j.ID)
					}
					mu.Unlock()
					for _, j := range jobs {
						mu.Lock()
						busy[j.Person] = false
						mu.Unlock()
						if err := db.FinishJob(ctx, j); err != nil {
							t.Error(err)
						}
					}
					mu.Lock()
					count = 0
					for _, ids := range order {
						count += len(ids)
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		for p, ids := range order {
			equal(t, "jobs of one chat", len(ids), each)
			for i := 1; i < len(ids); i++ {
				if ids[i] <= ids[i-1] {
					t.Fatalf("order in %s: got %v, want it to rise", p, ids)
				}
			}
		}
	})
}
