package store_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
)

// fullCase has something in every field.
func fullCase(id string) casework.Case {
	return casework.Case{
		ID: id, Code: "K-" + id, Version: 1, Status: casework.Offered, Priority: casework.Urgent, Lead: "53.01", Owner: "53.01/duty/1",
		Mission: "kl", Exercise: true, OpenedAt: start, ChangedAt: start.Add(time.Minute),
		Report: casework.Report{
			Danger: casework.DangerSoon, Role: casework.ByFamily, Form: casework.FormHeld, Child: casework.Yes, Official: casework.No,
			Story: []private.Text{private.NewText("pintu \"dikunci\"\n"), private.NewText("🙏")}, Files: []string{"f1"}, Lang: "jv", Consent: "3",
			Places: map[casework.PlaceRole]casework.Place{
				casework.VictimNow: {Country: "MY", Town: "Klang", Said: private.NewText("dekat pelabuhan")}, casework.Home: {Code: "53.01"},
			},
			OfficialWho: private.NewText("kepala desa"), Contact: casework.Contact{Mode: casework.ContactHours, From: 20, To: 22}, SentAt: start,
		},
		Referrals:  []casework.Referral{{N: 1, To: "53.01", Status: casework.ReferralRefused, OfferedAt: start, Deadline: start.Add(time.Hour), Reason: "far", Next: "53"}, {N: 2, To: "53", Status: casework.ReferralOffered, OfferedAt: start}},
		Support:    []casework.Support{{To: "53", See: []string{"places"}, Why: "why.home"}},
		Excluded:   []casework.Exclusion{{TaskForce: "53.02", Why: "why.conflict"}},
		Milestones: []casework.Milestone{{Kind: casework.Received, At: start, By: "53/duty/1", Note: private.NewText("catatan")}},
		Questions:  []casework.Question{{N: 1, Text: private.NewText("di mana?"), Files: []string{"f2"}, AskedAt: start, Answer: private.NewText("di sini")}},
		Joined:     []casework.Named{{ID: "c8", Code: "K-c8", Same: true}}, Into: casework.Named{ID: "c9", Code: "K-c9"}, Same: true,
		Passed: casework.Passed{Questions: 1, Milestones: 2}, NewsAt: start,
		Close:  &casework.Closure{Reason: casework.CloseHandled, ProposedBy: "53/duty/1", ProposedAt: start},
		Rights: []casework.Right{{N: 1, Kind: casework.RightDelete, AskedAt: start, By: "53/duty/1", AgreedAt: start, Warned: 1, WarnedAt: start}}, EraseFrom: start,
	}
}

func TestCaseComesBackWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		want := fullCase("c1")
		h.system(func(tx engine.Tx) error { return tx.SaveCase(ctx, want) })
		h.system(func(tx engine.Tx) error {
			got, err := tx.Case(ctx, "c1")
			must(t, err)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("got %#v, want %#v", got, want)
			}
			equal(t, "story", got.Report.Story[0].Reveal(), "pintu \"dikunci\"\n")
			return nil
		})
	})
}

func TestOneOfTwoWritersOfACaseIsFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		c := fullCase("c1")
		save := func(c casework.Case) error {
			return h.db.System(ctx, func(tx engine.Tx) error { return tx.SaveCase(ctx, c) })
		}
		must(t, save(c))
		conflict := func(what string, err error) {
			t.Helper()
			if !errors.Is(err, engine.ErrConflict) {
				t.Fatalf("%s: got %v, want ErrConflict", what, err)
			}
		}
		conflict("version 1 twice", save(c))
		other := fullCase("c2")
		other.Code = c.Code
		conflict("the same code for two cases", save(other))
		c.Version = 2
		c.Status = casework.Accepted
		must(t, save(c))
		conflict("version 2 twice", save(c))
		c.Version = 4
		conflict("a version left out", save(c))
		h.system(func(tx engine.Tx) error {
			got, err := tx.Case(ctx, "c1")
			must(t, err)
			equal(t, "version", got.Version, 2)
			_, err = tx.Case(ctx, "c2")
			if !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("case refused: got %v, want ErrNotFound", err)
			}
			return nil
		})
	})
}

func TestCasesOfATaskForce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			for i, status := range []casework.Status{casework.Offered, casework.Closed, casework.Accepted} {
				c := fullCase(string(rune('a' + i)))
				c.Status, c.OpenedAt = status, start.Add(time.Duration(i)*time.Hour)
				must(t, tx.SaveCase(ctx, c))
			}
			elsewhere := fullCase("z")
			elsewhere.Lead = "53.02"
			return tx.SaveCase(ctx, elsewhere)
		})
		h.system(func(tx engine.Tx) error {
			found, err := tx.CasesOf(ctx, "53.01")
			must(t, err)
			var ids []string
			for _, c := range found {
				ids = append(ids, c.ID)
			}
			equal(t, "open cases, newest first", strings.Join(ids, " "), "c a")
			taken, err := tx.CodeTaken(ctx, "K-a")
			must(t, err)
			free, err := tx.CodeTaken(ctx, "K-q")
			must(t, err)
			equal(t, "code taken", taken, true)
			equal(t, "code free", free, false)
			return nil
		})
		stats, err := h.db.Stats(ctx)
		must(t, err)
		equal(t, "exercises", stats.Exercises, 4)
		equal(t, "real cases", len(stats.Cases), 0)
	})
}

func TestReporterMoves(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveCase(ctx, fullCase("c1")))
			if _, err := tx.Reporter(ctx, "c1"); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("reporter of nobody's case: got %v, want ErrNotFound", err)
			}
			must(t, tx.SetReporter(ctx, "c1", "old"))
			must(t, tx.MoveReporter(ctx, "old", "new"))
			p, err := tx.Reporter(ctx, "c1")
			must(t, err)
			equal(t, "reporter", p, "new")
			if err := tx.SetReporter(ctx, "none", "old"); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("no case: got %v, want ErrNotFound", err)
			}
			return nil
		})
	})
}

func TestErasedCaseLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveFile(ctx, engine.File{ID: "f1", Person: "p", Kind: "photo", State: "kept", Body: []byte("picture")}))
			must(t, tx.SaveCase(ctx, fullCase("c1")))
			f, err := tx.File(ctx, "f1")
			must(t, err)
			equal(t, "file of a case", string(f.Body), "picture")
			return tx.Enqueue(ctx, engine.Job{Kind: "deadline", Case: "c1", Key: "d"}, engine.Job{Kind: "purge"})
		})
		must(t, h.db.EraseCase(ctx, "c1", "test"))
		must(t, h.db.EraseCase(ctx, "c1", "test"))
		jobs, err := h.db.ClaimJobs(ctx, "w", time.Minute, 10)
		must(t, err)
		equal(t, "jobs left", len(jobs), 1)
		h.system(func(tx engine.Tx) error {
			for what, err := range map[string]error{"case": second(tx.Case(ctx, "c1")), "file": second(tx.File(ctx, "f1"))} {
				if !errors.Is(err, engine.ErrNotFound) {
					t.Fatalf("%s: got %v, want ErrNotFound", what, err)
				}
			}
			return nil
		})
	})
}

// TestErasedCaseTakesJoinedOnesAlong erases a case that two others were joined with, one of them through the other, and a pointer alone.
func TestErasedCaseTakesJoinedOnesAlong(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		named := func(id string) []casework.Named { return []casework.Named{{ID: id, Code: id}} }
		h.system(func(tx engine.Tx) error {
			for _, id := range []string{"root", "near", "far", "other", "pointer"} {
				c := fullCase(id)
				c.Code = id
				c.Joined = map[string][]casework.Named{"root": named("near"), "near": named("far"), "other": named("pointer")}[id]
				must(t, tx.SaveCase(ctx, c))
			}
			return nil
		})
		must(t, h.db.EraseCase(ctx, "root", "test"))
		must(t, h.db.EraseCase(ctx, "pointer", "test"))
		h.system(func(tx engine.Tx) error {
			for _, id := range []string{"root", "near", "far", "pointer"} {
				if err := second(tx.Case(ctx, id)); !errors.Is(err, engine.ErrNotFound) {
					t.Errorf("%s: got %v, want ErrNotFound", id, err)
				}
			}
			return second(tx.Case(ctx, "other"))
		})
	})
}

// TestDestroyedKeyMakesACaseUnreadable deletes nothing but the key, as a restored backup of all other tables would look.
func TestDestroyedKeyMakesACaseUnreadable(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveFile(ctx, engine.File{ID: "f1", Person: "p", Body: []byte("picture")}))
			must(t, tx.SaveCase(ctx, fullCase("c1")))
			return tx.Enqueue(ctx, engine.Job{Kind: "say", Person: "p", Case: "c1", Body: []byte("words")}, engine.Job{Kind: "say", Person: "p"})
		})
		_, err := h.db.SQL().ExecContext(ctx, "DELETE FROM case_keys")
		must(t, err)
		h.system(func(tx engine.Tx) error {
			if second(tx.Case(ctx, "c1")) == nil || second(tx.File(ctx, "f1")) == nil {
				t.Fatal("case or file still opens")
			}
			return nil
		})
		jobs, err := h.db.ClaimJobs(ctx, "w", time.Minute, 10)
		must(t, err)
		equal(t, "jobs given out at first", len(jobs), 0)
		jobs, err = h.db.ClaimJobs(ctx, "w", time.Minute, 10)
		must(t, err)
		equal(t, "the one behind is not held up", len(jobs), 1)
	})
}

func TestButtons(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := engine.ActionRow{Hash: "h", Person: "p", Case: "c", Version: 3, Verb: "refuse", Arg: "53.02", Expires: start.Add(time.Hour)}
		h.system(func(tx engine.Tx) error { return tx.SaveAction(ctx, a) })
		h.system(func(tx engine.Tx) error {
			got, err := tx.Action(ctx, "h", start)
			must(t, err)
			equal(t, "button", got, a)
			for what, err := range map[string]error{"expired": second(tx.Action(ctx, "h", a.Expires)), "unknown": second(tx.Action(ctx, "x", start))} {
				if !errors.Is(err, engine.ErrNotFound) {
					t.Fatalf("%s: got %v, want ErrNotFound", what, err)
				}
			}
			return nil
		})
	})
}

func second[T any](_ T, err error) error { return err }
