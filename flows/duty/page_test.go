package duty

import (
	"testing"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// TestTheDeskOpensThePage looks for the button of the oversight page on the desk of every kind of seat: coordinators and everybody at pusat have
// one, which opens the Mini App where there is one, and else does what /pantau does.
func TestTheDeskOpensThePage(t *testing.T) {
	t.Parallel()
	const app = "https://siaga.test/oversight/app"
	reg := taskforce.Load(taskforce.Seed())
	for _, c := range []struct {
		seat string
		door flows.PageDoor
		want flows.Button
	}{
		{"53.02/secretary/1", flows.PageDoor{Open: true, App: app}, flows.Button{Key: "duty.desk.page", App: app}},
		{"53/secretary/1", flows.PageDoor{Open: true, App: app}, flows.Button{Key: "duty.desk.page", App: app}},
		{"00/duty/1", flows.PageDoor{Open: true, App: app}, flows.Button{Key: "duty.desk.page", App: app}},
		{"00/chair/1", flows.PageDoor{Open: true}, flows.Button{Key: "duty.desk.page", Choice: "oversight"}},
		{"53.02/secretary/1", flows.PageDoor{Open: true}, flows.Button{Key: "duty.desk.page", Choice: "oversight"}},
		{"53/duty/1", flows.PageDoor{Open: true, App: app}, flows.Button{}},
		{"53.02/duty/1", flows.PageDoor{}, flows.Button{}},
		{"53.02/secretary/1", flows.PageDoor{}, flows.Button{}},
	} {
		o := newOffice(t, kupang1)
		o.reg = reg
		o.seat, _ = reg.Seat(casework.SeatID(c.seat))
		if o.seat.ID == "" {
			t.Fatalf("there is no seat %s", c.seat)
		}
		o.page = c.door
		turn := o.press("list")
		var got flows.Button
		for _, row := range turn.Replies[len(turn.Replies)-1].Buttons {
			for _, b := range row {
				if b.Key == "duty.desk.page" {
					got = b
				}
			}
		}
		if got != c.want {
			t.Errorf("%s with %+v has %+v", c.seat, c.door, got)
		}
	}
}

// TestTheButtonOfThePageDoesWhatTheCommandDoes compares the press, the words and /pantau.
func TestTheButtonOfThePageDoesWhatTheCommandDoes(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(*office) flows.Turn{
		"press":   func(o *office) flows.Turn { return o.press("oversight") },
		"words":   func(o *office) flows.Turn { return o.write("pantau wilayah") },
		"command": func(o *office) flows.Turn { return o.do(flows.Input{Kind: flows.Command, Choice: "pantau"}) },
	} {
		o := newOffice(t, kupang1)
		turn := do(o)
		if len(turn.Effects) != 1 || turn.Effects[0] != (flows.OpenPage{Seat: kupang1}) {
			t.Errorf("%s: %+v", name, turn.Effects)
		}
	}
}
