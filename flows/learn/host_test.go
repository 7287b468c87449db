package learn_test

import (
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/learn"
)

// visitor plays a home flow of one question, from which lessons are visited.
type visitor struct {
	t    *testing.T
	host flows.Host
	conv flows.Conversation
	env  flows.Env
}

func newVisitor(t *testing.T, env flows.Env) *visitor {
	t.Helper()
	arrived := func(s *flows.Scene, ans flows.Answer) {
		if ans.Event == "learn" {
			s.GoTo(learn.Name, flows.Input{})
		}
	}
	front, err := flows.New("front", flows.Rules{First: "front.open", Home: "front.open", Check: "front.open"},
		flows.Row{At: "front.open", Ask: "front.open", Do: arrived, NoBack: true,
			Accept: flows.Any(flows.Choice("learn"), flows.Media("told", "files"), flows.Said("told", "story")),
			Go:     flows.Go{"learn": "front.open", "told": "front.open"}})
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, host: flows.Host{Home: front, Visits: map[string]*flows.Table{learn.Name: newFlow(t)}}, env: env}
	v.does(flows.Input{Kind: flows.Start})
	v.does(flows.Input{Kind: flows.Press, Choice: "learn"})
	return v
}

// morning is one moment with everything a step needs.
func morning(t *testing.T) flows.Env {
	t.Helper()
	_, env := surroundings(t)
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	e := env(now)
	e.Now = now
	return e
}

// does plays one input and gives the keys of what was said.
func (v *visitor) does(in flows.Input) []string {
	v.t.Helper()
	turn, err := v.host.Step(v.conv, in, v.env)
	if err != nil {
		v.t.Fatal(err)
	}
	v.conv = turn.Next
	var keys []string
	for _, r := range turn.Replies {
		keys = append(keys, r.Key)
	}
	return keys
}

func (v *visitor) says(words string) []string {
	v.t.Helper()
	return v.does(flows.Input{Kind: flows.Text, Text: flows.Texts(words)[0]})
}

func (v *visitor) want(got []string, last string, visiting bool) {
	v.t.Helper()
	if len(got) == 0 || got[len(got)-1] != last {
		v.t.Errorf("got %v, want %q last", got, last)
	}
	if (v.conv.Visit != nil) != visiting {
		v.t.Errorf("visiting is %v, want %v", v.conv.Visit != nil, visiting)
	}
}

func TestVisitFromAHomeFlow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		play     func(v *visitor) []string
		last     string // key said last
		visiting bool
		story    int
		files    int
	}{
		{"a lesson is read during the visit", func(v *visitor) []string { return v.says("magang") }, "learn.intern.1", true, 0, 0},
		{"back to the start", func(v *visitor) []string { return v.says("cukup") }, "front.open", false, 0, 0},
		{"what was told goes along", func(v *visitor) []string {
			v.says("magang")
			v.says("adik saya magang di jerman, upahnya ditahan dan paspornya diambil")
			return v.says("ya")
		}, "front.open", false, 1, 0},
		{"what was taken back stays here", func(v *visitor) []string {
			v.says("adik saya magang di jerman, upahnya ditahan dan paspornya diambil")
			v.says("tidak")
			return v.says("cukup")
		}, "front.open", false, 0, 0},
		{"a photo goes along", func(v *visitor) []string {
			v.does(flows.Input{Kind: flows.Photo, File: "file-1"})
			return v.says("ya")
		}, "front.open", false, 0, 1},
		{"an offer is given to the home flow", func(v *visitor) []string {
			return v.says("Dibutuhkan admin online di Kamboja gaji 15 juta tiket ditanggung, minat WA sekarang, ini aman tidak?")
		}, "front.open", false, 1, 0},
		{"a cry is heard by the home flow", func(v *visitor) []string {
			v.says("kapal")
			return v.says("tolong saya disekap tidak boleh keluar")
		}, "front.open", false, 1, 0},
		{"the status is the home flow's", func(v *visitor) []string {
			return v.does(flows.Input{Kind: flows.Command, Choice: "status"})
		}, "front.open", false, 0, 0},
	}
	env := morning(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t, env)
			v.want(test.play(v), test.last, test.visiting)
			if got := len(v.conv.Lists["story"]); got != test.story {
				t.Errorf("got %d stories, want %d", got, test.story)
			}
			if got := len(v.conv.Lists["files"]); got != test.files {
				t.Errorf("got %d files, want %d", got, test.files)
			}
		})
	}
}

func TestWishToReportIsSaid(t *testing.T) {
	t.Parallel()
	flow, env := newFlow(t), morning(t)
	play := func(c flows.Conversation, words string) flows.Turn {
		turn, err := flow.Step(c, flows.Input{Kind: flows.Text, Text: flows.Texts(words)[0]}, env)
		if err != nil {
			t.Fatal(err)
		}
		return turn
	}
	open := play(flows.Conversation{}, "halo").Next
	for words, report := range map[string]bool{"saya mau cerita": true, "kembali ke awal": false} {
		turn := play(open, words)
		if turn.Leave == nil || turn.Leave.Report != report {
			t.Errorf("%q: got %+v, want to leave with Report %v", words, turn.Leave, report)
		}
	}
	if turn := play(open, "magang"); turn.Leave != nil {
		t.Errorf("a lesson ended the visit: %+v", turn.Leave)
	}
}
