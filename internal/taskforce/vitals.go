package taskforce

import (
	"slices"
	"time"

	"siaga/internal/region"
)

// Formation is what is known about whether a task force was formed.
type Formation string

// Nobody has said yet is not the same as no.
const (
	FormedUnknown Formation = "unknown"
	FormedYes     Formation = "yes"
	FormedNo      Formation = "no"
)

// Formation tells whether it was formed, as far as anybody has said.
func (f TaskForce) Formation() Formation {
	switch {
	case f.Formed:
		return FormedYes
	case f.Absent:
		return FormedNo
	}
	return FormedUnknown
}

// Vitals are the facts from which the readiness of a task force is reckoned. They name nobody, and none comes from an exercise, a
// training or (but for Drill) a drill.
type Vitals struct {
	Code      region.Code `json:"code"`
	Formation Formation   `json:"formation"`
	DecreeNo  bool        `json:"decree_no"` // the number of the decree is in the register
	Decree    DecreeState `json:"decree"`
	Filled    int         `json:"filled"` // of the four places every task force needs, see Places
	Needed    int         `json:"needed"` // accounts wanted: secretary and duty seats, three at least
	Linked    int         `json:"linked"` // accounts of these that can be written to
	Muted     int         `json:"muted"`  // accounts of these that cannot be written to any more
	HasRota   bool        `json:"has_rota"`
	OnDutyNow int         `json:"on_duty_now"`
	Shifts    int         `json:"shifts"`  // shifts that begin within seven days
	Covered   int         `json:"covered"` // of these: somebody who can be written to is planned
	Drill     DrillVitals `json:"drill"`
	Open      int         `json:"open"`     // cases it leads now
	Overdue   int         `json:"overdue"`  // of these: see Late
	Ended     int         `json:"ended"`    // offers of the last 90 days it has no more
	Lapsed    int         `json:"lapsed"`   // of these: nobody accepted in time, or nothing followed
	Offers    int         `json:"offers"`   // offers of the last 90 days
	Bounced   int         `json:"bounced"`  // of these: refused
	Closings  int         `json:"closings"` // cases closed as done within 180 days whose reporter could be asked
	Confirmed int         `json:"confirmed"`
	LastAck   time.Time   `json:"last_ack"` // newest referral it accepted; zero: none yet
}

// DecreeState is how a decree stands at a time.
type DecreeState string

// A decree without a stated end is in force.
const (
	DecreeNone    DecreeState = "none"
	DecreeExpired DecreeState = "expired"
	DecreeEnding  DecreeState = "ending" // within DecreeNotice
	DecreeValid   DecreeState = "valid"
)

// DecreeNotice is how long before its end a decree counts as ending: a new one takes months.
const DecreeNotice = 90 * 24 * time.Hour

// DecreeAt tells how the decree stands.
func (f TaskForce) DecreeAt(now time.Time) DecreeState {
	end := f.ValidUntil.AddDate(0, 0, 1) // the last day counts
	switch {
	case !f.Formed:
		return DecreeNone
	case f.ValidUntil.IsZero():
		return DecreeValid
	case !now.Before(end):
		return DecreeExpired
	case !now.Add(DecreeNotice).Before(end):
		return DecreeEnding
	}
	return DecreeValid
}

// DrillVitals is how the newest finished drill of a task force went.
type DrillVitals struct {
	At        time.Time `json:"at"`                   // zero: none within 120 days
	Delivered bool      `json:"delivered"`            // to somebody there
	Accepted  bool      `json:"accepted"`             // by this task force itself, as all that follows
	Opened    bool      `json:"opened"`               // its content was read
	Answered  bool      `json:"answered"`             // the made-up reporter heard from the officer
	CoveredBy string    `json:"covered_by,omitempty"` // code of who accepted instead
}

// Periods over which the past counts.
const (
	OffersCount   = 90 * 24 * time.Hour
	ClosingsCount = 180 * 24 * time.Hour
	DrillCounts   = 120 * 24 * time.Hour
)

// coverDays is how far ahead the rota is looked at.
const coverDays = 7

// Places that every task force needs: a chair whose office is known, a secretary and two duty officers who are linked.
const (
	placesNeeded = 4
	leastLinked  = 3
)

// Vitals gives what the register knows of a task force at a time; cases and drills are added by whoever keeps them.
func (r *Register) Vitals(code region.Code, now time.Time) Vitals {
	f := r.forces[code]
	v := Vitals{Code: code, Formation: f.Formation(), DecreeNo: f.DecreeNo != "", Decree: f.DecreeAt(now), HasRota: r.HasRota(code), OnDutyNow: len(r.OnDuty(code))}
	r.places(&v)
	ahead := Ahead(code, now, coverDays)
	v.Shifts = len(ahead)
	if linked := r.LinkedSeats(code); len(linked) > 0 {
		for _, shift := range ahead {
			if slices.ContainsFunc(linked, func(s Seat) bool { return r.Planned(s.ID, shift) }) {
				v.Covered++
			}
		}
	}
	return v
}

// places counts seats. Members of sub task forces help, but a task force works without them.
func (r *Register) places(v *Vitals) {
	chair, secretary, duty, wanted := false, false, 0, 0
	for _, s := range r.seats[v.Code] {
		switch s.Role {
		case Chair, DailyChair:
			chair = true
			continue
		case Secretary:
			secretary = secretary || s.Officer != nil
		case Duty:
			if s.Officer != nil {
				duty++
			}
		default:
			continue
		}
		wanted++
		switch {
		case s.Linked():
			v.Linked++
		case s.Officer != nil:
			v.Muted++
		}
	}
	v.Filled = len(slices.DeleteFunc([]bool{chair, secretary, duty > 0, duty > 1}, func(yes bool) bool { return !yes }))
	v.Needed = max(leastLinked, wanted)
}
