package casework

import "time"

// Retention says how long a case is kept after it ended, by what it was. These are proposals that the ministry must decide; zero keeps for
// ever.
type Retention struct {
	Exercise  time.Duration // training, drills, demonstrations
	Unfounded time.Duration // no trafficking, sent twice, or withdrawn: kept long enough for somebody to come back to it
	Handled   time.Duration // everything else
}

// Day is what retention counts in.
const Day = 24 * time.Hour

// DefaultRetention keeps what is nobody's for a month, what came to nothing for half a year, and the rest for as long as the operator says.
func DefaultRetention(handledDays int) Retention {
	return Retention{Exercise: 30 * Day, Unfounded: 180 * Day, Handled: time.Duration(handledDays) * Day}
}

// EraseAt gives when a case is to be erased, earlier where two seats agreed to its reporter's wish; ok is false as long as it is open, is
// joined with another (it ends with that one), is kept for ever or by a hold, or is before the police or a court: until there is a verdict,
// what it holds may be evidence.
func (c Case) EraseAt(r Retention) (at time.Time, ok bool) {
	if c.Status != Closed || c.Hold != nil {
		return time.Time{}, false
	}
	if !c.EraseFrom.IsZero() && !c.beforeCourt() {
		return c.EraseFrom, true
	}
	keep := r.Handled
	switch {
	case c.Exercise || c.Training != nil:
		keep = r.Exercise
	case c.beforeCourt():
		return time.Time{}, false
	case c.Close != nil && (c.Close.Reason == CloseNotTPPO || c.Close.Reason == CloseDuplicate || c.Close.Reason == CloseWithdrawn):
		keep = r.Unfounded
	}
	ended := c.ChangedAt
	if c.NewsAt.After(ended) {
		ended = c.NewsAt
	}
	return ended.Add(keep), keep > 0
}

// beforeCourt tells whether the police or a court have it: a step of theirs is noted, and no verdict.
func (c Case) beforeCourt() bool {
	begun := false
	for _, m := range c.Milestones {
		switch m.Kind {
		case PoliceReport, Investigation, Prosecution:
			begun = true
		case Verdict:
			return false
		}
	}
	return begun
}

// Basis is a ground on which a record is kept, with its purpose (UU 27/2022, arts. 20 and 25).
type Basis struct {
	Ground  string // code: consent, vital_interest, legal_duty
	Purpose string // code
	Text    string // version of the text that was agreed to, with consent
}

// Bases gives the grounds of a case, from what the case itself says: consent of the reporter with the version of its text; the vital
// interest of somebody in danger or of a child, which needs no consent of those who may be the danger; the duty of the task force.
func (c Case) Bases() []Basis {
	var out []Basis
	if c.Exercise || c.Training != nil {
		return out // nobody's data
	}
	if c.Report.Consent != "" {
		out = append(out, Basis{Ground: "consent", Purpose: "referral", Text: c.Report.Consent})
	}
	if c.Report.Danger == DangerNow || c.Report.Danger == DangerSoon || c.Report.Child == Yes || c.Report.Form == FormHeld {
		out = append(out, Basis{Ground: "vital_interest", Purpose: "rescue"})
	}
	return append(out, Basis{Ground: "legal_duty", Purpose: "handling"}) // Perpres 49/2023: the task forces' duty
}
