package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// update is one thing the bot has to be told.
type update struct {
	id       int64
	body     json.RawMessage // the whole update, with its id
	lane     string          // updates of one lane are posted one after the other
	expires  time.Time
	given    bool // handed out by getUpdates at least once
	again    bool // an ordered duplicate: handed out whatever the offset says
	inflight bool
	fails    int
	due      time.Time // earliest next webhook post
	source   *message  // marked as read when the bot has it
}

type queue struct {
	nextID  int64
	items   []*update
	last    *update
	held    *update // first of two to be swapped
	hold    bool
	dropped int
}

// enqueue makes an update and offers it to the bot, unless the bot asked not to get this kind.
func (s *Server) enqueue(kind, lane string, life time.Duration, payload any, source *message) {
	if !s.wants(kind) {
		return
	}
	body, err := json.Marshal(payload)
	if err != nil {
		panic(fmt.Sprintf("emulator: an update of its own does not encode: %v", err))
	}
	s.push(kind, body, &update{lane: lane, expires: s.now().Add(life), source: source})
}

func (s *Server) push(kind string, payload json.RawMessage, u *update) {
	u.id = s.queue.nextID
	s.queue.nextID++
	u.body = json.RawMessage(fmt.Sprintf(`{"update_id":%d,%q:%s}`, u.id, kind, payload))
	s.offer(u)
}

// offer puts an update in the queue, holding back the first of two that are to be swapped.
func (s *Server) offer(u *update) {
	q := &s.queue
	switch {
	case q.hold:
		q.hold, q.held = false, u
	case q.held != nil:
		first := q.held
		q.held = nil
		s.swapIn(first, u)
	default:
		q.items = append(q.items, u)
	}
	q.last = u
	s.pump()
	s.bump()
}

// swapIn queues two updates so that the bot sees the second first: by webhook it comes first with its higher
// id, by polling (sorted by id) the two exchange their ids.
func (s *Server) swapIn(first, second *update) {
	if s.hook == nil {
		first.swapIDs(second)
	}
	s.queue.items = append(s.queue.items, second, first)
}

func (u *update) swapIDs(v *update) {
	u.id, v.id = v.id, u.id
	u.renumber()
	v.renumber()
}

func (u *update) renumber() {
	var fields map[string]json.RawMessage
	if json.Unmarshal(u.body, &fields) != nil {
		return
	}
	fields["update_id"] = json.RawMessage(fmt.Sprint(u.id))
	u.body, _ = json.Marshal(fields)
}

// wants says whether the bot asked for a kind of update; by default all but the three that must be asked for.
func (s *Server) wants(kind string) bool {
	if len(s.allowed) == 0 {
		return kind != "chat_member" && kind != "message_reaction" && kind != "message_reaction_count"
	}
	return slices.Contains(s.allowed, kind)
}

// Inject queues a raw update as it is, however broken. Without an update_id it gets the next one.
func (s *Server) Inject(raw json.RawMessage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return fmt.Errorf("an update is a JSON object: %w", err)
	}
	u := &update{body: slices.Clone(raw), lane: "injected", expires: s.now().Add(messageLife)}
	var id int64
	if json.Unmarshal(fields["update_id"], &id) == nil && id != 0 {
		u.id = id
		s.queue.nextID = max(s.queue.nextID, id+1)
	} else {
		u.id = s.queue.nextID
		s.queue.nextID++
		u.body = raw
		u.renumber()
	}
	s.offer(u)
	return nil
}

// Pending counts the updates that the bot has not confirmed yet.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	n := len(s.queue.items)
	if s.queue.held != nil {
		n++
	}
	return n
}

// Dropped counts the updates that expired before the bot took them.
func (s *Server) Dropped() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	return s.queue.dropped
}

// DuplicateLast hands the last update out n more times with the same update id.
func (s *Server) DuplicateLast(n int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := s.queue.last
	if last == nil {
		return fmt.Errorf("there is no update to repeat")
	}
	for range n {
		s.queue.items = append(s.queue.items, &update{id: last.id, body: last.body, lane: last.lane,
			expires: last.expires, again: true})
	}
	s.pump()
	s.bump()
	return nil
}

// SwapLast makes two updates arrive in the wrong order: the last two that still wait, or else (then it returns
// false) the next two, the first of which is held back until the second comes.
func (s *Server) SwapLast() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	items := s.queue.items
	n := len(items)
	if n < 2 || items[n-1].inflight || items[n-2].inflight || items[n-2].given {
		s.queue.hold = true
		return false
	}
	s.queue.items = items[:n-2]
	s.swapIn(items[n-2], items[n-1])
	s.pump()
	s.bump()
	return true
}

// RestartIDs lets the next update ids start at n, as happens after a week without updates.
func (s *Server) RestartIDs(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.nextID = n
}

// expire drops what waited too long.
func (s *Server) expire() {
	now := s.now()
	s.queue.items = slices.DeleteFunc(s.queue.items, func(u *update) bool {
		if u.inflight || u.expires.After(now) {
			return false
		}
		s.queue.dropped++
		return true
	})
}

// done takes an update that the bot confirmed out of the queue.
func (s *Server) done(u *update) {
	s.queue.items = slices.DeleteFunc(s.queue.items, func(v *update) bool { return v == u })
	s.markRead(u)
}

func (s *Server) markRead(u *update) {
	if u.source != nil && !u.source.read {
		u.source.read = true
		s.touch(u.source)
	}
}
