package flows

import (
	"siaga/internal/casework"
	"siaga/internal/region"
)

// Activity is prevention work that a task force did, as its officers see it.
type Activity struct {
	ID     string
	Kind   string
	Place  region.Code
	People int
	Day    string // local, 2006-01-02
	Photo  bool   // there is one
}

// ActivityPhoto begins the name under which a reply asks for the photo of prevention work; the id of the activity follows. The engine
// gives it to officers of the task force that did it.
const ActivityPhoto = "activity:"

// Effects about prevention work.
type (
	// LogActivity writes down what the seat's task force did.
	LogActivity struct {
		By     casework.SeatID
		ID     string
		Kind   string
		Place  region.Code
		People int
		Day    string
		File   string // id of a photo; empty: none
	}
	// DropActivity takes one back.
	DropActivity struct {
		By casework.SeatID
		ID string
	}
)

func (LogActivity) effect()  {}
func (DropActivity) effect() {}
