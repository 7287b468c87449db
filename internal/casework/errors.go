package casework

import (
	"errors"
	"fmt"
	"time"
)

// Errors of moves. They hold codes only and may be logged; compare with errors.Is.
var (
	// ErrState says that the move is not possible where the case stands; see Moves.
	ErrState = errors.New("not possible in this state")
	// ErrNotOwner says that the seat or its task force does not hold the case.
	ErrNotOwner = errors.New("the case is not theirs")
	// ErrExcluded says that the task force or seat must never see the case.
	ErrExcluded = errors.New("must not see this case")
	// ErrSameSeat says that closing needs a second seat.
	ErrSameSeat = errors.New("a second seat must confirm")
	// ErrNoNext says that the move would leave the case with nobody: it names no task force or no deadline after now.
	ErrNoNext = errors.New("no next task force or no deadline")
	// ErrProvince says that the case bounced twice: now a province or pusat must get it and decide.
	ErrProvince = errors.New("the province decides after a second refusal")
	// ErrRuled says that the province or pusat decided who takes the case: that one may ask, not refuse.
	ErrRuled = errors.New("the province has decided")
	// ErrUnknown says that a question, milestone or reason does not exist.
	ErrUnknown = errors.New("unknown question, milestone or reason")
	// ErrAlready says that the move was made before; nothing changed.
	ErrAlready = errors.New("already done")
	// ErrMany says that enough was asked and waits for an answer.
	ErrMany = errors.New("too many open questions")
	// ErrUnconfirmed says that the reporter was asked whether it is over and may still answer.
	ErrUnconfirmed = errors.New("the reporter has not confirmed yet")
)

// ErrTaken says who was first, so that the second can be told the truth.
type ErrTaken struct {
	By SeatID
	At time.Time
}

// Error names the seat and the time, never a person.
func (e ErrTaken) Error() string {
	return fmt.Sprintf("taken by %s at %s", e.By, e.At.UTC().Format(time.RFC3339))
}

// moveError ties an error to the move and the case's state.
func moveError(m MoveName, c Case, err error) error {
	return fmt.Errorf("%s a case that is %s: %w", m, c.Status, err)
}
