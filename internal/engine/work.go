package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// work is one open transaction with what every change of a case needs, be it a person's turn or a timer.
type work struct {
	e   *Engine
	ctx context.Context
	tx  Tx
	now time.Time
	reg *taskforce.Register
}

// spoken is a message as it waits in the outbox, sealed there: keys and data, never a finished text.
type spoken struct {
	Key      string            `json:"k"`
	Data     map[string]string `json:"d,omitempty"`
	Words    map[string]string `json:"w,omitempty"` // values that are label keys, written in the language of the text
	Buttons  [][]flows.Button  `json:"b,omitempty"`
	Lang     string            `json:"l,omitempty"`
	State    flows.State       `json:"s,omitempty"`
	Step     int64             `json:"v,omitempty"`
	Case     string            `json:"c,omitempty"`
	Also     []string          `json:"a,omitempty"` // further cases it speaks of
	Files    []string          `json:"f,omitempty"`
	Keep     bool              `json:"p,omitempty"`
	Vanish   time.Duration     `json:"x,omitempty"`
	Version  int64             `json:"n,omitempty"` // of the case, for buttons that act on it
	Quiet    bool              `json:"q,omitempty"`
	Heard    bool              `json:"h,omitempty"` // read aloud, if there is a clip
	Edit     int64             `json:"e,omitempty"` // the message to be replaced
	Referral int64             `json:"-"`           // of the case a card shows
	Drill    string            `json:"-"`           // id of the drill whose offer a card shows

	Phrases map[string]flows.Phrase `json:"-"` // values that are written in the language of whoever hears it, when it is enqueued
}

// plain writes data as strings: it goes into a sealed row and comes out as text.
func plain(d flows.Data) map[string]string {
	out := make(map[string]string, len(d))
	for k, v := range d {
		switch v := v.(type) {
		case private.Text:
			out[k] = v.Reveal()
		case string:
			out[k] = v
		case flows.Word, flows.Phrase:
			continue // see words, phrases
		case bool: // an empty value is "no" in a text's {{if}}
			if out[k] = ""; v {
				out[k] = "yes"
			}
		default:
			out[k] = fmt.Sprint(v)
		}
	}
	return out
}

// words gives the values that are label keys.
func words(d flows.Data) map[string]string {
	var out map[string]string
	for k, v := range d {
		if w, ok := v.(flows.Word); ok {
			if out == nil {
				out = map[string]string{}
			}
			out[k] = string(w)
		}
	}
	return out
}

// values are the data of a text as it is written.
func (m spoken) values() map[string]any {
	data := make(map[string]any, len(m.Data)+len(m.Words))
	for k, v := range m.Data {
		data[k] = v
	}
	for k, key := range m.Words {
		data[k] = flows.Word(key)
	}
	return data
}

// enqueue puts a message to a person into the outbox. What the house says to officers is written in the language of their phone.
func (w *work) enqueue(p Person, key string, m spoken, at time.Time, urgent bool) error {
	m, err := w.inTongue(p, m)
	if err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	return w.tx.Enqueue(w.ctx, Job{Kind: "say", Key: key, Person: p, Case: m.Case, RunAt: at, Urgent: urgent, Body: body})
}

// saveCase writes a changed case with its audit line, its cards and its clock.
func (w *work) saveCase(c casework.Case, actor, action, detail string) error {
	if err := w.keepCase(c, actor, action, detail); err != nil {
		return err
	}
	return w.show(c)
}

// keepCase writes a changed case with its audit line, and shows nobody yet.
func (w *work) keepCase(c casework.Case, actor, action, detail string) error {
	if err := w.tx.SaveCase(w.ctx, c); err != nil {
		return fmt.Errorf("save case: %w", err)
	}
	entry := Entry{At: w.now, Actor: actor, Action: action, Target: c.ID, Detail: detail}
	if err := w.tx.Audit(w.ctx, entry); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return w.echo(c)
}

// show brings cards and clocks up to the case as it is now.
func (w *work) show(c casework.Case) error {
	if c.Training != nil {
		return w.showTraining(c)
	}
	if err := w.cards(c); err != nil {
		return err
	}
	if err := w.yieldDrills(c); err != nil {
		return err
	}
	if err := w.nudgeLater(c); err != nil {
		return err
	}
	return w.clock(c)
}

// cards makes every chat that shows the case, and every seat that shall act on it, show it as it now is.
func (w *work) cards(c casework.Case) error {
	people := map[Person]bool{}
	shown, err := w.tx.CardsOf(w.ctx, c.ID)
	if err != nil {
		return err
	}
	for _, s := range shown {
		if s.Card {
			people[s.Person] = true
		}
	}
	for _, seat := range w.concerned(c) {
		p, err := w.tx.OfficerChat(w.ctx, seat)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		people[p] = true
	}
	for _, p := range slices.Sorted(maps.Keys(people)) {
		job := Job{Kind: "card", Key: fmt.Sprintf("card:%s:%s:%d", c.ID, p, c.Version), Person: p, Case: c.ID, RunAt: w.now,
			Urgent: c.Priority != casework.Ordinary}
		if err := w.tx.Enqueue(w.ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// concerned lists the seats that must act: all on duty while it is offered or to be closed, the owner always.
func (w *work) concerned(c casework.Case) []casework.SeatID {
	var out []casework.SeatID
	if c.Owner != "" {
		out = append(out, c.Owner)
	}
	if c.Status == casework.Offered || c.Status == casework.Closing {
		for _, s := range w.reg.OnDuty(c.Lead) {
			if !c.MayNotSee(s.TaskForce, s.ID) {
				out = append(out, s.ID)
			}
		}
	}
	for _, s := range w.nextSeats(c) {
		if !slices.Contains(out, s.ID) && !c.MayNotSee(s.TaskForce, s.ID) {
			out = append(out, s.ID)
		}
	}
	out = append(append(out, w.overseers(c)...), w.helpers(c)...)
	if c.Status == casework.Closing && len(out) < 2 { // the owner sits alone: whoever stands above may be the second seat
		for _, above := range w.reg.CoverChain(c.Lead) {
			for _, s := range w.reg.OnDuty(above) {
				if !c.MayNotSee(s.TaskForce, s.ID) {
					out = append(out, s.ID)
				}
			}
		}
	}
	return out
}

// groupNotice tells the task force's group that there is something in the private chats, and nothing else.
func (w *work) groupNotice(c casework.Case) error {
	if c.Training != nil {
		return nil
	}
	force, ok := w.reg.Force(c.Lead)
	if !ok || force.Group == "" {
		return nil
	}
	m := spoken{Key: "duty.group_new", Keep: true}
	return w.enqueue(Person(force.Group), "group:"+c.ID+":"+strconv.Itoa(c.Referral().N), m, w.now, true)
}

// tell says something to the reporter, and to the reporters of the cases that were joined with it.
func (w *work) tell(c casework.Case, key, again string, data flows.Data) error {
	joined, err := w.joinedWith(c)
	if err != nil {
		return err
	}
	for _, o := range append([]casework.Case{c}, joined...) {
		if o.Same {
			continue
		}
		if err := w.tellOne(o, key, again, data); err != nil {
			return err
		}
	}
	return nil
}

// tellOne says something to one reporter as far as they allowed it. again makes the key of repeated notices differ.
func (w *work) tellOne(c casework.Case, key, again string, data flows.Data, buttons ...[]flows.Button) error {
	p, err := w.tx.Reporter(w.ctx, c.ID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	chat, err := w.tx.Chat(w.ctx, p)
	if err != nil || !chat.Wiped.IsZero() || chat.Blocked {
		return ignoreMissing(err)
	}
	at, ok := w.mayPush(c, chat)
	if !ok {
		return nil
	}
	m := spoken{Key: key, Data: plain(data), Words: words(data), Buttons: buttons, Lang: c.Report.Lang, Case: c.ID}
	return w.enqueue(p, "tell:"+c.ID+":"+key+":"+again, m, at, c.Priority == casework.Imminent)
}

func ignoreMissing(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// atPhone is how long after writing a reporter who was not asked yet counts as still holding the phone.
const atPhone = 15 * time.Minute

// mayPush gives the time at which the reporter may be written to.
func (w *work) mayPush(c casework.Case, chat ChatRow) (time.Time, bool) {
	contact := c.Report.Contact
	if contact.Mode == "" {
		return w.now, w.now.Sub(chat.Seen) <= atPhone
	}
	if contact.Mode == casework.ContactNever {
		return w.now, false
	}
	zone := zoneOf(c)
	for h := range 24 {
		at := w.now.Add(time.Duration(h) * time.Hour)
		if h > 0 {
			at = at.Truncate(time.Hour)
		}
		if contact.Allows(at.In(zone).Hour()) {
			return at, true
		}
	}
	return w.now, false
}

// zoneOf is the time zone of the reporter as far as the places tell.
func zoneOf(c casework.Case) *time.Location {
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Home} {
		if code := c.Report.Places[role].Code; code != "" {
			zone, _ := region.Default().Zone(code)
			return zone
		}
	}
	zone, _ := region.Default().Zone("31")
	return zone
}

// forceName is the full name of a task force.
func (w *work) forceName(code region.Code) string {
	f, _ := w.reg.Force(code)
	return f.Name
}
