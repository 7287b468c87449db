package casework

import (
	"slices"
	"time"

	"siaga/internal/private"
)

// Part is what becomes a case of its own: one place, and as much of the story as the officer writes down for those who get it.
type Part struct {
	ID, Code string
	Place    Place
	Text     private.Text
	Of       string // id of the case through which the reporter of these words is spoken with; empty: the case itself
}

// Draft is the new case as routing looks at it, before it goes anywhere. Of the thread, which is the case itself or that of another
// reporter that was joined with it, it has what keeps that reporter safe (how and when to write); of the case, who must not see it and
// what hurries it; and nothing else that was told.
func (c Case) Draft(thread Case, p Part, at time.Time) Case {
	told := thread.Report
	r := Report{Danger: told.Danger, Role: told.Role, Form: told.Form, Story: []private.Text{p.Text}, Places: map[PlaceRole]Place{VictimNow: p.Place},
		Official: told.Official, Contact: told.Contact, Lang: told.Lang, Consent: told.Consent, SentAt: told.SentAt}
	n := Open(p.ID, p.Code, r, c.Exercise, at)
	n.Excluded, n.From = slices.Clone(c.Excluded), Named{ID: thread.ID, Code: thread.Code, Same: true}
	n.take(Plan{Excluded: thread.Excluded, Priority: c.Priority})
	if thread.Priority.rank() > n.Priority.rank() {
		n.Priority = thread.Priority
	}
	return n
}

// Split makes a second case of a part of what one reporter told in a case, and offers it where routing says. Both keep who came from whom.
func Split(c, thread Case, p Part, plan Plan, seat SeatID, at time.Time) (old, part Case, err error) {
	if err := c.mayWork(MoveSplit, seat); err != nil {
		return c, Case{}, err
	}
	n, err := c.begin(MoveSplit, at)
	if err != nil {
		return c, Case{}, err
	}
	if p.ID == "" || p.Code == "" || p.ID == c.ID || p.Text.IsZero() || !p.Place.Known() || c.Training != nil {
		return c, Case{}, moveError(MoveSplit, c, ErrUnknown)
	}
	draft := c.Draft(thread, p, at)
	draft.take(plan)
	part, err = draft.Refer(plan.Offer, at)
	if err != nil {
		return c, Case{}, err
	}
	n.Parted = append(n.Parted, Named{ID: p.ID, Code: p.Code, Same: thread.ID == c.ID})
	n.worked(at)
	return n, part, nil
}

// Kin names the cases that a case has to do with: whose part it is and its parts, which it was joined with and which were with it.
func (c Case) Kin() []Named {
	var out []Named
	for _, k := range slices.Concat([]Named{c.From, c.Into}, c.Parted, c.Joined) {
		if k.ID != "" {
			out = append(out, k)
		}
	}
	return out
}

// forPart is what a part takes in of later words: these, what raises the alarm, and how to write to the reporter. Places, age and all
// else that was answered are of the whole report, and say nothing of the part.
func (r Report) forPart() Report {
	return Report{Story: r.Story, Files: r.Files, Danger: r.Danger, Contact: r.Contact, Lang: r.Lang}
}

// Facts is the rest of a report: what Add does not take into a part; false when nothing remains.
func (r Report) Facts() (Report, bool) {
	r.Story, r.Files = nil, nil
	return r, len(r.Places) > 0 || r.Role != "" || r.Form != "" || r.Child != "" || r.Official != "" || !r.OfficialWho.IsZero()
}

// With is the case as it would be with further exclusions, for routing to look at.
func (c Case) With(xs []Exclusion) Case {
	n := c.clone()
	n.take(Plan{Excluded: xs})
	return n
}
