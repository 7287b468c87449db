package flows

import (
	"time"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Effect is something the engine shall do in the same transaction as the turn. Each is one struct and one case in the engine.
type Effect interface{ effect() }

type (
	// OpenCase makes a case of the report and refers it.
	OpenCase struct {
		ID     string
		Code   string
		Report casework.Report
	}
	// AddToCase adds what the reporter said after sending. If the place became known and nobody has accepted yet, the case
	// is referred anew.
	AddToCase struct {
		Case   string
		Report casework.Report // only the new parts: stories, files, places, answers
	}
	// KeepReceipt lets the receipt number open this conversation from any phone.
	KeepReceipt struct{ Receipt private.Text }
	// MoveHere makes this chat the contact of the restored conversation; the former chat falls silent.
	MoveHere struct{}
	// Wipe deletes what can be deleted from the chat and silences it.
	Wipe struct {
		Forget bool // nothing was sent and no receipt given: the draft goes too
	}
	// AcceptCase makes the seat the owner.
	AcceptCase struct {
		Case string
		Seat casework.SeatID
	}
	// RefuseCase passes the offered case on, with a reason and the next owner.
	RefuseCase struct {
		Case   string
		Seat   casework.SeatID
		Reason string
		Next   region.Code
	}
	// HandOver passes an accepted case on.
	HandOver struct {
		Case   string
		Seat   casework.SeatID
		Reason string
		Next   region.Code
	}
	// OpenDetails logs that a seat read the content and sends it to that seat.
	OpenDetails struct {
		Case string
		Seat casework.SeatID
	}
	// AskReporter puts one question to the reporter.
	AskReporter struct {
		Case string
		Seat casework.SeatID
		Text private.Text
	}
	// ReadQuestion notes that the reporter opened the question.
	ReadQuestion struct {
		Case string
		N    int
	}
	// AnswerQuestion carries the reporter's answer back.
	AnswerQuestion struct {
		Case string
		N    int
		Text private.Text
		File string
	}
	// ReachMilestone notes a step.
	ReachMilestone struct {
		Case string
		Seat casework.SeatID
		Kind casework.MilestoneKind
		Note private.Text
	}
	// ProposeClosing asks a second seat to close.
	ProposeClosing struct {
		Case   string
		Seat   casework.SeatID
		Reason casework.CloseReason
	}
	// ConfirmClosing closes, by a second seat.
	ConfirmClosing struct {
		Case string
		Seat casework.SeatID
	}
	// KeepOpen rejects a proposed closing.
	KeepOpen struct {
		Case string
		Seat casework.SeatID
	}
	// SetDuty switches a seat's duty on or off.
	SetDuty struct {
		Seat casework.SeatID
		On   bool
	}
	// LinkOfficer uses up an invitation.
	LinkOfficer struct{ Token private.Text }
	// Remind puts the open question again later unless the person writes before.
	Remind struct{ After time.Duration }
)

func (OpenCase) effect()       {}
func (AddToCase) effect()      {}
func (KeepReceipt) effect()    {}
func (MoveHere) effect()       {}
func (Wipe) effect()           {}
func (AcceptCase) effect()     {}
func (RefuseCase) effect()     {}
func (HandOver) effect()       {}
func (OpenDetails) effect()    {}
func (AskReporter) effect()    {}
func (ReadQuestion) effect()   {}
func (AnswerQuestion) effect() {}
func (ReachMilestone) effect() {}
func (ProposeClosing) effect() {}
func (ConfirmClosing) effect() {}
func (KeepOpen) effect()       {}
func (SetDuty) effect()        {}
func (LinkOfficer) effect()    {}
func (Remind) effect()         {}
