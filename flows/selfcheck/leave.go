package selfcheck

import (
	"strings"

	"siaga/flows"
	"siaga/internal/private"
)

// story is what a report gets: the offer's words and, in one piece, the answers, so that nothing is told twice.
func story(s *flows.Scene) []private.Text {
	out := append(append([]private.Text{}, s.C.Lists[listAside]...), s.C.Lists[listText]...)
	out = append(out, fromPictures(s)...)
	var rows []string
	for _, q := range asked() {
		if v := s.Get(q.name); v != "" && v != skipped {
			rows = append(rows, s.Label("check."+q.name)+" "+answerLabel(s, q.name, v))
		}
	}
	if len(rows) > 0 {
		out = append(out, private.NewText(strings.Join(rows, "\n")))
	}
	return out
}

// answerLabel is an answer as it was pressed or typed.
func answerLabel(s *flows.Scene, name, value string) string {
	key := "check." + name + "." + value
	if label := s.Label(key); label != key {
		return label
	}
	if name == "country" {
		return landName(s, value)
	}
	return value
}

func files(s *flows.Scene) []private.Text { return append([]private.Text{}, s.C.Lists[listFiles]...) }

// leaveToReport ends the visit with the wish to report, the offer attached.
func leaveToReport(s *flows.Scene) {
	s.Leave(flows.Leave{Report: true, Story: story(s), Files: files(s)})
	anew(s)
}

// leaveDone ends the visit; what was shown is forgotten.
func leaveDone(s *flows.Scene) {
	s.Leave(flows.Leave{})
	anew(s)
}

// leaveWithCry ends the visit without a word of its own: the home flow answers the cry, with what was shown beside it.
func leaveWithCry(s *flows.Scene, cry flows.Input) {
	cry.State, cry.Step = "", 0
	s.Leave(flows.Leave{Report: true, Story: story(s), Files: files(s), Input: &cry})
}
