package flows

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"siaga/internal/private"
)

// maxJunctions bounds how many junctions and skipped rows one answer may pass.
const maxJunctions = 32

// Step plays one input. The conversation given is not changed.
func (t *Table) Step(c Conversation, in Input, env Env) (Turn, error) {
	fresh := c.State == ""
	next := c.clone()
	turn := Turn{}
	s := &Scene{C: &next, Env: env, turn: &turn}
	next.Flow = t.name
	silent := env.Now.Sub(c.Seen)
	if in.Kind != Resume && in.Kind != FileRead {
		next.Seen = env.Now
	}
	err := t.play(s, in, fresh, silent)
	t.offerLanguage(s, in)
	next.Step++
	turn.Next = next
	return turn, err
}

// play decides in fixed order what the input is: silence, receipt, wipe, a cry, a common word, an old button, an answer.
func (t *Table) play(s *Scene, in Input, fresh bool, silent time.Duration) error {
	if in.Kind == Receipt {
		return t.restore(s, in)
	}
	if in.Kind == FileRead {
		return t.fileRead(s, in)
	}
	if s.C.Wiped {
		t.hidden(s, in)
		return nil
	}
	if fresh && in.Kind == Resume {
		return nil
	}
	if fresh {
		return t.begin(s, in)
	}
	if _, ok := t.rows[s.C.State]; !ok {
		return t.lost(s)
	}
	s.Row = t.rows[s.C.State]
	if in.Kind == Resume {
		return t.resume(s, in)
	}
	if t.wipes(s, in) {
		t.wipe(s)
		return nil
	}
	if to := t.cry(s, in); to != "" {
		return t.enter(s, to)
	}
	if in.Kind == Start || t.longSilence(s, in, silent) {
		return t.checkFirst(s, in)
	}
	if done, err := t.common(s, in); done {
		return err
	}
	return t.answer(s, in)
}

// resume puts the open question again: after a visit, or after an outage that may have lost its answer. Where nothing is waited
// for, an outage is not worth a word.
func (t *Table) resume(s *Scene, in Input) error {
	if in.Choice != Outage {
		return t.ask(s)
	}
	if s.Row.Rest || s.Row.Accept == nil {
		return nil
	}
	s.Say(cmp.Or(t.rules.Outage, "notice.resume"), nil)
	return t.ask(s)
}

// fileRead takes the words of a picture. Whoever wiped, began anew or went elsewhere meanwhile hears nothing of them.
func (t *Table) fileRead(s *Scene, in Input) error {
	row, open := t.rows[s.C.State]
	if s.C.Wiped || !open || t.rules.FileRead == nil {
		return nil
	}
	s.Row = row
	if to := t.rules.FileRead(s, in); to != "" {
		return t.enter(s, to)
	}
	return nil
}

// begin plays the first message of a new conversation: what it says is kept, a cry goes first.
func (t *Table) begin(s *Scene, in Input) error {
	s.C.State = t.rules.First
	s.Row = t.rows[t.rules.First]
	if t.wipes(s, in) {
		t.wipe(s)
		return nil
	}
	if t.rules.Opening != nil {
		t.rules.Opening(s, in)
	}
	if to := t.cry(s, in); to != "" {
		return t.enter(s, to)
	}
	if in.Kind == Command || in.Kind == Text || speaks(in) {
		if done, err := t.common(s, in); done {
			return err
		}
	}
	return t.enter(s, t.rules.First)
}

// cry asks the flow whether the words cry for help. Words that are exactly those of a button under the open question are that
// answer, however they sound; "bantuan" asks for the help page, which has the numbers too.
func (t *Table) cry(s *Scene, in Input) State {
	if t.rules.Emergency == nil || s.namesChoice(in) || wishOf(s, in) != "" {
		return ""
	}
	return t.rules.Emergency(s, in)
}

func (s *Scene) namesChoice(in Input) bool {
	if in.Kind != Text {
		return false
	}
	said := Plain(in.Text.Reveal())
	return slices.ContainsFunc(choicesOf(s.Row.Accept), func(v string) bool { return s.names(s.Row.Ask+"."+v, said, false) })
}

// lost answers somebody whose open question does not exist any more: back to the home row with all answers kept.
func (t *Table) lost(s *Scene) error {
	was := s.C.State
	s.C.Trail, s.C.Return, s.C.Aside, s.C.Tries = nil, "", "", 0
	if err := t.enter(s, t.rules.Home); err != nil {
		return err
	}
	return fmt.Errorf("flow %s: %w: %q", t.name, ErrGone, was)
}

// ErrGone means that a deploy removed the state the person was in. The turn is valid all the same.
var ErrGone = fmt.Errorf("state is gone")

// longSilence tells whether the person comes back after hours: then the safety question comes first again.
func (t *Table) longSilence(s *Scene, in Input, silent time.Duration) bool {
	if t.rules.Silence == 0 || silent < time.Duration(t.rules.Silence)*time.Hour || s.C.Aside != "" {
		return false
	}
	return in.Kind == Text || in.Kind == Press || in.File != "" || in.Kind == Sticker
}

// checkFirst puts the safety question, and afterwards goes on where the conversation stood.
func (t *Table) checkFirst(s *Scene, in Input) error {
	if in.Kind != Start && t.rules.Extra != nil {
		t.rules.Extra(s, in) // what they wrote after the silence is not lost
	}
	if s.C.Aside == "" && s.C.State != t.rules.Check {
		s.C.Aside = s.C.State
	}
	return t.enter(s, t.rules.Check)
}

// answer reads the input as an answer to the open row.
func (t *Table) answer(s *Scene, in Input) error {
	if in.Kind == Press && in.State != "" && (in.State != s.C.State || s.Row.Fresh && in.Step <= s.C.Since) {
		return t.stale(s, in)
	}
	ans, ok := t.read(s, in)
	if !ok {
		return t.notUnderstood(s, in)
	}
	return t.take(s, in, ans)
}

func (t *Table) read(s *Scene, in Input) (Answer, bool) {
	if s.Row.Accept == nil {
		return Answer{}, false
	}
	return s.Row.Accept.Read(s, in)
}

// take keeps an understood answer and goes on.
func (t *Table) take(s *Scene, in Input, ans Answer) error {
	row := s.Row
	s.C.Tries = 0
	if in.Kind == Press {
		s.C.Last = string(row.At) + ":" + in.Choice
	}
	keepAnswer(s, row, ans)
	to, err := t.next(row.At, ans.Event)
	if err != nil {
		return err
	}
	changing := s.C.Return != ""
	if row.Do != nil {
		row.Do(s, ans)
	}
	if t.rules.After != nil {
		t.rules.After(s, row, ans)
	}
	return t.leave(s, row, to, changing)
}

func keepAnswer(s *Scene, row Row, ans Answer) {
	for k, v := range ans.Set {
		s.Keep(k, v.Reveal())
	}
	switch {
	case ans.Value.IsZero():
	case ans.List != "":
		s.Add(ans.List, ans.Value)
	case row.Keep != "":
		s.C.Answers[row.Keep] = ans.Value
	}
}

// leave goes from a row to the next, back from the safety check, or back to the review when one answer was changed.
func (t *Table) leave(s *Scene, row Row, to State, changing bool) error {
	check := t.rows[t.rules.Check].Group
	if s.C.Aside != "" && row.Group == check && t.rows[to].Group != check {
		to, s.C.Aside = s.C.Aside, ""
		return t.enter(s, to)
	}
	if !row.NoBack && to != row.At {
		s.C.Trail = append(s.C.Trail, row.At)
	}
	if changing {
		to = t.returned(s, row, to)
	}
	return t.enter(s, to)
}

// returned gives the review when the rows of one changed answer are left.
func (t *Table) returned(s *Scene, row Row, to State) State {
	if s.C.Return == "" || row.Group != "" && t.rows[to].Group == row.Group {
		return to
	}
	to, s.C.Return = s.C.Return, ""
	return to
}

// enter opens a row: junctions and known rows are passed, then its question is put.
func (t *Table) enter(s *Scene, to State) error {
	for range maxJunctions {
		row, ok := t.rows[to]
		if !ok {
			return fmt.Errorf("flow %s: unknown row %q", t.name, to)
		}
		s.C.State, s.Row = to, row
		var event string
		switch {
		case row.Choose != nil:
			event = row.Choose(s)
		case row.Skip != nil && s.C.Return == "" && row.Skip(s):
			event = row.Past
		default:
			s.C.Tries, s.C.Since = 0, s.C.Step
			if row.Enter != nil {
				row.Enter(s)
			}
			return t.ask(s)
		}
		after, err := t.next(to, event)
		if err != nil {
			return err
		}
		to = t.returned(s, row, after)
	}
	return fmt.Errorf("flow %s: rows go round in a circle at %q", t.name, to)
}

// ask puts the question of the open row with its buttons.
func (t *Table) ask(s *Scene) error {
	t.put(s, s.Row.Ask)
	return nil
}

func (t *Table) put(s *Scene, key string) {
	r := Reply{Key: key, Case: s.C.Case, InPlace: s.InPlace, Vanish: s.Row.Vanish}
	if s.Row.With != nil {
		r.Data = s.Row.With(s)
	}
	if s.Row.Files != nil {
		r.Files = s.Row.Files(s)
	}
	if s.Row.Accept != nil {
		r.Buttons = s.Row.Accept.Buttons(s)
	}
	if s.Row.At == t.rules.First && t.rules.Quiet != nil {
		r.Buttons = append(r.Buttons, t.listenButton(s)...)
	}
	if !s.Row.Bare {
		r.Buttons = append(r.Buttons, t.under(s)...)
	}
	s.Reply(r)
}

// under gives the buttons that stand under every question, in one row.
func (t *Table) under(s *Scene) [][]Button {
	var row []Button
	if t.rules.Common != nil {
		row = t.rules.Common(s)
	}
	if len(s.C.Trail) > 0 && !s.Row.NoBack {
		row = append([]Button{{Key: "kernel.back", Choice: "kernel.back"}}, row...)
	}
	switch {
	case len(row) == 0:
		return nil
	case len(row) > 2: // a phone shows two labels side by side, no more
		return append(oneEach(row[1:len(row)-1]), []Button{row[0], row[len(row)-1]})
	}
	return [][]Button{row}
}

func oneEach(buttons []Button) [][]Button {
	var rows [][]Button
	for _, b := range buttons {
		rows = append(rows, []Button{b})
	}
	return rows
}

// stale answers a button of an earlier question: silently if it is the press just answered, else by asking again.
func (t *Table) stale(s *Scene, in Input) error {
	if string(in.State)+":"+in.Choice == s.C.Last {
		return nil
	}
	s.Say("kernel.stale", nil)
	return t.ask(s)
}

// notUnderstood keeps what can be kept, asks again, and after three tries offers a human.
func (t *Table) notUnderstood(s *Scene, in Input) error {
	if t.rules.Extra != nil && t.rules.Extra(s, in) {
		if s.Hush {
			return nil
		}
		return t.ask(s)
	}
	if in.Kind == Text && s.Env.Understand != nil && s.Env.Understand(in.Text.Reveal()).Idle {
		s.Say("kernel.idle", nil)
		return t.ask(s)
	}
	s.C.Tries++
	if s.C.Tries >= 3 {
		s.C.Tries = 0
		s.Reply(Reply{Key: "kernel.human", Data: t.numbers(s), Buttons: [][]Button{{{Key: "kernel.human.yes", Choice: "kernel.human"}}}})
		return t.ask(s)
	}
	s.Say("kernel.retry", nil)
	return t.ask(s)
}

func (t *Table) numbers(s *Scene) Data {
	if s.Env.Numbers == nil {
		return nil
	}
	return s.Env.Numbers(placeOf(s))
}

// restore opens the conversation that a receipt belongs to, or says that there is nothing, in the words for everybody.
func (t *Table) restore(s *Scene, in Input) error {
	if in.Restored == nil {
		if s.C.Wiped {
			s.Do(Wipe{})
			return nil
		}
		s.Say("kernel.nothing", nil)
		return nil
	}
	lang := s.C.Lang
	*s.C = in.Restored.clone()
	if s.C.Lang == "" {
		s.C.Lang = lang
	}
	s.C.Wiped, s.C.Tries, s.C.Seen = false, 0, s.Env.Now
	s.Do(MoveHere{})
	s.Say("kernel.welcome_back", nil)
	if _, ok := t.rows[s.C.State]; !ok {
		return t.enter(s, t.rules.Home)
	}
	s.Row = t.rows[s.C.State]
	if t.rules.Restored != nil {
		if to := t.rules.Restored(s); to != "" {
			return t.enter(s, to)
		}
	}
	return t.ask(s)
}

// hidden takes what is written to a wiped chat. It is kept if the flow wants it, nothing is said, and the chat is emptied again,
// whatever was written: a phone that was wiped holds nothing.
func (t *Table) hidden(s *Scene, in Input) {
	if in.Kind == Resume {
		return
	}
	if t.rules.Hidden != nil && !t.wipes(s, in) {
		t.rules.Hidden(s, in)
	}
	s.Do(Wipe{})
}

// wipe removes the traces. If nothing worth keeping was said, the conversation is forgotten as well.
func (t *Table) wipe(s *Scene) {
	forget := t.rules.Quiet == nil || t.rules.Quiet(*s.C)
	s.Do(Wipe{Forget: forget})
	if !forget {
		s.C.Wiped = true
		return
	}
	*s.C = Conversation{Flow: t.name, Lang: s.C.Lang, Answers: map[string]private.Text{}, Step: s.C.Step}
}
