package learn

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/private"
)

// answerTicked keeps what was ticked, as names of items.
const answerTicked = "learn.ticked"

const (
	tickedMark = "✅"
	openMark   = "⬜"
)

// items lists what to have before leaving, in the order in which it is best checked (domain notes §5.4).
func items() []string {
	return []string{"country", "agency", "order", "visa", "cost", "contract", "family", "card"}
}

func ticked(s *flows.Scene) []string { return strings.Fields(s.Get(answerTicked)) }

// set ticks or unticks one item.
func set(s *flows.Scene, item string, on bool) private.Text {
	now := ticked(s)
	var next []string
	for _, i := range items() {
		if i == item && on || i != item && slices.Contains(now, i) {
			next = append(next, i)
		}
	}
	return private.NewText(strings.Join(next, " "))
}

// ticks offers the items as buttons. A press says what shall be, so that pressing twice changes nothing; a typed number or
// name turns an item over.
type ticks struct{}

func (ticks) Buttons(s *flows.Scene) [][]flows.Button {
	var rows [][]flows.Button
	now := ticked(s)
	for i, item := range items() {
		mark, choice := openMark, "tick:"+item
		if slices.Contains(now, item) {
			mark, choice = tickedMark, "untick:"+item
		}
		rows = append(rows, []flows.Button{{Label: mark + " " + strconv.Itoa(i+1) + ". " + s.Label("learn.tick."+item), Choice: choice}})
	}
	return rows
}

func (ticks) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	item, on := "", false
	if verb, name, ok := strings.Cut(in.Choice, ":"); in.Kind == flows.Press && ok && slices.Contains(items(), name) {
		item, on = name, verb == "tick"
	} else if ans, ok := flows.Labelled("learn.tick", items()...).Read(s, in); ok && !waysOut(s, in) {
		item, on = ans.Event, !slices.Contains(ticked(s), ans.Event)
	}
	if item == "" {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "tick", Set: map[string]private.Text{answerTicked: set(s, item, on)}}, true
}

// under the items stand the ways out; "teruskan ke keluarga" names one of them, not the item of the family.
func under() flows.Accept { return flows.Choice("share", "more", "leave") }

// waysOut tells whether words name a way out. A number counts the items.
func waysOut(s *flows.Scene, in flows.Input) bool {
	_, err := strconv.Atoi(flows.Plain(in.Text.Reveal()))
	_, ok := under().Read(s, in)
	return ok && err != nil
}

// line is how a list that was passed on writes an item.
var line = regexp.MustCompile(`(` + tickedMark + `|` + openMark + `)\s*([1-8])\.`)

// took reads a list that was passed on before and now comes back, perhaps to another phone.
func took(s *flows.Scene, text string) bool {
	marks := map[string]string{}
	for _, found := range line.FindAllStringSubmatch(text, -1) {
		marks[found[2]] = found[1]
	}
	if len(marks) != len(items()) {
		return false
	}
	for i, item := range items() {
		s.Keep(answerTicked, set(s, item, marks[strconv.Itoa(i+1)] == tickedMark).Reveal())
	}
	return true
}

// checklist gives the list with its marks, and how many are ticked.
func checklist(s *flows.Scene) flows.Data {
	lines, have, missing := written(s)
	return flows.Data{"lines": lines, "have": have, "missing": missing, "done": strconv.Itoa(len(ticked(s))), "all": strconv.Itoa(len(items()))}
}

// written gives the list as lines: all in their order, those that are there, and those that are missing.
func written(s *flows.Scene) (lines, have, missing string) {
	var all, yes, no []string
	now := ticked(s)
	for i, item := range items() {
		text := " " + strconv.Itoa(i+1) + ". " + s.Label("learn.item."+item)
		if slices.Contains(now, item) {
			all, yes = append(all, tickedMark+text), append(yes, tickedMark+text)
		} else {
			all, no = append(all, openMark+text), append(no, openMark+text)
		}
	}
	return strings.Join(all, "\n"), strings.Join(yes, "\n"), strings.Join(no, "\n")
}

// progress tells the menu how far the list is, nothing while it was not begun.
func progress(s *flows.Scene) flows.Data {
	d := checklist(s)
	if len(ticked(s)) == 0 {
		d["done"] = ""
	}
	return d
}

// listDo passes the list on or leaves.
func listDo(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "share" {
		s.Say("learn.list_share", checklist(s))
	}
	depart(s, ans)
}
