package casework

import (
	"testing"
	"time"
)

// TestRetentionByClassAndState goes through what a case can be: only what is over, of nobody's concern and old enough is erased.
func TestRetentionByClassAndState(t *testing.T) {
	t.Parallel()
	ended := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	r := DefaultRetention(1825)
	closed := func(reason CloseReason) Case {
		return Case{Status: Closed, ChangedAt: ended, Close: &Closure{Reason: reason, ConfirmedAt: ended}}
	}
	with := func(c Case, change func(*Case)) Case { change(&c); return c }
	law := func(kinds ...MilestoneKind) func(*Case) {
		return func(c *Case) {
			for _, k := range kinds {
				c.Milestones = append(c.Milestones, Milestone{Kind: k})
			}
		}
	}
	for name, test := range map[string]struct {
		c    Case
		keep time.Duration // 0: not to be erased
	}{
		"offered":             {c: Case{Status: Offered, ChangedAt: ended}},
		"accepted":            {c: Case{Status: Accepted, ChangedAt: ended}},
		"closing":             {c: Case{Status: Closing, ChangedAt: ended}},
		"joined with another": {c: with(closed(CloseHandled), func(c *Case) { c.Status = Merged })},
		"handled":             {c: closed(CloseHandled), keep: 1825 * Day},
		"nobody was reached":  {c: closed(CloseNoReach), keep: 1825 * Day},
		"no trafficking":      {c: closed(CloseNotTPPO), keep: 180 * Day},
		"sent twice":          {c: closed(CloseDuplicate), keep: 180 * Day},
		"withdrawn":           {c: closed(CloseWithdrawn), keep: 180 * Day},
		"exercise":            {c: with(closed(CloseHandled), func(c *Case) { c.Exercise = true }), keep: 30 * Day},
		"open exercise":       {c: Case{Status: Accepted, Exercise: true, ChangedAt: ended}},
		"with the police":     {c: with(closed(CloseHandled), law(PoliceReport))},
		"before a court":      {c: with(closed(CloseNotTPPO), law(PoliceReport, Prosecution))},
		"after the verdict":   {c: with(closed(CloseHandled), law(PoliceReport, Prosecution, Verdict)), keep: 1825 * Day},
		"on hold":             {c: with(closed(CloseNotTPPO), func(c *Case) { c.Hold = &Hold{Reference: "R-1"} })},
		"news since":          {c: with(closed(CloseHandled), func(c *Case) { c.NewsAt = ended.Add(10 * Day) }), keep: 1835 * Day},
	} {
		at, ok := test.c.EraseAt(r)
		if ok != (test.keep > 0) || ok && !at.Equal(ended.Add(test.keep)) {
			t.Errorf("%s: erase at %v, %v; want %v after the end", name, at, ok, test.keep)
		}
	}
	if _, ok := closed(CloseHandled).EraseAt(DefaultRetention(0)); ok {
		t.Error("handled cases are to be kept for ever, and one is erased")
	}
}

// TestBasesOfARecord: nobody is kept without a ground, and a child needs no consent.
func TestBasesOfARecord(t *testing.T) {
	t.Parallel()
	grounds := func(c Case) (out string) {
		for _, b := range c.Bases() {
			out += b.Ground + " "
		}
		return out
	}
	for want, c := range map[string]Case{
		"legal_duty ":                        {},
		"consent legal_duty ":                {Report: Report{Consent: "2026-11"}},
		"vital_interest legal_duty ":         {Report: Report{Child: Yes}},
		"consent vital_interest legal_duty ": {Report: Report{Consent: "2026-11", Danger: DangerNow}},
		"":                                   {Exercise: true},
	} {
		if got := grounds(c); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
