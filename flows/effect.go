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
		Cry    bool            // a cry for help: it reaches every case that has to do with it
	}
	// KeepReceipt lets the receipt number open this conversation from any phone.
	KeepReceipt struct{ Receipt private.Text }
	// MoveHere makes this chat the contact of the restored conversation; the former chat falls silent.
	MoveHere struct{}
	// Wipe deletes what can be deleted from the chat and silences it.
	Wipe struct {
		Forget bool // nothing was sent and no receipt given: the draft goes too
	}
	// ReadFile lets the words in a picture be read; they come back as a FileRead.
	ReadFile struct{ File string }
	// SpeakIn notes the language in which the reporter of a case wants to be written to.
	SpeakIn struct {
		Case string
		Lang string // tag
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
	// JoinCase makes two cases that tell of the same thing one: the other ends in the first.
	JoinCase struct {
		Case  string
		Other string
		Seat  casework.SeatID
	}
	// SplitCase makes a second case of a part of one.
	SplitCase struct {
		Case string
		Seat casework.SeatID
		Part casework.Part
	}
	// AskLink carries a holder's message to pusat about cases of other places that have something in common with one.
	AskLink struct {
		Case string
		Seat casework.SeatID
		Text private.Text
	}
	// LinkVia is what a seat of pusat does about that: "pass" the message on, or "meet", which tells both sides of each other.
	LinkVia struct {
		Case string
		Seat casework.SeatID
		How  string
	}
	// DecideCase names who takes a case that was refused twice.
	DecideCase struct {
		Case string
		Seat casework.SeatID
		Next region.Code
	}
	// WriteNote carries what an officer wrote about a case to the officers of a task force.
	WriteNote struct {
		Case  string
		Seat  casework.SeatID
		To    region.Code
		Kind  string   // see casework.Note
		Verbs []string // buttons under it
		Text  private.Text
	}
	// AskHelp asks another task force, or an agency (then To is empty), for something.
	AskHelp struct {
		Case   string
		Seat   casework.SeatID
		To     region.Code
		Agency string
		Task   private.Text
	}
	// TakeHelp makes the seat the one who helps.
	TakeHelp struct {
		Case string
		Seat casework.SeatID
	}
	// EndHelp ends the help of the seat's task force: "done" or "declined".
	EndHelp struct {
		Case    string
		Seat    casework.SeatID
		Outcome string
	}
	// ReleaseHelp is the owner's word that a help is not needed any more.
	ReleaseHelp struct {
		Case string
		Seat casework.SeatID
		N    int
	}
	// OpenDetails logs that a seat read the content and sends it to that seat.
	OpenDetails struct {
		Case string
		Seat casework.SeatID
	}
	// AskIdentity is an owner's wish to see the name or number that the reporter gave.
	AskIdentity struct {
		Case string
		Seat casework.SeatID
		Why  string // see casework.IdentityReasons
	}
	// DecideIdentity is the word of a second seat about it.
	DecideIdentity struct {
		Case   string
		Seat   casework.SeatID
		N      int // of the wish
		Agreed bool
	}
	// OpenIdentity shows it to the owner while that word holds.
	OpenIdentity struct {
		Case string
		Seat casework.SeatID
	}
	// AskReporter puts one question to the reporter.
	AskReporter struct {
		Case string
		Seat casework.SeatID
		Code string // of a standard question, empty: typed
		Text private.Text
	}
	// ReadQuestion notes that the reporter opened the question.
	ReadQuestion struct {
		Case string
		N    int
	}
	// AnswerQuestion carries the reporter's answer back.
	AnswerQuestion struct {
		Case  string
		N     int
		Reply string       // code of a standard answer, empty: typed
		Text  private.Text // as officers read it
		File  string
	}
	// ReachMilestone notes a step.
	ReachMilestone struct {
		Case  string
		Seat  casework.SeatID
		Kind  casework.MilestoneKind
		Note  private.Text
		Tell  bool         // the reporter is told of it
		On    time.Time    // the first moment of the day it happened
		Early private.Text // why that day lies before the report
	}
	// PlanNext says what is to come next, and until when.
	PlanNext struct {
		Case string
		Seat casework.SeatID
		Kind casework.MilestoneKind
		Due  time.Time // zero: without a deadline
	}
	// ContactAgency notes that an agency was spoken to about a step.
	ContactAgency struct {
		Case   string
		Seat   casework.SeatID
		Agency string
		Step   casework.MilestoneKind
	}
	// NoteVictim notes whom the case is about, or takes that back.
	NoteVictim struct {
		Case string
		Seat casework.SeatID
		Who  casework.Victim
		Is   bool
	}
	// ReadNews notes that the reporter read which steps were reached, and which other office is the right one.
	ReadNews struct{ Case string }
	// SayClosing is the reporter's answer whether it is over: of a closing that is proposed or done, or weeks later.
	SayClosing struct {
		Case string
		Over casework.YesNo
	}
	// ProposeClosing asks a second seat to close.
	ProposeClosing struct {
		Case   string
		Seat   casework.SeatID
		Reason casework.CloseReason
		Door   string // with "not TPPO": code of the office that the reporter is sent to
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
func (ReadFile) effect()       {}
func (SpeakIn) effect()        {}
func (AcceptCase) effect()     {}
func (RefuseCase) effect()     {}
func (HandOver) effect()       {}
func (JoinCase) effect()       {}
func (SplitCase) effect()      {}
func (AskLink) effect()        {}
func (LinkVia) effect()        {}
func (DecideCase) effect()     {}
func (WriteNote) effect()      {}
func (AskHelp) effect()        {}
func (TakeHelp) effect()       {}
func (EndHelp) effect()        {}
func (ReleaseHelp) effect()    {}
func (OpenDetails) effect()    {}
func (AskIdentity) effect()    {}
func (DecideIdentity) effect() {}
func (OpenIdentity) effect()   {}
func (AskReporter) effect()    {}
func (ReadQuestion) effect()   {}
func (AnswerQuestion) effect() {}
func (ReachMilestone) effect() {}
func (PlanNext) effect()       {}
func (ContactAgency) effect()  {}
func (NoteVictim) effect()     {}
func (ProposeClosing) effect() {}
func (ReadNews) effect()       {}
func (SayClosing) effect()     {}
func (ConfirmClosing) effect() {}
func (KeepOpen) effect()       {}
func (SetDuty) effect()        {}
func (LinkOfficer) effect()    {}
func (Remind) effect()         {}
