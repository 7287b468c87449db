package duty

import (
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// The rows of a shift's end and of a note for a successor.
const (
	shiftEnd flows.State = "shift_end"
	noteLeft flows.State = "note_left"
)

// The answers kept meanwhile.
const (
	answerNote = "note"
	answerFile = "note_file"
)

func shiftRows() []flows.Row {
	return []flows.Row{
		{At: shiftEnd, Ask: "duty.shift_end", With: shiftData, Accept: flows.Any(flows.Choice("give", "keep"), briefNote()), Do: endShift, NoBack: true,
			Go: flows.Go{"give": rest, "keep": rest, "noted": shiftEnd}},
		{At: noteLeft, Ask: "duty.note", Accept: flows.Any(briefNote(), flows.Choice("skip")), Do: leaveNote, NoBack: true,
			Go: flows.Go{"noted": rest, "skip": rest}},
	}
}

// briefNote reads a short note: more than one word, or a voice note, whose caption counts as words.
func briefNote() flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		switch {
		case in.Kind == flows.Voice && in.File != "":
			return flows.Answer{Event: "noted", Set: map[string]private.Text{answerFile: private.NewText(in.File), answerNote: in.Text}}, true
		case in.Kind == flows.Text && twoWords(in.Text):
			return flows.Answer{Event: "noted", Set: map[string]private.Text{answerNote: short(in.Text)}}, true
		}
		return flows.Answer{}, false
	})
}

// handable lists the cases that the seat can hand to a colleague: those it works on. One whose closing waits stays until it is judged.
func handable(s *flows.Scene) []casework.Case {
	var out []casework.Case
	for _, c := range casesOf(s) {
		if c.Training == nil && standingOf(c, seatOf(s)) == mine {
			out = append(out, c)
		}
	}
	return out
}

// shiftData says what would go to whom.
func shiftData(s *flows.Scene) flows.Data {
	var next []string
	if s.Env.Register != nil {
		for _, seat := range s.Env.Register.NextOnDuty(seatOf(s), s.Env.Now) {
			next = append(next, s.Tongue().Seat(seat))
		}
	}
	return flows.Data{"held": strconv.Itoa(len(handable(s))), "next": strings.Join(next, ", "), "noted": truth(s.C.Has(answerNote) || s.C.Has(answerFile))}
}

// endShift goes off duty, with or without the cases.
func endShift(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "noted" {
		return
	}
	next := shiftData(s)["next"] != ""
	s.Do(flows.EndShift{Seat: seatOf(s).ID, Give: ans.Event == "give", Text: private.NewText(s.Get(answerNote)), File: s.Get(answerFile)})
	tidy(s)
	switch {
	case ans.Event == "keep":
		done(s, "shift_kept")
	case next:
		done(s, "shift_given")
	default:
		done(s, "shift_up")
	}
}

// leaveNote keeps a note for the successor on the seat.
func leaveNote(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "skip" {
		tidy(s)
		done(s, "nothing")
		return
	}
	s.Do(flows.LeaveNote{Seat: seatOf(s).ID, Text: private.NewText(s.Get(answerNote)), File: s.Get(answerFile)})
	tidy(s)
	done(s, "note_left")
}
