package emulator

import (
	"fmt"
	"time"
)

// Person is somebody with a phone. The id of the private chat with the bot equals ID.
type Person struct {
	ID           int64  `json:"id"`
	FirstName    string `json:"firstName"`
	LastName     string `json:"lastName,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"languageCode,omitempty"`
	Phone        string `json:"phone,omitempty"`   // what a contact button sends
	Title        string `json:"title,omitempty"`   // label over the phone on the page
	Hint         string `json:"hint,omitempty"`    // a sentence below the label
	Payload      string `json:"payload,omitempty"` // the page's start button sends /start with it
}

// Group is a group or supergroup with the bot in it.
type Group struct {
	ID      int64   `json:"id"` // chosen by the server when 0
	Title   string  `json:"title"`
	Super   bool    `json:"super"`
	Members []int64 `json:"members"`
	// SeesAll is true when the bot is an administrator there and so sees every message; otherwise it sees
	// commands, mentions of it, replies to it and service messages.
	SeesAll bool `json:"seesAll"`
}

type chat struct {
	id       int64
	kind     string // private, group, supergroup
	title    string
	person   *Person
	members  map[int64]bool
	seesAll  bool
	started  bool // the person has written to the bot
	blocked  bool
	gone     bool // the account is deleted
	kicked   bool // the bot is no longer in the group
	movedTo  int64
	messages []*message
	lastID   int // supergroups count for themselves
	keyboard *ReplyKeyboard
	typing   string
	typingAt time.Time
}

func (c *chat) ref() chatRef {
	if c.person != nil {
		p := c.person
		return chatRef{ID: c.id, Type: "private", FirstName: p.FirstName, LastName: p.LastName, Username: p.Username}
	}
	return chatRef{ID: c.id, Type: c.kind, Title: c.title}
}

func (c *chat) find(id int) *message {
	for i := len(c.messages) - 1; i >= 0; i-- {
		if c.messages[i].wire.ID == id && !c.messages[i].deleted {
			return c.messages[i]
		}
	}
	return nil
}

func (p *Person) user() user {
	return user{ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Username: p.Username, LanguageCode: p.LanguageCode}
}

// AddPerson gives somebody a phone. An ID of 0 is replaced by a free one; an existing ID is replaced in place.
func (s *Server) AddPerson(p Person) Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.ID == 0 {
		p.ID = 1001 + int64(len(s.order))
		for s.people[p.ID] != nil {
			p.ID++
		}
	}
	if p.FirstName == "" {
		p.FirstName = fmt.Sprintf("Orang %d", len(s.order)+1)
	}
	if old := s.people[p.ID]; old != nil {
		*old = p
	} else {
		kept := p
		s.people[p.ID] = &kept
		s.order = append(s.order, p.ID)
		s.chats[p.ID] = &chat{id: p.ID, kind: "private", person: &kept}
	}
	s.bump()
	return p
}

// People lists everybody in the order of joining.
func (s *Server) People() []Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Person, 0, len(s.order))
	for _, id := range s.order {
		out = append(out, *s.people[id])
	}
	return out
}

// AddGroup makes a group, its first member adding the bot: the bot gets my_chat_member and a service message.
func (s *Server) AddGroup(g Group) Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.ID == 0 {
		s.nextGr++
		g.ID = -s.nextGr
		if g.Super {
			g.ID = -1000000000000 - s.nextGr
		}
	}
	c := &chat{id: g.ID, kind: "group", title: g.Title, members: map[int64]bool{}, seesAll: g.SeesAll, kicked: true}
	if g.Super {
		c.kind = "supergroup"
	}
	for _, m := range g.Members {
		c.members[m] = true
	}
	s.chats[g.ID] = c
	if p := s.firstMember(g.Members); p != nil {
		s.join(c, p)
	} else {
		c.kicked = false
	}
	s.bump()
	return g
}

func (s *Server) firstMember(ids []int64) *Person {
	for _, id := range ids {
		if p := s.people[id]; p != nil {
			return p
		}
	}
	return nil
}

func (s *Server) join(c *chat, by *Person) {
	status := "member"
	if c.seesAll {
		status = "administrator"
	}
	c.kicked = false
	s.memberUpdate(c, by, "left", status)
	m := s.fromPerson(c, by)
	m.wire.NewMembers = []user{s.bot}
	m.service = by.FirstName + " memasukkan " + s.bot.FirstName
	s.receive(c, m)
}

// RemoveBot takes the bot out of a group; sending there answers 403 afterwards.
func (s *Server) RemoveBot(groupID, byPersonID int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, p, err := s.place(groupID, byPersonID)
	if err != nil {
		return err
	}
	old := "member"
	if c.seesAll {
		old = "administrator"
	}
	s.memberUpdate(c, p, old, "kicked")
	c.kicked = true
	s.bump()
	return nil
}

// Migrate turns a group into a supergroup and returns the new chat's id; calls to the old id answer 400 with
// migrate_to_chat_id.
func (s *Server) Migrate(groupID int64) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.chats[groupID]
	if old == nil || old.kind != "group" || old.movedTo != 0 {
		return 0, fmt.Errorf("no basic group %d to migrate", groupID)
	}
	s.nextGr++
	fresh := &chat{id: -1000000000000 - s.nextGr, kind: "supergroup", title: old.title, members: old.members, seesAll: old.seesAll}
	s.chats[fresh.id] = fresh
	by := &Person{ID: 1087968824, FirstName: "Group", Username: "GroupAnonymousBot"}
	m := s.fromPerson(old, by)
	m.wire.MigrateTo, m.service = fresh.id, "Grup ini menjadi supergrup"
	s.receive(old, m)
	m = s.fromPerson(fresh, by)
	m.wire.MigrateFrom, m.service = old.id, "Grup ini menjadi supergrup"
	s.receive(fresh, m)
	old.movedTo = fresh.id
	return fresh.id, nil
}

// Block makes a person block the bot: it gets my_chat_member, and sending answers 403.
func (s *Server) Block(personID int64) error { return s.setBlocked(personID, true) }

// Unblock takes a block back.
func (s *Server) Unblock(personID int64) error { return s.setBlocked(personID, false) }

func (s *Server) setBlocked(personID int64, blocked bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, p, err := s.place(personID, personID)
	if err != nil {
		return err
	}
	if c.blocked == blocked {
		return nil
	}
	c.blocked = blocked
	old, now := "member", "kicked"
	if !blocked {
		old, now = now, old
	}
	s.memberUpdate(c, p, old, now)
	s.bump()
	return nil
}

// DeleteAccount ends a person's account: sending answers 403 "user is deactivated".
func (s *Server) DeleteAccount(personID int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, _, err := s.place(personID, personID)
	if err != nil {
		return err
	}
	c.gone = true
	s.bump()
	return nil
}

func (s *Server) memberUpdate(c *chat, by *Person, old, now string) {
	u := memberUpdate{Chat: c.ref(), From: by.user(), Date: s.now().Unix(),
		Old: memberStatus{User: s.bot, Status: old}, New: memberStatus{User: s.bot, Status: now}}
	zero := 0
	for _, m := range []*memberStatus{&u.Old, &u.New} {
		if m.Status == "kicked" {
			m.Until = &zero
		}
	}
	s.enqueue("my_chat_member", fmt.Sprintf("m%d", by.ID), 24*time.Hour, u, nil)
}

// place finds a chat and one of the people in it.
func (s *Server) place(chatID, personID int64) (*chat, *Person, error) {
	c, p := s.chats[chatID], s.people[personID]
	switch {
	case p == nil:
		return nil, nil, fmt.Errorf("no person %d", personID)
	case c == nil:
		return nil, nil, fmt.Errorf("no chat %d", chatID)
	case c.person == nil && !c.members[personID]:
		return nil, nil, fmt.Errorf("person %d is not in group %d", personID, chatID)
	case c.movedTo != 0:
		return nil, nil, fmt.Errorf("group %d became %d", chatID, c.movedTo)
	}
	return c, p, nil
}
