package e2e_test

import (
	"net"
	"sync"
	"testing"
)

// wire is a stretch of network before a service: it passes bytes on, passes none any more, or is cut.
type wire struct {
	listener net.Listener
	to       string
	watch    func(*passage) // carries one connection in another way; nil: pass
	mu       sync.Mutex
	thawed   *sync.Cond
	cold     bool
	down     bool
	lost     int // connections up to this one are silent for ever
	carried  int // connections so far
	passed   int // pieces of answers
	open     map[net.Conn]bool
	all      sync.WaitGroup
}

// newWire lays one before the service at an address.
func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: to, open: map[net.Conn]bool{}}
	w.thawed = sync.NewCond(&w.mu)
	w.all.Go(w.accept)
	t.Cleanup(func() {
		_ = l.Close()
		w.cut()
		w.all.Wait()
	})
	return w
}

// address is where the service seems to be.
func (w *wire) address() string { return w.listener.Addr().String() }

func (w *wire) accept() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		w.all.Go(func() { w.carry(near) })
	}
}

// carry is one connection.
func (w *wire) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer far.Close()
	if !w.note(near, far) {
		return
	}
	p := &passage{w: w, near: near, far: far}
	w.mu.Lock()
	watch := w.watch
	w.carried++
	p.n = w.carried
	w.mu.Unlock()
	if watch != nil {
		watch(p)
		return
	}
	w.all.Go(func() { p.pass(far, near, 0); p.close() })
	p.pass(near, far, 1)
	p.close()
}

// note keeps both ends of a connection in mind; false when the wire is cut.
func (w *wire) note(ends ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, end := range ends {
		w.open[end] = true
	}
	return !w.down
}

// passage is a connection through the wire.
type passage struct {
	w         *wire
	near, far net.Conn // the house and the service
	n         int      // which connection of the wire it is
}

// pass copies pieces; those of answers are counted and may be held for a time.
func (p *passage) pass(to, from net.Conn, answers int) {
	piece := make([]byte, 64<<10)
	for {
		n, err := from.Read(piece)
		if err != nil {
			return
		}
		p.gate(answers)
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
	}
}

// gate holds up whoever comes while the wire is frozen, or whose other end has vanished.
func (p *passage) gate(answers int) {
	w := p.w
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.cold || p.n <= w.lost && !w.down {
		w.thawed.Wait()
	}
	w.passed += answers
}

// freeze stops all bytes; the connections stay.
func (w *wire) freeze(cold bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cold = cold
	w.thawed.Broadcast()
}

// vanish lets the machine at the other end be gone without a word: nothing of the connections that are open arrives any more, and nobody is
// told. New ones reach another machine.
func (w *wire) vanish() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost = w.carried
}

// carriedSoFar is how many connections there were.
func (w *wire) carriedSoFar() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.carried
}

// cut ends all connections and takes no more.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down, w.cold = true, false
	w.thawed.Broadcast()
	for end := range w.open {
		_ = end.Close()
	}
	clear(w.open)
}

// mend takes connections again.
func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down = false
}

func (w *wire) answers() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.passed
}

func (p *passage) close() {
	_ = p.near.Close()
	_ = p.far.Close()
}
