// Package record is the conversation in which somebody who speaks a language reads its texts aloud, one at a time: a voice note is
// sent, heard again, and kept. It must not know how clips are kept, nor when one is played.
package record

import "siaga/flows"

// The rows, in the order of the conversation.
const (
	enter   flows.State = "record.enter"
	hello   flows.State = "record.hello"
	pick    flows.State = "record.pick"
	text    flows.State = "record.text"
	heard   flows.State = "record.heard"
	ear     flows.State = "record.ear"
	done    flows.State = "record.done"
	stopped flows.State = "record.stopped"
)

// What is remembered. The names begin with the flow's, so that it stays with the person until the next visit.
const (
	began   = "record.began"   // the first message was read
	key     = "record.key"     // of the text shown
	mark    = "record.mark"    // of what is shown: the words, and the recording under them
	last    = "record.last"    // mark answered before: its buttons are silent
	lastKey = "record.lastkey" // key of that
	skipped = "record.skipped" // that one was skipped
	file    = "record.file"    // the recording that is heard
)

// Door opens for those who were invited to record.
func Door() flows.Door {
	return flows.Door{Command: flows.SpeakerDoors()[flows.CanRecord], Flow: "record", Open: func(e flows.Env) bool { return e.May(flows.CanRecord) }}
}

// New makes the flow. It fails when its own table is wrong.
func New() (*flows.Table, error) {
	return flows.New("record", flows.Rules{First: enter, Home: pick, Check: pick, Help: "record.help", Hears: true, Quotes: true, Global: global},
		flows.Row{At: enter, Choose: met, Go: flows.Go{"new": hello, "again": pick}},
		flows.Row{At: hello, Ask: "record.hello", With: greeting, Accept: flows.Choice("go", "stop"), NoBack: true,
			Do: func(s *flows.Scene, _ flows.Answer) { s.Keep(began, "yes") }, Go: flows.Go{"go": pick, "stop": stopped}},
		flows.Row{At: pick, Choose: next, Go: flows.Go{"read": text, "hear": ear, "done": done}},
		flows.Row{At: text, Ask: "record.text", With: words, Enter: show, Accept: flows.Any(notes{}, marked{"skip", "stop"}), NoBack: true, Do: act,
			Go: flows.Go{"sent": heard, "unfit": text, "skip": pick, "stop": stopped}},
		flows.Row{At: heard, Ask: "record.heard", With: words, Files: clip, Enter: show, Accept: flows.Any(notes{}, marked{"keep", "again", "skip", "stop"}), NoBack: true, Do: act,
			Go: flows.Go{"sent": heard, "unfit": heard, "waiting": heard, "flawed": text, "keep": pick, "again": text, "skip": pick, "stop": stopped}},
		flows.Row{At: ear, Ask: "record.ear", With: words, Files: clip, Enter: show, Accept: marked{"good", "bad", "skip", "stop"}, NoBack: true, Do: act,
			Go: flows.Go{"good": pick, "bad": text, "skip": pick, "stop": stopped}},
		flows.Row{At: done, Ask: "record.done", With: greeting, Enter: leave, Accept: nothing(), NoBack: true},
		flows.Row{At: stopped, Ask: "record.stopped", Enter: leave, Accept: nothing(), NoBack: true},
	)
}

// nothing is read where the visit is over.
func nothing() flows.Accept {
	return flows.Func(func(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{}, false })
}

// readings are the texts to be read aloud. The door of this flow opens only for whom there are some.
func readings(s *flows.Scene) flows.Readings { return s.Env.Speaker().Readings }

// met tells whether the speaker comes back. What was done with the last text is committed by then.
func met(s *flows.Scene) string {
	s.Keep(lastKey, "")
	s.Keep(skipped, "")
	if s.Get(began) == "" {
		return "new"
	}
	return "again"
}

func greeting(s *flows.Scene) flows.Data {
	who := s.Env.Speaker()
	return flows.Data{"language": who.Language, "role": who.Role, "both": s.Env.May(flows.CanReview)}
}

// next chooses what is shown: a clip to be heard, or a text to be read.
func next(s *flows.Scene) string {
	r, ok := readings(s).Next(s.Get(lastKey), s.Get(skipped) != "")
	s.Keep(file, "")
	switch {
	case !ok:
		return "done"
	case r.Clip != "":
		s.Keep(key, r.Key)
		return "hear"
	default:
		s.Keep(key, r.Key)
		return "read"
	}
}

func current(s *flows.Scene) flows.Reading {
	r, _ := readings(s).Reading(s.Get(key))
	return r
}

// show remembers what is shown.
func show(s *flows.Scene) {
	if s.Row.At == text {
		s.Keep(file, "")
	}
	s.Keep(mark, marks(s))
}

// marks is of the words, and of the recording above them: the buttons under an earlier recording say nothing of a later one.
func marks(s *flows.Scene) string {
	f := shown(s)
	return current(s).Mark + f[:min(8, len(f))]
}

// shown is the file that can be heard now.
func shown(s *flows.Scene) string {
	if s.C.State == ear {
		return current(s).Clip
	}
	return s.Get(file)
}

// words is what stands on a reading. What was just said of another one is not counted yet: N comes from Next.
func words(s *flows.Scene) flows.Data {
	r := current(s)
	if n, ok := readings(s).Next(s.Get(lastKey), s.Get(skipped) != ""); ok && n.Key == r.Key {
		r.N = n.N
	}
	return flows.Data{"n": r.N, "all": r.All, "text": r.Text, "source": r.Source, "safety": r.Safety, "again": r.Again, "has": r.Has}
}

func clip(s *flows.Scene) []string { return []string{shown(s)} }

func leave(s *flows.Scene) { s.Leave(flows.Leave{}) }
