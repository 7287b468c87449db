package soak

import (
	"errors"
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/taskforce"
)

// moves are the changes of status that are legal, written down a second time on purpose. "" is a case that was not there.
func moves() map[casework.Status][]casework.Status {
	return map[casework.Status][]casework.Status{
		"":                {casework.Offered, casework.Accepted},
		casework.Offered:  {casework.Offered, casework.Accepted, casework.Merged},
		casework.Accepted: {casework.Accepted, casework.Offered, casework.Closing, casework.Merged},
		casework.Closing:  {casework.Closing, casework.Closed, casework.Accepted, casework.Offered},
		casework.Closed:   {casework.Closed, casework.Offered},
		casework.Merged:   {casework.Merged},
	}
}

// committed is told which cases a commit wrote, in order.
func (v *watch) committed(saved []casework.Case) {
	for _, c := range saved {
		v.written(v.cases[c.ID], c)
		v.cases[c.ID], v.codes[c.Code], v.changed[c.ID] = c, c.ID, true
		v.w.trace.add(v.w.now, "case "+c.Code+" "+string(c.Status)+" "+string(c.Lead)+" "+string(c.Owner))
	}
}

// written compares a case with what it was before.
func (v *watch) written(was, is casework.Case) {
	if is.Version != was.Version+1 {
		v.fail("legal", "%s goes from version %d to %d", is.Code, was.Version, is.Version)
	}
	if !slices.Contains(moves()[was.Status], is.Status) && is.Training == nil {
		v.fail("legal", "%s goes from %q to %q", is.Code, was.Status, is.Status)
	}
	if more := len(is.Referrals) - len(was.Referrals); more < 0 || more > 1 {
		v.fail("legal", "%s goes from %d referrals to %d", is.Code, len(was.Referrals), len(is.Referrals))
	}
	for i, r := range is.Referrals {
		if r.N != i+1 || i < len(is.Referrals)-1 && r.EndedAt.IsZero() {
			v.fail("legal", "%s: referral %d of %d is number %d and ended at %s", is.Code, i+1, len(is.Referrals), r.N, r.EndedAt)
		}
	}
	if len(is.Excluded) < len(was.Excluded) {
		v.fail("excluded", "%s was kept from %d and is from %d", is.Code, len(was.Excluded), len(is.Excluded))
	}
	if was.ID == "" && is.Training == nil {
		v.reports++
	}
	if len(is.Referrals) > len(was.Referrals) && len(was.Referrals) > 0 {
		last := is.Referrals[len(was.Referrals)-1]
		if last.Status == casework.ReferralLapsed && last.To == taskforce.Pusat && is.Lead == taskforce.Pusat && is.Training == nil {
			v.lapsed = is.Code
		}
	}
	if n := len(is.Referrals); n > 0 && n == len(was.Referrals) && is.Referral().Alarms > was.Referral().Alarms {
		v.lapsed = is.Code
	}
	v.owned(is, len(is.Referrals) > len(was.Referrals))
}

// owned looks that a case belongs to somebody who may have it; fresh is one that was offered just now.
func (v *watch) owned(c casework.Case, fresh bool) {
	held := c.Status == casework.Accepted || c.Status == casework.Closing
	switch {
	case held != (c.Owner != ""):
		v.fail("owner", "%s is %s and belongs to %q", c.Code, c.Status, c.Owner)
	case held && c.Owner.TaskForce() != c.Lead:
		v.fail("owner", "%s is led by %s and belongs to %s", c.Code, c.Lead, c.Owner)
	case fresh && c.Status == casework.Offered && !c.Referral().Deadline.After(v.w.now):
		v.fail("owner", "%s is offered until %s, which is over", c.Code, c.Referral().Deadline)
	}
	for _, x := range c.Excluded {
		if c.Status != casework.Closed && c.Status != casework.Merged && (x.TaskForce == c.Lead && x.Seat == "" || x.Seat != "" && x.Seat == c.Owner) {
			v.fail("excluded", "%s is with %s %s, who must never see it", c.Code, c.Lead, c.Owner)
		}
	}
}

// rest looks at everything when the house has come to rest.
func (v *watch) rest() error {
	if v.lapsed != "" && !v.alarmed {
		v.fail("alarm", "%s lapsed at pusat, and nobody was alarmed", v.lapsed)
	}
	v.lapsed, v.alarmed = "", false
	if n := v.count("SELECT COUNT(*) FROM inbox WHERE state = 2"); n > 0 {
		v.fail("handled", "%d updates were set aside", n)
	}
	if n := v.count("SELECT COUNT(*) FROM jobs WHERE state = 2 AND class NOT IN ('blocked', 'gone', 'unreadable')"); n > 0 {
		v.fail("handled", "%d jobs were given up", n)
	}
	v.readClocks()
	v.read(func(tx engine.Tx) error {
		reg, err := tx.Register(v.w.ctx)
		if err != nil {
			return err
		}
		for _, id := range v.sortedCases() {
			if err := v.stands(tx, reg, v.cases[id]); err != nil {
				return err
			}
		}
		return nil
	})
	v.silences()
	v.audit()
	return v.broken
}

func (v *watch) sortedCases() []string {
	var ids []string
	for id := range v.cases {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// stands looks that a case is on the disk as it was last written, and that somebody has it or a clock runs that ends in an alarm.
func (v *watch) stands(tx engine.Tx, reg *taskforce.Register, c casework.Case) error {
	if v.changed[c.ID] {
		kept, err := tx.Case(v.w.ctx, c.ID)
		if err != nil || kept.Version != c.Version {
			v.fail("durable", "%s had version %d and has %d (%v)", c.Code, c.Version, kept.Version, err)
			return nil
		}
		delete(v.changed, c.ID)
	}
	if c.Training != nil {
		return nil
	}
	clock := func(kind string) bool { return v.clocks[kind+" "+c.ID] }
	switch c.Status {
	case casework.Offered:
		deadline := c.Referral().Due()
		if !clock("deadline") || !deadline.After(v.w.now) || deadline.Sub(v.w.now) > 8*24*time.Hour {
			v.fail("owner", "%s is offered to %s until %s, and the clock runs: %v", c.Code, c.Lead, deadline, clock("deadline"))
		}
	case casework.Accepted, casework.Closing:
		p, err := tx.OfficerChat(v.w.ctx, c.Owner)
		if errors.Is(err, engine.ErrNotFound) {
			v.fail("owner", "%s belongs to %s, where nobody sits", c.Code, c.Owner)
			return nil
		}
		if err != nil {
			return err
		}
		if row, err := tx.Chat(v.w.ctx, p); err != nil || row.Blocked {
			v.fail("owner", "%s belongs to %s, who cannot be reached (%v)", c.Code, c.Owner, err)
		}
		if s, ok := reg.Seat(c.Owner); !ok || s.Officer == nil {
			v.fail("owner", "%s belongs to %s, which the register does not have", c.Code, c.Owner)
		}
		if c.Status == casework.Accepted && c.Referral().BegunAt.IsZero() && !clock("begin") {
			v.fail("owner", "%s was accepted, nothing followed, and no clock runs", c.Code)
		}
	}
	return nil
}

// readClocks notes which clocks run.
func (v *watch) readClocks() {
	v.clocks = map[string]bool{}
	rows, err := v.w.house.Store.SQL().QueryContext(v.w.ctx, "SELECT kind, case_id FROM jobs WHERE state = 0 AND kind IN ('deadline', 'begin')")
	if err != nil {
		v.fail("database", "%v", err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var kind, id string
		if err := rows.Scan(&kind, &id); err != nil {
			v.fail("database", "%v", err)
		}
		v.clocks[kind+" "+id] = true
	}
	if err := rows.Err(); err != nil {
		v.fail("database", "%v", err)
	}
}

// nothingKept is how long a wiped phone stays silent of which nothing is kept any more.
const nothingKept = 72 * time.Hour

// silences looks that a wiped phone is spoken to again only after a number was typed there, or when nothing is left of what was said
// there and an unsent report would have been forgotten too.
func (v *watch) silences() {
	for _, id := range v.w.people {
		chat, kept := v.chat(id), false
		v.read(func(tx engine.Tx) error {
			_, _, err := tx.Draft(v.w.ctx, v.person(id))
			kept = err == nil
			return err
		})
		was, silent := v.silent[id]
		if silent && chat.Wiped.IsZero() && !v.typed[id] && (was.kept || v.w.now.Sub(was.since) <= nothingKept) {
			v.fail("silence", "%d was wiped and is spoken to again, though nobody typed a number", id)
		}
		if delete(v.silent, id); !chat.Wiped.IsZero() {
			v.silent[id] = silence{chat.Wiped, kept}
		}
	}
	clear(v.typed)
}

// silence is that of a phone, and whether anything is kept of what was said there.
type silence struct {
	since time.Time
	kept  bool
}

// audit reads what was added to the audit since the last look.
func (v *watch) audit() {
	if v.w.tamper {
		v.tamper()
	}
	for {
		rows, err := v.w.house.Store.AuditEntries(v.w.ctx, v.audited, 500)
		if err != nil {
			v.fail("audit", "%v", err)
		}
		for _, r := range rows {
			if !r.Intact || r.Seq != v.audited+1 {
				v.fail("audit", "entry %d after %d is intact: %v", r.Seq, v.audited, r.Intact)
			}
			v.audited = r.Seq
		}
		if len(rows) < 500 {
			return
		}
	}
}

// end looks at the whole audit, and that each number still opens what it was given out for.
func (v *watch) end() error {
	for id, c := range v.cases {
		v.changed[id] = c.ID != ""
	}
	if err := v.rest(); err != nil {
		return err
	}
	report, err := v.w.house.Store.VerifyAudit(v.w.ctx, nil)
	if err != nil || len(report.Faults) > 0 {
		v.fail("audit", "%v %v", report.Faults, err)
	}
	return v.broken
}

// tamper is what somebody with the database and without the keys could do to the newest entry of the audit.
func (v *watch) tamper() {
	for _, do := range []string{"DROP TRIGGER IF EXISTS audit_keep_rows", "DROP TRIGGER IF EXISTS audit_keep_text", "UPDATE audit SET actor = 'nobody' WHERE seq = (SELECT MAX(seq) FROM audit)"} {
		if _, err := v.w.house.Store.SQL().ExecContext(v.w.ctx, do); err != nil {
			v.fail("database", "%v", err)
		}
	}
}
