package e2e_test

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// commits reads along between the house and PostgreSQL, and strikes at the k-th commit that changed anything: before PostgreSQL hears of
// it, or after it was done and before the house hears of that.
type commits struct {
	*wire
	k      int
	after  bool
	strike func() // both ends of the connection are closed by then; nothing of the commit is passed on
	delay  func() time.Duration

	mu     sync.Mutex
	seen   int
	struck bool
}

// newCommits lays a wire before a database and gives the address that leads through it.
func newCommits(t *testing.T, address string) (*commits, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	host := u.Host
	if u.Port() == "" {
		host = net.JoinHostPort(u.Hostname(), "5432")
	}
	c := &commits{wire: newWire(t, host)}
	c.wire.mu.Lock()
	c.watch = c.read
	c.wire.mu.Unlock()
	q := u.Query()
	q.Set("sslmode", "disable") // it is read along, on loopback
	u.RawQuery, u.Host = q.Encode(), c.address()
	return c, u.String()
}

// line is one connection: what the transaction that is open on it did.
type line struct {
	*passage
	mu        sync.Mutex
	changed   bool // a row, since the last commit
	ours      bool // the commit on its way is the one to strike
	beginning bool // the first message has no kind
}

func (c *commits) read(p *passage) {
	l := &line{passage: p, beginning: true}
	c.all.Go(func() {
		_ = c.questions(l)
		p.close()
	})
	_ = c.answersOf(l)
	p.close()
}

// questions passes on what the house sends.
func (c *commits) questions(l *line) error {
	in := bufio.NewReader(l.near)
	for {
		message, err := l.next(in)
		if err != nil {
			return err
		}
		if message[0] == 'Q' && strings.EqualFold(strings.Trim(string(message[5:]), "\x00 ;"), "commit") && c.reached(l) && !c.after {
			l.passage.close() // as the end of a process does
			c.strike()
			return io.EOF
		}
		l.gate(0)
		if _, err := l.far.Write(message); err != nil {
			return err
		}
	}
}

// reached counts a commit that changed something, and tells whether it is the one.
func (c *commits) reached(l *line) bool {
	l.mu.Lock()
	changed := l.changed
	l.changed = false
	l.mu.Unlock()
	if !changed {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen++
	c.struck = c.struck || c.seen == c.k
	l.ours = c.seen == c.k
	return l.ours
}

// answersOf passes on what PostgreSQL answers.
func (c *commits) answersOf(l *line) error {
	in := bufio.NewReader(l.far)
	for {
		message, err := readMessage(in, true)
		if err != nil {
			return err
		}
		if message[0] == 'C' && c.done(l, strings.Trim(string(message[5:]), "\x00")) {
			l.passage.close()
			c.strike()
			return io.EOF
		}
		if message[0] == 'Z' { // the answer is whole
			c.wait()
		}
		l.gate(1)
		if _, err := l.near.Write(message); err != nil {
			return err
		}
	}
}

// done notes what a statement did; true after the commit to strike.
func (c *commits) done(l *line, tag string) bool {
	if tag == "COMMIT" {
		c.mu.Lock()
		defer c.mu.Unlock()
		return l.ours
	}
	verb, n, _ := strings.Cut(tag, " ")
	if (verb == "INSERT" || verb == "UPDATE" || verb == "DELETE") && !strings.HasSuffix(" "+n, " 0") {
		l.mu.Lock()
		l.changed = true
		l.mu.Unlock()
	}
	return false
}

// next reads one message of the house.
func (l *line) next(in *bufio.Reader) ([]byte, error) {
	message, err := readMessage(in, !l.beginning)
	l.beginning = false
	return message, err
}

// readMessage reads kind, length and the rest; the first message has no kind, and gets 0.
func readMessage(in *bufio.Reader, kind bool) ([]byte, error) {
	head := make([]byte, 5)
	if !kind {
		head = head[:4]
	}
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, err
	}
	size := int(binary.BigEndian.Uint32(head[len(head)-4:]))
	message := append(head, make([]byte, max(size-4, 0))...)
	_, err := io.ReadFull(in, message[len(head):])
	return message, err
}

// count gives how many commits changed something so far, and whether one was struck.
func (c *commits) count() (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen, c.struck
}

// slow lets every answer take a time of its own; nil: none.
func (c *commits) slow(delay func() time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.delay = delay
}

func (c *commits) wait() {
	c.mu.Lock()
	delay := c.delay
	c.mu.Unlock()
	if delay != nil {
		time.Sleep(delay()) // the delay is what is tested
	}
}
