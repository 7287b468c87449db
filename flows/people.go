package flows

import (
	"time"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Effects about seats and those who sit on them. The seat named is the one that wishes; the engine looks its rights up again.
type (
	// JudgeJoin is a second person's word on somebody who waits for a seat.
	JudgeJoin struct {
		Seat casework.SeatID
		Join string
		Yes  bool
	}
	// SetWeek sets the weekly rota of a seat: one's own, or any of the task force for a coordinator.
	SetWeek struct {
		By, Of casework.SeatID
		Week   taskforce.Week
	}
	// SetDayOff makes a local day one without duty for the coordinator's task force, or an ordinary one again.
	SetDayOff struct {
		By   casework.SeatID
		Date string
		Off  bool
	}
	// AskCover asks the colleagues to take one shift over.
	AskCover struct {
		Seat casework.SeatID
		Date string
		Slot taskforce.Slot
	}
	// TakeCover takes a colleague's shift over, for nothing or in exchange for one of the own shifts.
	TakeCover struct {
		Seat     casework.SeatID
		Cover    string
		BackDate string // empty: for nothing
		BackSlot taskforce.Slot
	}
	// SettleSwap is the answer to an exchange that a colleague offered.
	SettleSwap struct {
		Seat  casework.SeatID
		Cover string
		Yes   bool
	}
	// EndShift takes the seat off duty; Give passes its cases to whoever is next. The note goes with them.
	EndShift struct {
		Seat casework.SeatID
		Give bool
		Text private.Text
		File string // id of a voice note
	}
	// LeaveNote keeps a note for the successor on the seat.
	LeaveNote struct {
		Seat casework.SeatID
		Text private.Text
		File string
	}
	// MoveCases gives the cases of a seat to another of the task force, or evenly to those on duty.
	MoveCases struct {
		By, From casework.SeatID
		To       casework.SeatID // empty: evenly
	}
	// InviteOfficer makes a link to a seat for somebody of that name.
	InviteOfficer struct {
		By, Of casework.SeatID
		Name   private.Text
	}
	// StartTraining makes a made-up case for the seat alone.
	StartTraining struct {
		Seat       casework.SeatID
		Scenario   string
		Case, Code string
	}
	// StopTraining ends it.
	StopTraining struct{ Seat casework.SeatID }
	// EmptySeat takes whoever sits there off the seat.
	EmptySeat struct{ By, Of casework.SeatID }
	// OpenPage gives whoever sits on the seat a way into the oversight page.
	OpenPage struct{ Seat casework.SeatID }
	// AskPIN is a wish about the own PIN: "set", "lock", "drop" or "forgot"; or, by a coordinator, about those of the task force:
	// "require" or "free". The PIN itself is typed to the engine and never reaches a flow.
	AskPIN struct {
		Seat casework.SeatID
		Wish string
	}
	// ResetPIN lets an officer who forgot the PIN set a new one.
	ResetPIN struct {
		By    casework.SeatID
		Reset string // id of the question
	}
	// ThawSeat opens content again to a seat that was frozen because it opened too much.
	ThawSeat struct {
		By     casework.SeatID
		Freeze string // id of the freeze
	}
	// AnswerGap says that a coordinator has the gaps of the rota in hand.
	AnswerGap struct{ Seat casework.SeatID }
)

func (JudgeJoin) effect()     {}
func (SetWeek) effect()       {}
func (SetDayOff) effect()     {}
func (AskCover) effect()      {}
func (TakeCover) effect()     {}
func (SettleSwap) effect()    {}
func (AnswerGap) effect()     {}
func (AskPIN) effect()        {}
func (ResetPIN) effect()      {}
func (ThawSeat) effect()      {}
func (OpenPage) effect()      {}
func (EndShift) effect()      {}
func (LeaveNote) effect()     {}
func (MoveCases) effect()     {}
func (InviteOfficer) effect() {}
func (StartTraining) effect() {}
func (StopTraining) effect()  {}
func (EmptySeat) effect()     {}

// Guarded is what stands between a seat and the content of cases.
type Guarded struct {
	PIN      bool // one is set
	Required bool // the task force wants one
	Minutes  int  // without a press, after which it is asked for
}

// Effects about the register.
type (
	// KeepForce sets what is known of a task force, and makes the seats that are missing.
	KeepForce struct {
		By         casework.SeatID
		Of         region.Code
		Formed     taskforce.Formation
		DecreeNo   private.Text
		DecreeDate time.Time
		ValidUntil time.Time
		Chair      private.Text // office, never a name; empty: as it is
		Duty       int          // duty seats that shall be there at least
	}
	// ConfirmForce says that the row of a task force is right.
	ConfirmForce struct {
		By casework.SeatID
		Of region.Code
	}
)

func (KeepForce) effect()    {}
func (ConfirmForce) effect() {}
