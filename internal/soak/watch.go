package soak

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/private"
)

// Broken is something that must always hold and did not.
type Broken struct {
	Rule string // in one word
	What string
}

func (b *Broken) Error() string { return b.Rule + ": " + b.What }

// watch looks on. It keeps what it saw itself and compares it with what the house says.
type watch struct {
	w      *world
	broken error

	updates map[int64][]byte  // given out by Telegram, by id
	keys    map[string]string // of what was handed to the store, by body
	cases   map[string]casework.Case
	changed map[string]bool   // cases written since they were last read from the disk
	codes   map[string]string // case ids by their short codes
	said    map[string]int    // how often each job said each text
	spoke   map[int64]int     // what a job said or changed since it was given out
	losses  map[int64]int     // deaths and cut connections while a job was being done
	silent  map[int64]silence // phones that were wiped, as they stood at the last rest
	typed   map[int64]bool    // phones that typed a number given out before, since the last rest
	numbers map[string]int64  // receipts, with the phone that was shown each
	secrets map[string]int64  // words that only one reporter ever writes
	circle  map[int64]int64   // phones that share what was told, towards one of them
	clocks  map[string]bool   // kinds and cases of the clocks that run, as of the last rest
	lapsed  string            // a case that lapsed at pusat in this step and needs an alarm
	alarmed bool              // an alarm was raised in this step
	audited int64             // entries of the audit read so far
	deaths  int
	reports int
}

func newWatch(w *world) *watch {
	return &watch{w: w, updates: map[int64][]byte{}, keys: map[string]string{}, cases: map[string]casework.Case{}, changed: map[string]bool{}, codes: map[string]string{},
		said: map[string]int{}, spoke: map[int64]int{}, losses: map[int64]int{}, silent: map[int64]silence{}, typed: map[int64]bool{},
		circle: map[int64]int64{}, numbers: map[string]int64{}, secrets: map[string]int64{}}
}

// fail keeps the first thing that broke.
func (v *watch) fail(rule, format string, args ...any) {
	if v.broken == nil {
		v.broken = &Broken{rule, fmt.Sprintf(format, args...)}
		v.w.trace.add(v.w.now, "BROKEN "+v.broken.Error())
	}
}

// given remembers what Telegram handed out.
func (v *watch) given(updates []json.RawMessage) {
	for _, raw := range updates {
		var u struct {
			ID int64 `json:"update_id"`
		}
		if json.Unmarshal(raw, &u) == nil {
			v.updates[u.ID] = bytes.Clone(raw)
		}
	}
}

// offered remembers under which key an update was handed to the store.
func (v *watch) offered(u engine.Incoming) { v.keys[string(u.Body)] = u.Key }

// confirmed looks at what Telegram is told not to send again: all of it has to be on the disk.
func (v *watch) confirmed(offset int64) {
	for id, body := range v.updates {
		if id >= offset {
			continue
		}
		delete(v.updates, id)
		key, ok := v.keys[string(body)]
		delete(v.keys, string(body))
		if !ok {
			v.fail("durable", "update %d was confirmed and never handed to the store", id)
			continue
		}
		if n := v.count("SELECT COUNT(*) FROM inbox WHERE key = $1", v.w.keys.Pseudonym("update", key)); n != 1 {
			v.fail("durable", "update %d was confirmed and is %d times on the disk", id, n)
		}
	}
}

// count asks the database itself.
func (v *watch) count(query string, args ...any) (n int) {
	if err := v.w.house.Store.SQL().QueryRowContext(v.w.ctx, query, args...).Scan(&n); err != nil {
		v.fail("database", "%v", err)
	}
	return n
}

// lost notes that what is being done may come to be done twice.
func (v *watch) lost() {
	if v.w.dead {
		v.deaths++
	}
	if v.w.job.ID != 0 {
		v.losses[v.w.job.ID]++
	}
}

var (
	receiptNumber = regexp.MustCompile(`\b\d{4} \d{4} \d{4} \d{4}\b`)
	caseCode      = regexp.MustCompile(`\b[A-Z]-\d{4}\b`)
)

// appeared is told of each new message on a phone.
func (v *watch) appeared(m emulator.Message) {
	job := v.w.job
	text := m.Text
	if m.Media != nil {
		text += " +" + m.Media.Kind + " " + m.Media.Name
	}
	v.heard(m.Chat, text, false)
	if job.ID == 0 {
		v.fail("spoken", "something was said to %d outside of any job: %q", m.Chat, text)
		return
	}
	key := strconv.FormatInt(job.ID, 10) + "\n" + text
	if v.said[key]++; v.said[key] > 1+v.losses[job.ID] {
		v.fail("repeats", "%s was said %d times to %d with %d losses: %q", job.Kind, v.said[key], m.Chat, v.losses[job.ID], text)
	}
}

// heard is told of each text that comes to stand on a phone, new or in the place of another.
func (v *watch) heard(chat int64, text string, edit bool) {
	verb := "says"
	if edit {
		verb = "changes"
	}
	v.w.trace.add(v.w.now, fmt.Sprintf("%s to %d: %q", verb, chat, text))
	v.spoke[v.w.job.ID]++
	for _, n := range receiptNumber.FindAllString(text, -1) {
		v.receipt(n, chat)
	}
	if !v.chat(chat).Wiped.IsZero() {
		v.fail("silence", "%d was wiped and hears %q", chat, text)
	}
	v.mayHear(chat, text)
}

// receipt looks that a number stands in the database before anybody reads it.
func (v *watch) receipt(number string, chat int64) {
	r, err := private.ParseReceipt(number)
	if err != nil {
		return
	}
	v.numbers[number] = chat
	fresh, settled := v.w.keys.Pseudonym("fresh receipt", r.Reveal()), v.w.keys.ReceiptLookup(r)
	if v.count("SELECT COUNT(*) FROM receipts WHERE lookup IN ($1, $2)", fresh, settled) == 0 {
		v.fail("durable", "%d was shown a number that the database does not know", chat)
	}
}

// person is the pseudonym of a phone.
func (v *watch) person(chat int64) engine.Person {
	return engine.Person(v.w.keys.Pseudonym("chat", "tg:"+strconv.FormatInt(chat, 10)))
}

// chat is what the house knows of a phone.
func (v *watch) chat(id int64) (row engine.ChatRow) {
	v.read(func(tx engine.Tx) (err error) {
		row, err = tx.Chat(v.w.ctx, v.person(id))
		return err
	})
	return row
}

// read reads in the database, past the seam.
func (v *watch) read(do func(engine.Tx) error) {
	if err := v.w.house.Store.System(v.w.ctx, do); err != nil && !errors.Is(err, engine.ErrNotFound) {
		v.fail("database", "%v", err)
	}
}

// mayHear looks that nobody hears of a case that was kept from them, nor in whose words it was told.
func (v *watch) mayHear(chat int64, text string) {
	var seat casework.SeatID
	v.read(func(tx engine.Tx) error {
		s, err := tx.SeatOf(v.w.ctx, v.person(chat))
		seat = s.ID
		return err
	})
	for word, owner := range v.secrets {
		if !strings.Contains(text, word) || owner == chat {
			continue
		}
		if seat == "" && !v.moved(owner, chat) {
			v.fail("secrets", "%d reads the words of %d: %q", chat, owner, text)
		}
	}
	if seat == "" {
		return
	}
	about := caseCode.FindAllString(text, -1)
	if c, ok := v.cases[v.w.job.Case]; ok && v.w.job.Kind != "empty" && v.w.job.Kind != "delete" {
		about = append(about, c.Code)
	}
	for _, code := range about {
		c := v.cases[v.codes[code]]
		for _, x := range c.Excluded {
			if (x.TaskForce == seat.TaskForce() && x.Seat == "") || x.Seat == seat {
				v.fail("excluded", "%s must not hear of %s and hears %q", seat, code, text)
			}
		}
	}
}

// types is told what a reporter is about to type: a number that was shown to another makes what is told there their own.
func (v *watch) types(chat int64, text string) {
	for _, n := range receiptNumber.FindAllString(text, -1) {
		if owner, ok := v.numbers[n]; ok {
			v.typed[chat] = true
			v.circle[v.root(chat)] = v.root(owner)
		}
	}
}

// moved tells whether two phones have come to share what was told.
func (v *watch) moved(owner, chat int64) bool { return v.root(owner) == v.root(chat) }

func (v *watch) root(chat int64) int64 {
	for next, ok := v.circle[chat]; ok && next != chat; next, ok = v.circle[chat] {
		chat = next
	}
	return chat
}

// jobDone is told of each job that was done to its end, well or not.
func (v *watch) jobDone(job engine.Job, err error) {
	spoke := v.spoke[job.ID]
	delete(v.spoke, job.ID)
	var d *engine.DeliveryError
	finished := errors.As(err, &d) && d.Class == engine.Finished
	if job.Kind == "say" && finished && spoke == 0 && v.losses[job.ID] == 0 {
		v.fail("said", "a message counts as said and nobody heard it")
	}
	if err != nil && !finished && !errors.As(err, &d) {
		v.fail("jobs", "%s fails: %v", job.Kind, err)
	}
	if d != nil && d.Class == "bad" {
		v.fail("jobs", "%s cannot be done: %v", job.Kind, err)
	}
}

// event is told what the house counts.
func (v *watch) event(class string) {
	switch class {
	case "alarm_nobody_accepted":
		v.alarmed = v.w.bug != "no alarm"
	case "poison", "set_aside":
		v.fail("handled", "an update was set aside: %s", class)
	}
	v.w.trace.add(v.w.now, "event "+class)
}

// log gives the house a log that is looked through: no secret stands in it, and nothing panics.
func (v *watch) log() slog.Handler { return logWatch{v, slog.NewTextHandler(nil, nil)} }

type logWatch struct {
	v *watch
	slog.Handler
}

func (logWatch) Enabled(context.Context, slog.Level) bool { return true }
func (l logWatch) WithAttrs([]slog.Attr) slog.Handler     { return l }
func (l logWatch) WithGroup(string) slog.Handler          { return l }
func (l logWatch) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool {
		line += " " + a.Key + "=" + a.Value.String()
		return true
	})
	for word := range l.v.secrets {
		if strings.Contains(line, word) {
			l.v.fail("secrets", "in the log: %s", line)
		}
	}
	if strings.Contains(line, "panicked") || r.Level >= slog.LevelError && r.Message == "turn" && !l.v.w.dead {
		l.v.fail("faults", "%s", line)
	}
	return nil
}
