package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/taskforce"
)

const dutySeat casework.SeatID = "53.01/duty/1"

// seed gives the register of a small region: pusat, a province, a kabupaten with two seats.
func seed(h *house) {
	h.system(func(tx engine.Tx) error {
		must(h.t, tx.SaveTaskForces(ctx, []taskforce.TaskForce{{Code: "00", Name: "Pusat", Formed: true}, {Code: "53", Name: "NTT", Formed: true},
			{Code: "53.01", Name: "Kupang", Formed: true, DecreeNo: "12/2024", ValidUntil: start.AddDate(1, 0, 0)}}))
		for _, id := range []casework.SeatID{"00/duty/1", dutySeat, "53.01/duty/2"} {
			code, role := taskforce.Pusat, taskforce.Duty
			if id != "00/duty/1" {
				code = "53.01"
			}
			must(h.t, tx.SaveSeats(ctx, taskforce.Seat{ID: id, TaskForce: code, Role: role, Title: "Petugas piket", OnDuty: true}))
		}
		return nil
	})
}

func invite(h *house, hash string, seat casework.SeatID) {
	h.system(func(tx engine.Tx) error {
		return tx.SaveInvite(ctx, engine.Invite{Hash: hash, Seat: seat, Officer: taskforce.Officer{Name: "Maria", Rank: "Aipda"}, Expires: start.Add(24 * time.Hour)})
	})
}

func use(h *house, hash string, p engine.Person) (taskforce.Seat, error) {
	var seat taskforce.Seat
	err := h.db.System(ctx, func(tx engine.Tx) error {
		i, err := tx.UseInvite(ctx, hash, h.now())
		if err == nil {
			err = tx.Link(ctx, i.Seat, p, i.Officer)
		}
		if err == nil {
			seat, err = tx.SeatOf(ctx, p)
		}
		return err
	})
	return seat, err
}

func TestInviteLinksOnceAndInTime(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		seed(h)
		invite(h, "i1", dutySeat)
		seat, err := use(h, "i1", "maria")
		must(t, err)
		equal(t, "seat", seat.ID, dutySeat)
		equal(t, "officer", *seat.Officer, taskforce.Officer{ID: "maria", Name: "Maria", Rank: "Aipda", Reachable: true})
		invite(h, "i2", dutySeat)
		h.wait(24 * time.Hour)
		for _, hash := range []string{"i1", "i2", "unknown"} {
			if _, err := use(h, hash, "other"); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("%s: got %v, want ErrNotFound", hash, err)
			}
		}
		h.system(func(tx engine.Tx) error {
			p, err := tx.OfficerChat(ctx, dutySeat)
			must(t, err)
			equal(t, "person on the seat", p, "maria")
			must(t, tx.Unlink(ctx, dutySeat))
			for what, err := range map[string]error{"officer": second(tx.OfficerChat(ctx, dutySeat)), "seat": second(tx.SeatOf(ctx, "maria"))} {
				if !errors.Is(err, engine.ErrNotFound) {
					t.Fatalf("%s after unlinking: got %v, want ErrNotFound", what, err)
				}
			}
			return nil
		})
	})
}

func TestNobodySitsOnTwoSeats(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		seed(h)
		invite(h, "i1", dutySeat)
		for _, step := range []struct {
			hash   string
			person engine.Person
		}{{"i1", "maria"}, {"i2", "maria"}, {"i3", "yosef"}} {
			if step.hash != "i1" {
				invite(h, step.hash, "53.01/duty/2")
			}
			_, err := use(h, step.hash, step.person)
			must(t, err)
		}
		h.system(func(tx engine.Tx) error {
			if _, err := tx.OfficerChat(ctx, dutySeat); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("the seat left: got %v, want ErrNotFound", err)
			}
			if _, err := tx.SeatOf(ctx, "maria"); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("the one replaced: got %v, want ErrNotFound", err)
			}
			seat, err := tx.SeatOf(ctx, "yosef")
			must(t, err)
			equal(t, "seat", seat.ID, "53.01/duty/2")
			return nil
		})
	})
}

func TestSavingASeatKeepsItsOfficer(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		seed(h)
		invite(h, "i1", dutySeat)
		_, err := use(h, "i1", "maria")
		must(t, err)
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveSeats(ctx, taskforce.Seat{ID: dutySeat, TaskForce: "53.01", Role: taskforce.Duty, Title: "Piket", OnDuty: false}))
			must(t, tx.SetReachable(ctx, "maria", false))
			must(t, tx.SetReachable(ctx, "nobody", false))
			seat, err := tx.SeatOf(ctx, "maria")
			must(t, err)
			equal(t, "title", seat.Title, "Piket")
			equal(t, "on duty", seat.OnDuty, false)
			equal(t, "name", seat.Officer.Name, "Maria")
			equal(t, "reachable", seat.Officer.Reachable, false)
			return nil
		})
	})
}

// snapshot reads the register in a transaction of its own.
func snapshot(t *testing.T, db interface {
	System(c context.Context, do func(engine.Tx) error) error
}) (r *taskforce.Register) {
	t.Helper()
	must(t, db.System(ctx, func(tx engine.Tx) error {
		var err error
		r, err = tx.Register(ctx)
		return err
	}))
	return r
}

func TestRegisterIsReadAgainWhenItChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		seed(h)
		other := h.open()
		first := snapshot(t, h.db)
		if snapshot(t, h.db) != first {
			t.Fatal("an unchanged register was read again")
		}
		there := snapshot(t, other)
		crash := errors.New("crash")
		var inside *taskforce.Register
		err := h.db.System(ctx, func(tx engine.Tx) error {
			must(t, tx.SaveSeats(ctx, taskforce.Seat{ID: "53.01/duty/3", TaskForce: "53.01", Role: taskforce.Duty}))
			var err error
			inside, err = tx.Register(ctx)
			must(t, err)
			return crash
		})
		if !errors.Is(err, crash) || inside == first {
			t.Fatalf("got %v and the old snapshot: %v; want the crash and a new one", err, inside == first)
		}
		if snapshot(t, h.db) != first {
			t.Fatal("a change that was rolled back is seen")
		}
		h.system(func(tx engine.Tx) error {
			return tx.SaveSeats(ctx, taskforce.Seat{ID: "53.01/duty/3", TaskForce: "53.01", Role: taskforce.Duty})
		})
		if now := snapshot(t, h.db); now == first || now == inside {
			t.Fatal("the change is not seen here")
		}
		if snapshot(t, other) == there {
			t.Fatal("the change is not seen by another process")
		}
	})
}
