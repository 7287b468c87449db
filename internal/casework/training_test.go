package casework

import (
	"errors"
	"testing"
	"time"
)

func TestTrainingIsSeenByItsSeatOnly(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	c := Open("c1", "LATIHAN-1", Report{}, true, at)
	c.Training = &Training{Seat: "53.02/duty/1", Scenario: "house"}
	c, err := c.Refer(Offer{To: "53.02", Deadline: at.Add(time.Hour)}, at)
	if err != nil {
		t.Fatal(err)
	}
	for seat, hidden := range map[SeatID]bool{"53.02/duty/1": false, "53.02/duty/2": true, "53/duty/1": true, "00/duty/1": true} {
		if got := c.MayNotSee(seat.TaskForce(), seat); got != hidden {
			t.Errorf("hidden from %s: %v", seat, got)
		}
	}
	ended, err := c.EndExercise(at)
	if err != nil || ended.Status != Closed || ended.Version != c.Version+1 {
		t.Errorf("ended: %v %+v", err, ended)
	}
	c.Training = nil
	if _, err := c.EndExercise(at); !errors.Is(err, ErrState) {
		t.Errorf("a real case was ended so: %v", err)
	}
}
