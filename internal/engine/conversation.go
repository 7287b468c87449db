package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/private"
)

// kept is a conversation in the form in which it is sealed. Only this codec reveals private texts for keeping.
type kept struct {
	Flow    string              `json:"f"`
	State   flows.State         `json:"s"`
	Lang    string              `json:"l,omitempty"`
	Answers map[string]string   `json:"a,omitempty"`
	Lists   map[string][]string `json:"m,omitempty"`
	Trail   []flows.State       `json:"t,omitempty"`
	Return  flows.State         `json:"r,omitempty"`
	Aside   flows.State         `json:"x,omitempty"`
	Tries   int                 `json:"n,omitempty"`
	Step    int64               `json:"v,omitempty"`
	Since   int64               `json:"i,omitempty"`
	Seen    int64               `json:"w,omitempty"`
	Case    string              `json:"c,omitempty"`
	Wiped   bool                `json:"z,omitempty"`
	Last    string              `json:"p,omitempty"`
	Visit   *kept               `json:"u,omitempty"`
}

// encode writes a conversation for sealing.
func encode(c flows.Conversation) ([]byte, error) { return json.Marshal(keep(c)) }

func keep(c flows.Conversation) kept {
	k := kept{Flow: c.Flow, State: c.State, Lang: c.Lang, Trail: c.Trail, Return: c.Return, Aside: c.Aside, Tries: c.Tries,
		Step: c.Step, Since: c.Since, Case: c.Case, Wiped: c.Wiped, Last: c.Last, Answers: map[string]string{}, Lists: map[string][]string{}}
	if !c.Seen.IsZero() {
		k.Seen = c.Seen.UnixMilli()
	}
	for name, v := range c.Answers {
		k.Answers[name] = v.Reveal()
	}
	for name, list := range c.Lists {
		for _, v := range list {
			k.Lists[name] = append(k.Lists[name], v.Reveal())
		}
	}
	if c.Visit != nil {
		v := keep(*c.Visit)
		k.Visit = &v
	}
	return k
}

// decode reads what encode wrote, also by an earlier version of the program.
func decode(raw []byte) (flows.Conversation, error) {
	var k kept
	if err := json.Unmarshal(raw, &k); err != nil {
		return flows.Conversation{}, errors.New("kept conversation is not readable")
	}
	return revive(k), nil
}

func revive(k kept) flows.Conversation {
	c := flows.Conversation{Flow: k.Flow, State: k.State, Lang: k.Lang, Trail: k.Trail, Return: k.Return, Aside: k.Aside, Tries: k.Tries,
		Step: k.Step, Since: k.Since, Case: k.Case, Wiped: k.Wiped, Last: k.Last, Answers: map[string]private.Text{}, Lists: map[string][]private.Text{}}
	if k.Seen != 0 {
		c.Seen = time.UnixMilli(k.Seen).UTC()
	}
	for name, v := range k.Answers {
		c.Answers[name] = private.NewText(v)
	}
	for name, list := range k.Lists {
		c.Lists[name] = flows.Texts(list...)
	}
	if k.Visit != nil {
		v := revive(*k.Visit)
		c.Visit = &v
	}
	return c
}

// binding ties a sealed conversation to its person and revision, so that neither can be swapped nor rolled back unseen.
func binding(p Person, rev int64) private.Binding {
	return private.Binding{Table: "conversation", Row: string(p), Field: "body", Version: rev}
}

func (e *Engine) sealConversation(c flows.Conversation, p Person, rev int64) ([]byte, error) {
	raw, err := encode(c)
	if err != nil {
		return nil, err
	}
	return e.Keys.Seal(binding(p, rev), raw)
}

func (e *Engine) openConversation(sealed []byte, p Person, rev int64) (flows.Conversation, error) {
	raw, err := e.Keys.Open(binding(p, rev), sealed)
	if err != nil {
		return flows.Conversation{}, err
	}
	return decode(raw)
}

// ResealConversation seals a kept conversation under the primary key; changed is false when it is under it already, or is none of
// these keys' conversations, and then it stays as it is.
func ResealConversation(keys *private.Keys, p Person, rev int64, sealed []byte) (next []byte, changed bool) {
	next, changed, err := keys.Reseal(binding(p, rev), sealed)
	if err != nil {
		return sealed, false
	}
	return next, changed
}

// ForgottenConversation gives what stays of a conversation whose case is erased: the language, that the chat is to be silent or tidy, and
// the count of steps, so that no old button passes for a new one. forgot is false when it is about something else.
func ForgottenConversation(keys *private.Keys, p Person, rev int64, sealed []byte, caseID string) (next []byte, forgot bool, err error) {
	was, err := OpenedConversation(keys, p, rev, sealed)
	if err != nil || was.Case != caseID {
		return nil, false, err
	}
	left := flows.Conversation{Lang: was.Lang, Wiped: was.Wiped, Step: was.Step, Answers: map[string]private.Text{}}
	for name, v := range was.Answers {
		if strings.HasPrefix(name, "kernel.") {
			left.Answers[name] = v
		}
	}
	next, err = SealedConversation(keys, p, rev+1, left)
	return next, err == nil, err
}

// SealedConversation and OpenedConversation are how a conversation is kept, for whoever keeps it and has the keys.
func SealedConversation(keys *private.Keys, p Person, rev int64, c flows.Conversation) ([]byte, error) {
	return (&Engine{Parts: Parts{Keys: keys}}).sealConversation(c, p, rev)
}

// OpenedConversation reads what SealedConversation wrote.
func OpenedConversation(keys *private.Keys, p Person, rev int64, sealed []byte) (flows.Conversation, error) {
	return (&Engine{Parts: Parts{Keys: keys}}).openConversation(sealed, p, rev)
}

// session loads the running conversation from where it may have vanished; a fault there only costs a look into the store.
func (e *Engine) session(ctx context.Context, p Person) ([]byte, int64) {
	body, rev, err := e.Sessions.Load(ctx, p)
	if err != nil {
		e.Watch.Event("session_load_failed")
		return nil, 0
	}
	return body, rev
}

func (e *Engine) saveSession(ctx context.Context, p Person, body []byte, rev int64) {
	saved, err := e.Sessions.Save(ctx, p, body, rev, sessionKept)
	switch {
	case err != nil:
		e.Watch.Event("session_save_failed")
	case !saved: // the durable copy is the truth, so what stands there is not of this conversation
		e.Watch.Event("session_newer")
		e.dropSession(ctx, p)
	}
}

func (e *Engine) dropSession(ctx context.Context, p Person) {
	if err := e.Sessions.Drop(ctx, p); err != nil {
		e.Watch.Event("session_drop_failed")
	}
}

// load takes the newer of session and durable draft. A session that does not open (swapped, rolled back, foreign) is left.
func (t *turn) load(session []byte, sessionRev int64) error {
	body, rev, err := t.tx.Draft(t.ctx, t.lane.Person)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	t.rev = rev
	if rev == 0 { // new: an older session says nothing any more
		return t.loadNothing()
	}
	if sessionRev == rev {
		if t.conv, err = t.e.openConversation(session, t.lane.Person, rev); err == nil {
			return nil
		}
		t.e.Watch.Event("session_refused")
	}
	t.conv, err = t.e.openConversation(body, t.lane.Person, rev)
	if err != nil {
		return fmt.Errorf("open conversation: %w", err)
	}
	return nil
}

// loadNothing begins where nothing is kept. A wiped chat stays silent for as long as an unsent report would have been kept; after
// that there is nothing left to protect, and whoever holds the phone may begin anew.
func (t *turn) loadNothing() error {
	if !t.chat.Wiped.IsZero() && t.now.Sub(t.chat.Wiped) > draftKept {
		return t.unsilence()
	}
	t.conv.Wiped = !t.chat.Wiped.IsZero()
	return nil
}

// save writes the durable copy. A forgotten conversation is written as an empty one: its revision must go on, so that no
// older session can ever pass for the newest.
func (t *turn) save() error {
	if t.conv.State == "" && t.conv.Visit == nil && !t.conv.Wiped && t.rev == 0 {
		return nil
	}
	t.rev++
	sealed, err := t.e.sealConversation(t.conv, t.lane.Person, t.rev)
	if err != nil {
		return fmt.Errorf("seal conversation: %w", err)
	}
	keep := draftKept
	if t.conv.Case != "" || t.seat != nil {
		keep = talkKept
	}
	if err := t.tx.SaveDraft(t.ctx, t.lane.Person, sealed, t.rev, t.now.Add(keep)); err != nil {
		return fmt.Errorf("save conversation: %w", err)
	}
	t.saved = sealed
	return nil
}
