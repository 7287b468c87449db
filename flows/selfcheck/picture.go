package selfcheck

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/offer"
	"siaga/internal/private"
)

// The lists about pictures.
const (
	listReading = "reading" // ids of the pictures that are being read
	listSeen    = "seen"    // the words that were read in pictures
)

// maxReadings is how many pictures of one offer are read; further ones are kept all the same.
const maxReadings = 6

// maxPicture is the largest file that a channel lets a bot have (Bot API, getFile).
const maxPicture = 20 << 20

// askReading lets the words in a picture be read, where that is possible.
func askReading(s *flows.Scene, in flows.Input) {
	if !s.Env.Reads || !isPicture(in) || len(s.C.Lists[listFiles]) > maxReadings {
		return
	}
	s.Add(listReading, private.NewText(in.File))
	s.Do(flows.ReadFile{File: in.File})
}

// isPicture tells a photo, or a picture or PDF sent as a document.
func isPicture(in flows.Input) bool {
	return in.Kind == flows.Photo || in.Kind == flows.Document && in.Size <= maxPicture && slices.Contains(readable, in.Mime)
}

// readable are the documents in which words can be read.
var readable = []string{"image/jpeg", "image/png", "image/webp", "application/pdf"}

// pictures is the junction after a file: its words are waited for, or asked for.
func pictures(s *flows.Scene) string {
	if len(s.C.Lists[listReading]) > 0 {
		return "wait"
	}
	return "lines"
}

// fileRead takes the words of a picture. While they are waited for, the last one brings the result, or the request to type the
// main lines; after a result it is said anew when they change it; in the middle of a question they are kept for later.
func (d desk) fileRead(s *flows.Scene, in flows.Input) flows.State {
	i := slices.IndexFunc(s.C.Lists[listReading], func(id private.Text) bool { return id.Reveal() == in.File })
	if i < 0 {
		return "" // of an offer that is no longer looked at, or read before
	}
	s.C.Lists[listReading] = slices.Delete(s.C.Lists[listReading], i, i+1)
	before := d.judge(s)
	telling := d.tells(in.Text)
	if telling {
		s.Add(listSeen, in.Text)
	}
	switch {
	case s.C.State == wait && len(s.C.Lists[listReading]) > 0:
		return ""
	case s.C.State == wait && words(s) == "":
		return lines
	case s.C.State == wait, telling && (s.C.State == lines || s.C.State == other):
		return read
	case telling && s.C.State == result && differ(before, d.judge(s)):
		return read
	}
	return ""
}

// differ tells whether a result says something else.
func differ(a, b offer.Assessment) bool {
	return a.Grade != b.Grade || !slices.Equal(a.Codes(), b.Codes())
}

// fromPictures gives the words of the pictures for a report, said to be that.
func fromPictures(s *flows.Scene) []private.Text {
	var parts []string
	for _, t := range s.C.Lists[listSeen] {
		parts = append(parts, t.Reveal())
	}
	if len(parts) == 0 {
		return nil
	}
	return []private.Text{private.NewText(s.Label("check.from_picture") + "\n" + strings.Join(parts, "\n"))}
}

// waiting offers, while a picture is being read, what is offered when it cannot be.
type waiting struct{}

func waitingFor() []string { return []string{"questions", "report", "done"} }

func (waiting) Buttons(*flows.Scene) [][]flows.Button {
	var out [][]flows.Button
	for _, v := range waitingFor() {
		out = append(out, []flows.Button{{Key: "check.lines." + v, Choice: v}})
	}
	return out
}

func (waiting) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	for _, v := range waitingFor() {
		if in.Kind == flows.Press && in.Choice == v || in.Kind == flows.Text && s.Named("check.lines."+v, in) {
			return flows.Answer{Event: v}, true
		}
	}
	return flows.Answer{}, false
}
