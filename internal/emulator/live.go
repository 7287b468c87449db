package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const typingFor = 5 * time.Second // how long "typing" is shown after sendChatAction

// scene is everything on the page but messages, calls and answers, which come as what is new.
type scene struct {
	Title      string       `json:"title"`
	Bot        botView      `json:"bot"`
	People     []personView `json:"people"`
	Chats      []chatView   `json:"chats"`
	Faults     []Fault      `json:"faults"`
	Online     bool         `json:"online"`
	Pending    int          `json:"pending"`
	Webhook    bool         `json:"webhook"`
	CanAdvance bool         `json:"canAdvance"`
}

type botView struct {
	Name        string `json:"name"`
	Username    string `json:"username"`
	Description string `json:"description,omitempty"`
}

type personView struct {
	Person
	Commands []Command `json:"commands,omitempty"`
}

type chatView struct {
	ID       int64          `json:"id"`
	Title    string         `json:"title,omitempty"`
	Members  []int64        `json:"members,omitempty"`
	Keyboard *ReplyKeyboard `json:"keyboard,omitempty"`
	Typing   int64          `json:"typing,omitempty"` // when the bot began, in milliseconds
	Blocked  bool           `json:"blocked,omitempty"`
	Started  bool           `json:"started,omitempty"`
}

// delta is one event: the scene, and what changed since the last one.
type delta struct {
	Now      time.Time `json:"now"`
	Scene    scene     `json:"scene"`
	Messages []Message `json:"messages"`
	Calls    []Call    `json:"calls"`
	Answers  []Answer  `json:"answers"`
}

// cursor is how far a page has been told.
type cursor struct {
	rev     int64
	call    int
	answers int
	scene   []byte
}

func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	out, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "streaming is not possible here", http.StatusNotImplemented)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	c := &cursor{rev: -1}
	for {
		s.mu.Lock()
		changed, d := s.changed, s.delta(c)
		s.mu.Unlock()
		if d != nil {
			body, _ := json.Marshal(d)
			if _, err := fmt.Fprintf(w, "data: %s\n\n", body); err != nil {
				return
			}
			out.Flush()
		}
		select {
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		case <-changed:
		}
	}
}

func (s *Server) serveState(w http.ResponseWriter, r *http.Request) {
	since, _ := strconv.Atoi(r.URL.Query().Get("call"))
	s.mu.Lock()
	d := s.delta(&cursor{rev: -1, call: since})
	s.mu.Unlock()
	writeResult(w, d, nil)
}

// delta is what is new since the cursor, or nil; it moves the cursor. The lock is held.
func (s *Server) delta(c *cursor) *delta {
	d := &delta{Now: s.now(), Scene: s.scene(), Calls: s.callsSince(max(c.call, s.callNo-200)),
		Messages: []Message{}, Answers: s.answered[c.answers:]}
	for _, ch := range s.chats {
		for _, m := range ch.messages {
			if m.rev > c.rev && !(m.deleted && c.rev < 0) {
				d.Messages = append(d.Messages, m.view())
			}
		}
	}
	for i := range d.Calls {
		if d.Calls[i].Method == "getUpdates" {
			d.Calls[i].Result = nil // the updates are on the phones already
		}
	}
	looks, _ := json.Marshal(d.Scene)
	same := bytes.Equal(looks, c.scene) && len(d.Messages)+len(d.Calls)+len(d.Answers) == 0
	*c = cursor{rev: s.rev, call: s.callNo, answers: len(s.answered), scene: looks}
	if same {
		return nil
	}
	return d
}

func (s *Server) scene() scene {
	out := scene{Title: s.opts.Title, Online: !s.offline, Webhook: s.hook != nil, CanAdvance: s.opts.OnAdvance != nil,
		Pending: len(s.queue.items), Faults: []Fault{}, Chats: []chatView{}, People: []personView{},
		Bot: botView{s.profileText("name", "id"), s.bot.Username, s.profileText("description", "id")}}
	for _, f := range s.faults {
		out.Faults = append(out.Faults, *f)
	}
	for _, id := range s.order {
		out.People = append(out.People, personView{*s.people[id], s.commands(id)})
		out.Chats = append(out.Chats, s.chatView(s.chats[id]))
	}
	for _, c := range s.chats {
		if c.person == nil && c.movedTo == 0 {
			out.Chats = append(out.Chats, s.chatView(c))
		}
	}
	sortChats(out.Chats[len(s.order):])
	return out
}

func (s *Server) chatView(c *chat) chatView {
	v := chatView{ID: c.id, Title: c.title, Keyboard: c.keyboard, Blocked: c.blocked, Started: c.started}
	for _, id := range s.order {
		if c.members[id] {
			v.Members = append(v.Members, id)
		}
	}
	if c.typing != "" && s.now().Sub(c.typingAt) < typingFor {
		v.Typing = c.typingAt.UnixMilli()
	}
	return v
}
