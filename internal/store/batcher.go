package store

import (
	"context"
	"sync"
)

// batchMax bounds the updates that share one commit.
const batchMax = 256

// batcher lets calls of Put that come at the same time share a commit, without making any of them wait for company: while one
// commit runs, others queue, and the next commit takes all of them.
type batcher struct {
	db      *DB
	mu      sync.Mutex
	queue   []waitingPut
	running bool
}

// waitingPut is one call of Put. Its result has room, so nobody waits for a caller who left.
type waitingPut struct {
	updates []update
	result  chan error
}

func (b *batcher) put(ctx context.Context, updates []update) error {
	p := waitingPut{updates: updates, result: make(chan error, 1)}
	b.mu.Lock()
	b.queue = append(b.queue, p)
	if !b.running {
		b.running = true
		b.db.idle.Go(b.run)
	}
	b.mu.Unlock()
	select {
	case err := <-p.result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run commits what is queued until nothing is.
func (b *batcher) run() {
	for {
		batch := b.take()
		if len(batch) == 0 {
			return
		}
		b.commit(batch)
	}
}

// take gives the calls at the head of the queue, at most batchMax updates but at least one call.
func (b *batcher) take() []waitingPut {
	b.mu.Lock()
	defer b.mu.Unlock()
	n, size := 0, 0
	for n < len(b.queue) && (n == 0 || size+len(b.queue[n].updates) <= batchMax) {
		size += len(b.queue[n].updates)
		n++
	}
	batch := b.queue[:n:n]
	b.queue = b.queue[n:]
	b.running = n > 0
	return batch
}

// commit stores a batch. When it fails, each call is tried alone, so that one bad update does not refuse its neighbours.
func (b *batcher) commit(batch []waitingPut) {
	err := b.store(batch...)
	for _, p := range batch {
		if err != nil && len(batch) > 1 {
			p.result <- b.store(p)
		} else {
			p.result <- err
		}
	}
}

func (b *batcher) store(batch ...waitingPut) error {
	var all []update
	for _, p := range batch {
		all = append(all, p.updates...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), txTime)
	defer cancel()
	return b.db.transact(ctx, func(t *tx) error { return t.insert(all) })
}
