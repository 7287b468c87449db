package casework

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"siaga/internal/private"
)

// house is a few cases of as many reporters, worked on as the engine would: what happens in a case is passed on to those joined with it,
// and what a reporter says goes up.
type house struct {
	cases map[string]Case
	order []string
	now   time.Time
}

func newHouse(n int, now time.Time) *house {
	h := &house{cases: map[string]Case{}, now: now}
	for i := range n {
		id := fmt.Sprintf("id%d", i)
		h.cases[id] = must(Start(id, fmt.Sprintf("K%d", i), Report{Role: []ReporterRole{ByVictim, ByFamily}[i%2]}, false, Plan{Offer: to(tts, 0)}, now))
		h.order = append(h.order, id)
	}
	return h
}

// keep stores a case and passes it on.
func (h *house) keep(t *testing.T, c Case) {
	t.Helper()
	h.cases[c.ID] = c
	for _, j := range c.Joined {
		n, err := h.cases[j.ID].Echo(c, h.now)
		if errors.Is(err, ErrAlready) {
			continue
		}
		if err != nil {
			t.Fatalf("echo: %v", err)
		}
		h.keep(t, n)
	}
}

// up carries a reporter's word to the case that goes on.
func (h *house) up(t *testing.T, c Case) Case {
	t.Helper()
	for c.Status == Merged {
		n, err := h.cases[c.Into.ID].Hear(c, h.now)
		if err != nil {
			t.Fatalf("hear: %v", err)
		}
		h.keep(t, n)
		c = n
	}
	return c
}

func (h *house) join(t *testing.T, p player) {
	a, b := h.cases[h.order[p.IntN(len(h.order))]], h.cases[h.order[p.IntN(len(h.order))]]
	seat := a.Owner
	if p.IntN(4) == 0 {
		seat = p.seat()
	}
	beforeA, beforeB := a.clone(), b.clone()
	kept, gone, err := Join(a, b, seat, p.IntN(5) == 0, h.now)
	if !reflect.DeepEqual(a, beforeA) || !reflect.DeepEqual(b, beforeB) {
		t.Fatal("joining changed an earlier value")
	}
	if err != nil {
		if !reflect.DeepEqual(kept, beforeA) || !reflect.DeepEqual(gone, beforeB) {
			t.Fatalf("a refused join changed a case: %v", err)
		}
		return
	}
	if seat != a.Owner || b.Lead != seat.TaskForce() || b.Owner != "" && b.Owner != seat || b.MayNotSee(seat.TaskForce(), seat) {
		t.Fatalf("%s joined what is not theirs: %s of %s", seat, b.Owner, b.Lead)
	}
	if kept.Priority.rank() < b.Priority.rank() || len(gone.Report.Story) != len(b.Report.Story) || len(gone.Referrals) != len(b.Referrals) {
		t.Fatal("joining lost something")
	}
	h.keep(t, gone)
	h.keep(t, kept)
}

// split makes a second case of a part of one: both have an owner or an offer, and the part keeps the exclusions.
func (h *house) split(t *testing.T, p player, c Case) {
	t.Helper()
	id := fmt.Sprintf("id%d", len(h.order))
	part := Part{ID: id, Code: "K" + id, Place: Place{Code: ntt}, Text: private.NewText("a part")}
	before := c.clone()
	old, n, err := Split(c, c, part, Plan{Offer: p.offer(h.now)}, c.Owner, h.now)
	if !reflect.DeepEqual(before, c) {
		t.Fatal("splitting changed the earlier value")
	}
	if err != nil {
		return
	}
	for _, x := range c.Excluded {
		if !slices.Contains(n.Excluded, x) {
			t.Fatalf("the part may be seen by %v", x)
		}
	}
	h.order = append(h.order, id)
	h.keep(t, old)
	h.keep(t, n)
	h.check(t)
}

// FuzzJoinedCasesLoseNobody plays officers, reporters and clocks on cases that are joined at random.
func FuzzJoinedCasesLoseNobody(f *testing.F) {
	for seed := range uint64(150) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { playJoined(t, seed) })
}

// TestTheFuzzerJoins guards the fuzzer itself: it comes to joins, also of cases that were joined before.
func TestTheFuzzerJoins(t *testing.T) {
	t.Parallel()
	most, all := 0, 0
	for seed := range uint64(40) {
		n := playJoined(t, seed)
		most, all = max(most, n), all+n
	}
	if most < 3 || all < 40 {
		t.Errorf("%d joins, %d in one game", all, most)
	}
}

// playJoined plays one game and gives the number of joined cases at its end.
func playJoined(t *testing.T, seed uint64) (joins int) {
	t.Helper()
	p := player{rand.New(rand.NewPCG(seed, 11))}
	h := newHouse(5, t0)
	for range 200 {
		h.now = h.now.Add(time.Duration(p.IntN(40)*p.IntN(60)) * time.Minute)
		if p.IntN(4) == 0 {
			h.join(t, p)
			continue
		}
		c := h.cases[h.order[p.IntN(len(h.order))]]
		if p.IntN(30) == 0 {
			h.split(t, p, c)
			continue
		}
		kind := p.IntN(20)
		next, err := p.move(kind, c, h.now)
		if err != nil {
			continue
		}
		if c.Status == Merged && !slices.Contains([]int{5, 7, 9, 14, 15, 16, 17}, kind) {
			t.Fatalf("move %d on a case that was joined", kind)
		}
		h.keep(t, next)
		if kind == 7 || kind == 9 {
			h.up(t, next)
		}
		h.check(t)
	}
	for _, c := range h.cases {
		if c.Status == Merged {
			joins++
		}
	}
	return joins
}

// check states what must hold for every reporter.
func (h *house) check(t *testing.T) {
	t.Helper()
	for _, id := range h.order {
		c := h.cases[id]
		if c.Status != Merged {
			checkCase(t, c)
			continue
		}
		root, steps := c, 0
		for ; root.Status == Merged; steps++ {
			if steps > len(h.order) {
				t.Fatal("joined in a circle")
			}
			above := h.cases[root.Into.ID]
			if !slices.ContainsFunc(above.Joined, func(j Named) bool { return j.ID == root.ID }) {
				t.Fatalf("%s does not know of %s", above.Code, root.Code)
			}
			root = above
		}
		h.checkThread(t, c, root)
	}
}

func (h *house) checkThread(t *testing.T, c, root Case) {
	t.Helper()
	live := root.Status != Closed && root.Lead != "" && root.Referral().EndedAt.IsZero()
	switch {
	case c.Owner != "" || c.Referral().EndedAt.IsZero():
		t.Fatalf("a joined case has an owner or an open referral: %+v", c)
	case !live && root.Status != Closed:
		t.Fatal("a reporter's case is with nobody")
	case (c.Wait != nil) != c.AwaitsReporter():
		t.Fatalf("waiting since %v for %q", c.Wait, c.Awaits())
	}
	if c.Same || h.cases[c.Into.ID].Same || root.ID != c.Into.ID {
		return
	}
	if c.Over() != (root.Status == Closed) || c.toClose() != (root.Status == Closing) {
		t.Fatalf("%s, and its reporter's thread is over %v, to close %v", root.Status, c.Over(), c.toClose())
	}
	if c.Passed != (Passed{len(root.Questions), len(root.Milestones)}) {
		t.Fatalf("passed %+v of %d questions, %d steps", c.Passed, len(root.Questions), len(root.Milestones))
	}
	for _, x := range root.Excluded {
		if !slices.Contains(c.Excluded, x) {
			t.Fatalf("%v is not kept out of the joined case", x)
		}
	}
}

// two gives two cases that one seat owns.
func two(t *testing.T) (a, b Case) {
	t.Helper()
	open := func(id string, r Report) Case {
		c := must(Start(id, "K-"+id, r, false, Plan{Offer: to(tts, 0), Priority: r.Assess()}, t0))
		return must(c.Accept(tts1, tts, t0.Add(time.Minute)))
	}
	return open("a", Report{Role: ByFamily}), open("b", Report{Role: ByVictim, Danger: DangerNow})
}

func TestJoiningTakesTheStricterOfBoth(t *testing.T) {
	t.Parallel()
	a, b := two(t)
	b = must(b.Exclude([]Exclusion{{TaskForce: kupang}}, Offer{}, t0.Add(2*time.Minute)))
	a = must(a.AskHelp(tts1, kupang, "", private.NewText("guard"), t0.Add(2*time.Minute)))
	b = must(b.AskHelp(tts1, "", "bp3mi", private.NewText("papers"), t0.Add(2*time.Minute)))
	kept, gone, err := Join(a, b, tts1, false, t0.Add(3*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if kept.Priority != Imminent || !kept.MayNotSee(kupang, "") || !gone.MayNotSee(kupang, "") {
		t.Errorf("priority %s, excluded %v", kept.Priority, kept.Excluded)
	}
	if _, open := kept.HelpOf(kupang); open {
		t.Error("who must not see the one still helps in both")
	}
	if helps := kept.OpenHelps(); len(helps) != 1 || helps[0].Agency != "bp3mi" || helps[0].N != 2 {
		t.Errorf("helps %+v", helps)
	}
	if gone.Status != Merged || gone.Into.ID != "a" || gone.Referral().Status != ReferralJoined || len(gone.OpenHelps()) != 0 {
		t.Errorf("pointer %+v", gone)
	}
}

// What was planned and who was contacted in either case is known in the one that goes on, and the earlier deadline holds.
func TestJoiningForgetsNoDeadline(t *testing.T) {
	t.Parallel()
	soon, later := t0.Add(24*time.Hour), t0.Add(72*time.Hour)
	for name, c := range map[string]struct {
		mine, theirs time.Time // zero: nothing planned
		want         time.Time
	}{
		"only the other":    {time.Time{}, soon, soon},
		"only this one":     {soon, time.Time{}, soon},
		"the other earlier": {later, soon, soon},
		"this one earlier":  {soon, later, soon},
	} {
		a, b := two(t)
		if !c.mine.IsZero() {
			a = must(a.PlanNext(tts1, Assessed, c.mine, t0.Add(2*time.Minute)))
		}
		if !c.theirs.IsZero() {
			b = must(b.PlanNext(tts1, Safe, c.theirs, t0.Add(2*time.Minute)))
		}
		b = must(b.Contact(tts1, "bp3mi", Assessed, t0.Add(2*time.Minute)))
		kept, _, err := Join(a, b, tts1, false, t0.Add(3*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		if kept.Next == nil || !kept.Next.Due.Equal(c.want) {
			t.Errorf("%s: next %+v, want due %v", name, kept.Next, c.want)
		}
		if _, ok := kept.ContactOf("bp3mi", Assessed); !ok {
			t.Errorf("%s: the contact is forgotten: %+v", name, kept.Contacts)
		}
	}
}

func TestWhoMayJoin(t *testing.T) {
	t.Parallel()
	a, b := two(t)
	at := t0.Add(3 * time.Minute)
	other := must(Start("c", "K-c", Report{}, false, Plan{Offer: to(kupang, 0)}, t0))
	colleague := must(must(Start("d", "K-d", Report{}, false, Plan{Offer: to(tts, 0)}, t0)).Accept(tts2, tts, at))
	closing := must(b.ProposeClosing(tts1, CloseHandled, at))
	hidden := must(must(Start("e", "K-e", Report{}, false, Plan{Offer: to(tts, 0)}, t0)).Exclude([]Exclusion{{TaskForce: tts, Seat: tts1}}, Offer{}, at))
	exercise := must(Start("f", "K-f", Report{}, true, Plan{Offer: to(tts, 0)}, t0))
	_, joined, _ := Join(a, b, tts1, false, at)
	for name, try := range map[string]struct {
		kept, gone Case
		seat       SeatID
		want       error
	}{
		"itself": {a, a, tts1, ErrUnknown}, "of another task force": {a, other, tts1, ErrNotOwner}, "not the owner": {a, b, tts2, ErrNotOwner},
		"being closed": {a, closing, tts1, ErrState}, "to be closed first": {closing, a, tts1, ErrState}, "excluded": {a, hidden, tts1, ErrExcluded},
		"an exercise": {a, exercise, tts1, ErrUnknown}, "joined before": {a, joined, tts1, ErrState},
	} {
		if _, _, err := Join(try.kept, try.gone, try.seat, false, at); !errors.Is(err, try.want) {
			t.Errorf("%s: %v, want %v", name, err, try.want)
		}
	}
	var taken ErrTaken
	if _, _, err := Join(a, colleague, tts1, false, at); !errors.As(err, &taken) || taken.By != tts2 {
		t.Errorf("a colleague's case: %v", err)
	}
}

// TestWhatEachReporterMayKnow: a step of which only the victim is told by the rule is not told to others because two cases became one.
func TestWhatEachReporterMayKnow(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		kept, gone ReporterRole
		tell, want bool
	}{
		"told by the rule to the one, not to the other": {ByVictim, ByFamily, true, false},
		"held back by the rule, told to the victim":     {ByFamily, ByVictim, false, true},
		"held back by the owner":                        {ByVictim, ByFamily, false, false},
		"told by the owner to one like it":              {ByFamily, ByFamily, true, true},
		"told by the owner against the rule":            {ByFamily, ByWitness, true, false},
	} {
		a, b := two(t)
		a.Report.Role, b.Report.Role = try.kept, try.gone
		kept, gone, _ := Join(a, b, tts1, false, t0.Add(3*time.Minute))
		kept = must(kept.ReachStep(Milestone{Kind: Protected, By: tts1, Tell: try.tell}, t0.Add(4*time.Minute)))
		gone = must(gone.Echo(kept, t0.Add(4*time.Minute)))
		if got := len(gone.Untold()) == 1; got != try.want {
			t.Errorf("%s: told %v", name, got)
		}
	}
}
