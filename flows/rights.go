package flows

import "siaga/internal/casework"

// Effects about what a reporter may wish of the own data.
type (
	// ReadOwn notes that the reporter was shown what is kept.
	ReadOwn struct{ Case string }
	// AskRight is a wish that an officer has to answer, by a clock.
	AskRight struct {
		Case string
		Kind casework.RightKind
	}
	// AnswerRight ends a wish: casework.RightDone, or casework.RightRefused with a reason.
	AnswerRight struct {
		Case    string
		Seat    casework.SeatID
		N       int
		Outcome string
		Why     string
	}
	// AgreeErase is the first seat's word that a case may be erased before its time.
	AgreeErase struct {
		Case string
		Seat casework.SeatID
		N    int
	}
	// SecondErase is the word of a seat of another body about it.
	SecondErase struct {
		Case   string
		Seat   casework.SeatID
		N      int
		Agreed bool
	}
)

// SayOrder is an officer's word about what the operator wishes to do with a case: a pack of evidence, or to keep it.
type SayOrder struct {
	Case   string
	Seat   casework.SeatID
	N      int
	Agreed bool
}

func (SayOrder) effect()    {}
func (ReadOwn) effect()     {}
func (AskRight) effect()    {}
func (AnswerRight) effect() {}
func (AgreeErase) effect()  {}
func (SecondErase) effect() {}

// Who opened the content of a case, as its reporter is told: by what they do, never by name or seat.
const (
	OpenedByDuty  = "duty"  // who works on it
	OpenedByLead  = "lead"  // who coordinates
	OpenedForLaw  = "law"   // a pack for police, court or LPSK
	OpenedByOther = "other" // somebody on a seat that is no more
)
