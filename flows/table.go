package flows

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/looplab/fsm"

	"siaga/internal/private"
)

// Go maps an event of a row to the row that follows. The event "*" stands for every other event.
type Go map[string]State

// Row is one question. Reading down the rows of a table is reading the conversation.
type Row struct {
	At     State
	Ask    string                // key of the question; a button's label key is Ask + "." + choice
	With   func(*Scene) Data     // data for the question
	Accept Accept                // how an answer is read; nil only with Choose
	Keep   string                // name under which the answer is kept, "" for none
	Go     Go                    // event -> next row
	Do     func(*Scene, Answer)  // what an answer sets off, beyond keeping it
	Files  func(*Scene) []string // stored files that come with the question
	Enter  func(*Scene)          // what is said or done before the question is put
	Choose func(*Scene) string   // junction: no question, the event is computed from what is known
	Skip   func(*Scene) bool     // already known: the row is passed as if Past had been answered
	Past   string                // event of a skipped row
	Group  string                // rows of one group change one answer together (a place is several questions)
	Help   string                // key of the help for this row; empty: the flow's
	Rest   bool                  // nothing is waited for here: the conversation is at rest
	NoBack bool                  // "back" is not offered here
	Writes bool                  // what is typed here is a wording for others: a wipe is read from the words for it alone, never guessed
	Bare   bool                  // no common buttons under this question
	Vanish time.Duration         // the question is taken out of the chat after this time
	Fresh  bool                  // asked again and again about other things: a button of an earlier time is none of this question
}

// Answer is what an Accept read.
type Answer struct {
	Event string
	Value private.Text            // kept under Row.Keep when not zero
	Set   map[string]private.Text // further answers
	List  string                  // Value is added to this list instead
}

// Accept reads answers to a question, and offers buttons for it.
type Accept interface {
	Buttons(s *Scene) [][]Button
	Read(s *Scene, in Input) (Answer, bool)
}

// Rules is what a flow adds to its rows.
type Rules struct {
	First     State                                  // the row a new conversation begins with
	Home      State                                  // the row after cancel or when nothing else is open
	Check     State                                  // the "is it safe to type?" row, asked again after /start and long silence
	Emergency func(s *Scene, in Input) State         // a cry for help in any row: where to go; "" to go on as usual
	Hears     bool                                   // visited by others: cries are heard by the flow itself, which knows its own texts better
	Opening   func(s *Scene, in Input)               // what the first message of a new conversation already says
	Extra     func(s *Scene, in Input) bool          // takes input that the open row cannot read; true when it did
	Global    func(s *Scene, in Input) (State, bool) // presses and words that hold in every row
	Common    func(s *Scene) []Button                // buttons under every question
	After     func(s *Scene, row Row, a Answer)
	Human     func(s *Scene) State // the offer of a human was taken
	Restored  func(s *Scene) State // the row with which a restored conversation goes on; "" where it stood
	Help      string
	Outage    string                         // said before a question that is put again after an outage; empty: the reporters'
	Desk      bool                           // officers speak here: only languages that have their texts are offered
	Quotes    bool                           // what is written here is often somebody else's words: no language is guessed from it
	FileRead  func(s *Scene, in Input) State // the words of a picture came: where to go, "" to say nothing
	Spoke     func(s *Scene)                 // the person chose another language
	Hidden    func(s *Scene, in Input)       // keeps what is written to a wiped chat, where nothing is ever said
	Quiet     func(c Conversation) bool      // nothing worth keeping yet: a wipe forgets the conversation
	Silence   int                            // hours after which the check row is asked again
	Idle      time.Duration                  // visited by others: a visit that was left alone for longer is over; 0: never
}

// Table is a checked flow.
type Table struct {
	name  string
	rules Rules
	rows  map[State]Row
	order []State
	moves map[State]fsm.Events
}

// New checks the rows and makes the flow. It fails on unknown, duplicate or unreachable rows, so that a wrong table never
// starts.
func New(name string, rules Rules, rows ...Row) (*Table, error) {
	t := &Table{name: name, rules: rules, rows: map[State]Row{}, moves: map[State]fsm.Events{}}
	for _, r := range rows {
		if _, double := t.rows[r.At]; double {
			return nil, fmt.Errorf("flow %s: row %q stands twice", name, r.At)
		}
		t.rows[r.At] = r
		t.order = append(t.order, r.At)
	}
	return t, t.check()
}

func (t *Table) check() error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("flow "+t.name+": "+format, args...))
	}
	reached := map[State]bool{t.rules.First: true, t.rules.Home: true, t.rules.Check: true}
	for _, at := range t.order {
		r := t.rows[at]
		if (r.Accept == nil) == (r.Choose == nil) {
			bad("row %q needs either Accept or Choose", at)
		}
		if r.Accept != nil && r.Ask == "" {
			bad("row %q asks nothing", at)
		}
		for event, to := range r.Go {
			if _, ok := t.rows[to]; !ok {
				bad("row %q: %q leads to unknown row %q", at, event, to)
			}
			reached[to] = true
			t.moves[at] = append(t.moves[at], fsm.EventDesc{Name: event, Src: []string{string(at)}, Dst: string(to)})
		}
		if r.Skip != nil && !r.has(r.Past) {
			bad("row %q is skipped by unknown event %q", at, r.Past)
		}
		for _, c := range choicesOf(r.Accept) {
			if !r.has(c) {
				bad("row %q: button %q leads nowhere", at, c)
			}
		}
		sort.Slice(t.moves[at], func(i, j int) bool { return t.moves[at][i].Name < t.moves[at][j].Name })
	}
	for _, at := range t.order {
		if !reached[at] {
			bad("row %q is never reached", at)
		}
	}
	for _, s := range []State{t.rules.First, t.rules.Home, t.rules.Check} {
		if _, ok := t.rows[s]; !ok {
			bad("rule names unknown row %q", s)
		}
	}
	return errors.Join(errs...)
}

func (r Row) has(event string) bool {
	_, ok := r.Go[event]
	_, any := r.Go["*"]
	return ok || any
}

// next asks a machine made for this one event where it leads.
func (t *Table) next(from State, event string) (State, error) {
	name := event
	if _, ok := t.rows[from].Go[event]; !ok {
		name = "*"
	}
	m := fsm.NewFSM(string(from), t.moves[from], nil)
	err := m.Event(context.Background(), name)
	var same fsm.NoTransitionError
	if err != nil && !errors.As(err, &same) {
		return from, fmt.Errorf("flow %s: row %q has no way for %q", t.name, from, event)
	}
	return State(m.Current()), nil
}

// Name is the flow's name.
func (t *Table) Name() string { return t.name }

// Rows lists the rows in order, for tests, drawings and the rehearsal.
func (t *Table) Rows() []Row {
	out := make([]Row, 0, len(t.order))
	for _, at := range t.order {
		out = append(out, t.rows[at])
	}
	return out
}

// Mermaid draws the table.
func (t *Table) Mermaid() string {
	var all fsm.Events
	for _, at := range t.order {
		all = append(all, t.moves[at]...)
	}
	s, err := fsm.VisualizeForMermaidWithGraphType(fsm.NewFSM(string(t.rules.First), all, nil), fsm.StateDiagram)
	if err != nil {
		return err.Error()
	}
	return s
}
