package taskforce

import (
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

func TestShiftsFollowTheClockOfThePlace(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 22, 30, 0, 0, time.UTC) // Tuesday: 05.30 WIB, 06.30 WITA, 07.30 WIT
	for _, c := range []struct {
		tf   region.Code
		date string
		slot Slot
	}{{"32", "2026-11-23", Night}, {"53", "2026-11-24", Morning}, {"91", "2026-11-24", Morning}, {Pusat, "2026-11-23", Night}} {
		got := ShiftAt(c.tf, at)
		if got.Date != c.date || got.Slot != c.slot {
			t.Errorf("%s: %s %d, want %s %d", c.tf, got.Date, got.Slot, c.date, c.slot)
		}
		if back, ok := ShiftOf(c.tf, got.Date, got.Slot); !ok || back != got {
			t.Errorf("%s: found again as %v", c.tf, back)
		}
	}
}

// TestEveryMinuteHasOneShift walks two days: a border belongs to the shift that begins.
func TestEveryMinuteHasOneShift(t *testing.T) {
	t.Parallel()
	for _, tf := range []region.Code{"32", "53", "91"} {
		last := Shift{}
		for m := range 2 * 24 * 60 {
			at := time.Date(2026, 11, 23, 0, m, 0, 0, time.UTC)
			s := ShiftAt(tf, at)
			if s.From.IsZero() || at.Before(s.From) || !at.Before(s.To) {
				t.Fatalf("%s at %v: shift %v", tf, at, s)
			}
			if last.Date != "" && s != last && !s.From.Equal(last.To) {
				t.Fatalf("%s: %v follows %v", tf, s, last)
			}
			last = s
		}
	}
}

func rotaOf(t *testing.T, rota Rota) *Register {
	t.Helper()
	forces, seats := Seed()
	return Load(forces, seats).WithRota(rota)
}

const (
	tts1 casework.SeatID = "53.02/duty/1"
	tts2 casework.SeatID = "53.02/duty/2"
)

func TestPlannedAndGaps(t *testing.T) {
	t.Parallel()
	all := AllWeek
	saturday := AllWeek.Toggle(time.Saturday, Night)
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC) // Monday 10.00 WITA
	sat, _ := ShiftOf("53.02", "2026-11-28", Night)
	for _, c := range []struct {
		name string
		rota Rota
		gaps int
	}{
		{"no rota says nothing", Rota{}, 0},
		{"Saturday night is empty", Rota{Weeks: map[casework.SeatID]Week{tts1: saturday}}, 1},
		{"a colleague has it", Rota{Weeks: map[casework.SeatID]Week{tts1: saturday, tts2: all}}, 0},
		{"a colleague covers it once", Rota{Weeks: map[casework.SeatID]Week{tts1: saturday}, Changes: []Change{{sat.Date, Night, tts2, true}}}, 0},
		{"a day off empties three shifts", Rota{Weeks: map[casework.SeatID]Week{tts1: all}, Off: map[region.Code][]string{"53.02": {"2026-11-25"}}}, 3},
		{"but for who is put there", Rota{Weeks: map[casework.SeatID]Week{tts1: all}, Off: map[region.Code][]string{"53.02": {"2026-11-25"}},
			Changes: []Change{{"2026-11-25", Morning, tts2, true}}}, 2},
	} {
		if got := rotaOf(t, c.rota).Gaps("53.02", now, 7); len(got) != c.gaps {
			t.Errorf("%s: %d gaps %v, want %d", c.name, len(got), got, c.gaps)
		}
	}
}

func TestNextOnDutyIsWhoIsPlannedNext(t *testing.T) {
	t.Parallel()
	forces, seats := Seed()
	for i := range seats {
		seats[i].OnDuty = false
	}
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	week := Week(0).Set(time.Monday, Night)
	reg := Load(forces, seats).WithRota(Rota{Weeks: map[casework.SeatID]Week{"53.02/secretary/1": week, tts2: week.Set(time.Monday, Afternoon)}})
	seat, _ := reg.Seat(tts1)
	if got := reg.NextOnDuty(seat, now); len(got) != 1 || got[0].ID != tts2 {
		t.Errorf("got %v, want %s", got, tts2)
	}
	if got := Load(forces, seats).NextOnDuty(seat, now); len(got) != 0 {
		t.Errorf("without a rota: %v", got)
	}
}

// TestNobodyPlannedIsNoTaskForce: the rota decides who is on duty, and routing goes by that alone.
func TestNobodyPlannedIsNoTaskForce(t *testing.T) {
	t.Parallel()
	forces, seats := Seed()
	for i := range seats {
		if seats[i].TaskForce == "53.02" {
			seats[i].OnDuty = false
		}
	}
	reg := Load(forces, seats).WithRota(Rota{Weeks: map[casework.SeatID]Week{tts1: AllWeek}})
	if d := Route(factsFrom("53.02"), reg, time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)); d.Lead != "53" {
		t.Errorf("a report goes to %s, want the province: planned is not the same as there", d.Lead)
	}
}
