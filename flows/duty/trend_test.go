package duty

import (
	"strings"
	"testing"

	"siaga/flows"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// written writes a reply in Indonesian.
func written(t *testing.T, r flows.Reply) string {
	t.Helper()
	words := texts(t)
	text, err := words.Text("id", r.Key, r.Data)
	if err != nil {
		t.Fatalf("%s: %v", r.Key, err)
	}
	return text
}

// TestReadinessTellsTheTrend compares a score with that of four weeks ago: better, worse, the same, or nothing to compare with.
func TestReadinessTellsTheTrend(t *testing.T) {
	t.Parallel()
	forces, seats := taskforce.Seed()
	reg := taskforce.Load(forces, seats)
	now := taskforce.Reckon(reg.Vitals("53.02", night)).Score
	for name, c := range map[string]struct {
		before map[region.Code]int
		want   string
		never  string
	}{
		"better": {map[region.Code]int{"53.02": now - 3}, "dari 100, naik 3 dalam empat minggu.", "turun"},
		"worse":  {map[region.Code]int{"53.02": now + 4}, "dari 100, turun 4 dalam empat minggu.", "naik"},
		"same":   {map[region.Code]int{"53.02": now}, "dari 100, sama dengan empat minggu lalu.", "naik"},
		"none":   {map[region.Code]int{"53.21": now + 9}, "dari 100.", "minggu"},
	} {
		o := newOffice(t, kupang1)
		o.reg, o.scores = reg, c.before
		o.seat, _ = reg.Seat("53.02/secretary/1")
		o.weigh = func(codes ...region.Code) (out []taskforce.Vitals) {
			for _, code := range codes {
				out = append(out, reg.Vitals(code, night))
			}
			return out
		}
		turn := o.do(flows.Input{Kind: flows.Command, Choice: "kesiapan"})
		text := written(t, turn.Replies[len(turn.Replies)-1])
		if !strings.Contains(text, c.want) || strings.Contains(text, c.never) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestTheLetterOfMondayTellsTheTrend counts whose score rose and fell in four weeks, and says it of the task force itself and of the lowest.
func TestTheLetterOfMondayTellsTheTrend(t *testing.T) {
	t.Parallel()
	forces, seats := taskforce.Seed()
	reg := taskforce.Load(forces, seats)
	var known []taskforce.Vitals
	before := map[region.Code]int{}
	for _, f := range forces {
		known = append(known, reg.Vitals(f.Code, night))
	}
	low := taskforce.Reckon(reg.Vitals("53.21", night)).Score
	before["53"] = taskforce.Reckon(reg.Vitals("53", night)).Score - 2
	before["53.21"], before["53.02"] = low+5, taskforce.Reckon(reg.Vitals("53.02", night)).Score-1
	in := flows.Tongue{Words: texts(t), Lang: "id"}
	text := written(t, Desk{}.Weekly("53", known, before, in))
	for _, want := range []string{"dari 100, naik 2 dalam empat minggu.", "Dalam empat minggu 1 naik, 1 turun."} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter lacks %q:\n%s", want, text)
		}
	}
	if !strings.Contains(text, "(−5)") {
		t.Errorf("the lowest has no trend:\n%s", text)
	}
	if text := written(t, Desk{}.Weekly("53", known, nil, in)); strings.Contains(text, "empat minggu") || strings.Contains(text, "(") {
		t.Errorf("without anything to compare with:\n%s", text)
	}
}
