// Package review is the conversation in which somebody who speaks a language goes through its texts, one at a time and in their
// place: right, better so, or wrong. It must not know how texts are kept, nor who weighs what is said of them.
package review

import (
	"strconv"
	"strings"

	"siaga/flows"
)

// The rows, in the order of the conversation.
const (
	enter   flows.State = "review.enter"
	hello   flows.State = "review.hello"
	pick    flows.State = "review.pick"
	sheet   flows.State = "review.sheet"
	better  flows.State = "review.better"
	shown   flows.State = "review.shown"
	wrong   flows.State = "review.wrong"
	done    flows.State = "review.done"
	stopped flows.State = "review.stopped"
)

// What is remembered. The names begin with the flow's, so that it stays with the person until the next visit.
const (
	began   = "review.began"   // the first message was read
	key     = "review.key"     // of the sheet shown
	mark    = "review.mark"    // of the sheet shown
	last    = "review.last"    // mark of the sheet judged before: its buttons are silent
	lastKey = "review.lastkey" // key of that
	skipped = "review.skipped" // that one was skipped
	wording = "review.wording" // the better wording as it was typed
	typed   = "review.typed"   // words that may be about the reviewer's own life
)

// Door opens for reviewers.
func Door() flows.Door {
	return flows.Door{Command: flows.SpeakerDoors()[flows.CanReview], Flow: "review", Open: func(e flows.Env) bool { return e.May(flows.CanReview) }}
}

// New makes the flow. It fails when its own table is wrong.
func New() (*flows.Table, error) {
	return flows.New("review", flows.Rules{First: enter, Home: pick, Check: pick, Help: "review.help", Hears: true, Quotes: true, Global: global},
		flows.Row{At: enter, Choose: met, Go: flows.Go{"new": hello, "again": pick}},
		flows.Row{At: hello, Ask: "review.hello", With: greeting, Accept: flows.Any(flows.Choice("go", "stop")), NoBack: true,
			Do: func(s *flows.Scene, _ flows.Answer) { s.Keep(began, "yes") }, Go: flows.Go{"go": pick, "stop": stopped}},
		flows.Row{At: pick, Choose: next, Go: flows.Go{"sheet": sheet, "done": done}},
		flows.Row{At: sheet, Ask: "review.sheet", With: texts, Enter: place, Accept: verdicts{}, NoBack: true, Do: judge,
			Go: flows.Go{"keep": pick, "skip": pick, "better": better, "fixed": sheet, "wrong": wrong, "stop": stopped}},
		flows.Row{At: better, Ask: "review.better", With: limits, Accept: flows.Choice("back"), NoBack: true, Writes: true,
			Go: flows.Go{"back": sheet, "told": shown}},
		flows.Row{At: shown, Ask: "review.shown", With: proposed, Accept: flows.Choice("keep", "again", "back"), NoBack: true, Do: propose,
			Go: flows.Go{"keep": pick, "again": better, "back": sheet}},
		flows.Row{At: wrong, Ask: "review.wrong", Accept: flows.Choice("back"), NoBack: true, Writes: true, Go: flows.Go{"back": sheet, "told": pick}},
		flows.Row{At: done, Ask: "review.done", With: greeting, Enter: leave, Accept: nothing(), NoBack: true},
		flows.Row{At: stopped, Ask: "review.stopped", Enter: leave, Accept: nothing(), NoBack: true},
	)
}

// nothing is read where the visit is over.
func nothing() flows.Accept {
	return flows.Func(func(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{}, false })
}

// sheets are the texts to be judged. The door of this flow opens only for whom there are some.
func sheets(s *flows.Scene) flows.Sheets { return s.Env.Speaker().Sheets }

// met tells whether the reviewer comes back. What was said of the last text is committed by then.
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
	return flows.Data{"language": who.Language, "role": who.Role}
}

// next chooses the sheet to be shown: the first one that was not judged.
func next(s *flows.Scene) string {
	sh, ok := sheets(s).Next(s.Get(lastKey), s.Get(skipped) != "")
	if !ok {
		return "done"
	}
	s.Keep(key, sh.Key)
	return "sheet"
}

// place shows what stands around the text, and remembers which texts are shown.
func place(s *flows.Scene) {
	sh := current(s)
	s.Keep(mark, sh.Mark)
	s.Keep(wording, "")
	if sh.Screen != "" {
		s.Say("review.screen", flows.Data{"talk": sh.Screen})
	}
}

func current(s *flows.Scene) flows.Sheet {
	sh, _ := sheets(s).Sheet(s.Get(key))
	return sh
}

// texts is what stands on a sheet. The reviewer has just said something of another one, which is not counted yet: N comes from Next.
func texts(s *flows.Scene) flows.Data {
	sh := current(s)
	return flows.Data{"n": number(s, sh), "all": sh.All, "language": s.Env.Speaker().Language, "source": sh.Source, "text": sh.Text, "said": sh.Said,
		"room": flows.Word("review.room." + sh.Room), "safety": sh.Safety, "button": sh.Button, "again": sh.Again, "second": sh.Second}
}

// number is which of all texts the sheet is, counting the verdict that is on its way.
func number(s *flows.Scene, sh flows.Sheet) int {
	if n, ok := sheets(s).Next(s.Get(lastKey), s.Get(skipped) != ""); ok && n.Key == sh.Key {
		return n.N
	}
	return sh.N
}

func limits(s *flows.Scene) flows.Data {
	sh, most := current(s), ""
	if sh.Limit > 0 {
		most = strconv.Itoa(sh.Limit)
	}
	return flows.Data{"most": most, "places": strings.Join(places(sh.Source), " "), "button": sh.Button, "text": sh.Text}
}

// places lists what the program fills in, as it stands in a chat.
func places(source string) []string {
	var out []string
	for _, piece := range strings.SplitAfter(source, "}") {
		if i := strings.IndexByte(piece, '{'); i >= 0 && strings.HasSuffix(piece, "}") {
			out = append(out, piece[i:])
		}
	}
	return out
}

func leave(s *flows.Scene) { s.Leave(flows.Leave{}) }
