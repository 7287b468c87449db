package selfcheck_test

import (
	"slices"
	"strings"
	"testing"

	"siaga/flows"
	"siaga/flows/selfcheck"
	"siaga/internal/private"
)

// played gives the turn after the last of some inputs; presses belong to the row that is open.
func played(t *testing.T, inputs ...flows.Input) flows.Turn {
	t.Helper()
	var turn flows.Turn
	for _, in := range inputs {
		turn = then(t, turn, in)
	}
	return turn
}

// then gives the turn after one more input.
func then(t *testing.T, turn flows.Turn, in flows.Input) flows.Turn {
	t.Helper()
	h := theHouse(t)
	if in.Kind == flows.Press {
		in.State = turn.Next.State
	}
	next, err := h.flow.Step(turn.Next, in, h.env(morning))
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func photo(id string) flows.Input { return flows.Input{Kind: flows.Photo, File: id} }

func reveal(list []private.Text) []string {
	var out []string
	for _, v := range list {
		out = append(out, v.Reveal())
	}
	return out
}

const ad = "Kerja admin di Kamboja, gaji 12jt, visa turis dulu"

func TestReportCarriesTheOfferAlong(t *testing.T) {
	t.Parallel()
	turn := played(t, photo("file-7"), text(ad), press("questions"), press("office_online"), press("friend"), press("check.enough"), press("report"))
	if turn.Leave == nil || !turn.Leave.Report || turn.Leave.Input != nil {
		t.Fatalf("leave: %+v", turn.Leave)
	}
	story := reveal(turn.Leave.Story)
	if len(story) != 2 || story[0] != ad || !strings.Contains(story[1], "Kerjanya apa? Boleh tulis dengan kata sendiri. Admin, online, marketing") ||
		!strings.Contains(story[1], "Teman atau tetangga") {
		t.Errorf("story %q", story)
	}
	if got := reveal(turn.Leave.Files); !slices.Equal(got, []string{"file-7"}) {
		t.Errorf("files %q", got)
	}
	if len(turn.Next.Lists) != 0 || len(turn.Next.Answers) != 0 {
		t.Errorf("left behind: %v %v", turn.Next.Lists, turn.Next.Answers)
	}
}

func TestDoneBringsNothing(t *testing.T) {
	t.Parallel()
	turn := played(t, text(ad), press("done"))
	if l := turn.Leave; l == nil || l.Report || l.Input != nil || len(l.Story)+len(l.Files) != 0 {
		t.Errorf("leave: %+v", turn.Leave)
	}
}

// TestCriesGoHomeWithoutAWord: nothing stands before the emergency step of the home flow.
func TestCriesGoHomeWithoutAWord(t *testing.T) {
	t.Parallel()
	cry := text("tolong saya dikurung di rumah majikan, tidak boleh keluar")
	for name, before := range map[string][]flows.Input{
		"first message":    nil,
		"at the question":  {{Kind: flows.Start}},
		"after the result": {text(ad)},
		"in the questions": {text(ad), press("questions")},
		"after a photo":    {photo("file-1")},
		"after the end":    {text(ad), press("done")},
	} {
		turn := played(t, append(before, cry)...)
		if turn.Leave == nil || turn.Leave.Input == nil || turn.Leave.Input.Text.Reveal() != cry.Text.Reveal() {
			t.Errorf("%s: leave %+v", name, turn.Leave)
			continue
		}
		if len(turn.Replies) > 0 {
			t.Errorf("%s: %d messages before the emergency step", name, len(turn.Replies))
		}
		if slices.Contains(reveal(turn.Leave.Story), cry.Text.Reveal()) {
			t.Errorf("%s: the cry would be told twice", name)
		}
	}
}

// TestPressedCryIsUnderstood: the words said for somebody who presses "now" are a cry for help to the home flow.
func TestPressedCryIsUnderstood(t *testing.T) {
	t.Parallel()
	h := theHouse(t)
	for _, now := range []flows.Input{press("now"), text("sekarang"), text("2")} {
		turn := played(t, text("aku di penampungan, ktp diambil"), now)
		if turn.Leave == nil || turn.Leave.Input == nil {
			t.Fatalf("%v: leave %+v", now.Choice, turn.Leave)
		}
		in := *turn.Leave.Input
		if in.Kind != flows.Text || in.State != "" || h.env(morning).Understand(in.Text.Reveal()).Intent != "emergency" {
			t.Errorf("%q is no cry for help to the home flow", in.Text.Reveal())
		}
		if story := reveal(turn.Leave.Story); len(story) != 1 {
			t.Errorf("story %q", story)
		}
	}
}

// TestWhatIsNoOfferIsNotWeighedLater: goods between two offers change nothing, yet a report has all that was shown.
func TestWhatIsNoOfferIsNotWeighedLater(t *testing.T) {
	t.Parallel()
	goods := "jual motor beat 2019 mulus 9 juta nego, surat lengkap"
	turn := played(t, text(goods), text(ad), press("report"))
	if turn.Leave == nil || !slices.Equal(reveal(turn.Leave.Story), []string{goods, ad}) {
		t.Errorf("leave %+v", turn.Leave)
	}
}

func TestAnotherOfferBeginsAnew(t *testing.T) {
	t.Parallel()
	turn := played(t, text(ad), press("another"), text("Lowongan jaga toko sembako di Jl. Melati 5 Kebumen, jam 8-16, gaji 1,9 juta, libur Minggu"), press("report"))
	if turn.Leave == nil || len(turn.Leave.Story) != 1 {
		t.Errorf("leave %+v", turn.Leave)
	}
}

// TestEveryAnswerIsWeighed presses every button of every question.
func TestEveryAnswerIsWeighed(t *testing.T) {
	t.Parallel()
	for q, values := range selfcheck.Questions() {
		if q == "country" {
			values = append(values, selfcheck.Lands()...)
		}
		for _, v := range values {
			turn := played(t, flows.Input{Kind: flows.Start}, press("questions"))
			for turn.Next.State != flows.State("check."+q) {
				turn = then(t, turn, press("skip"))
			}
			turn = then(t, then(t, turn, press(v)), press("check.enough"))
			if at := turn.Next.State; at != "check.result" && q != "hide" || len(turn.Replies) == 0 {
				t.Errorf("%s %s: leads to %s", q, v, at)
			}
		}
	}
}
