package taskforce

import "siaga/internal/region"

// PartKey names one part of the score. The steps that raise a part have the same key.
type PartKey string

// The parts in the order in which they are shown: the foundations first.
const (
	PartExists   PartKey = "exists"   // formed, with a decree in force
	PartSeats    PartKey = "seats"    // chair, secretary and two duty officers
	PartLinked   PartKey = "linked"   // accounts that can be written to
	PartCover    PartKey = "cover"    // shifts of the coming week that somebody has
	PartDrill    PartKey = "drill"    // the newest drill
	PartOverdue  PartKey = "overdue"  // cases overdue, offers let pass
	PartBounces  PartKey = "bounces"  // offers refused
	PartClosings PartKey = "closings" // reporters who said that it is over
)

// Part is one part of a score.
type Part struct {
	Key      PartKey `json:"key"`
	Points   int     `json:"points"`
	Max      int     `json:"max"`
	Measured bool    `json:"measured"` // false: there was nothing to measure, and the part counts neither way
	Why      string  `json:"why"`      // code of the reason, see Reasons
	Have     int     `json:"have"`     // figures of the reason: Have of Of
	Of       int     `json:"of"`
	Gain     int     `json:"gain"`  // by how much the score rises when this part is made whole
	Ready    bool    `json:"ready"` // the step can be taken now: what it needs is there
}

// Readiness is the score of one task force, with what it is made of.
type Readiness struct {
	Code    region.Code `json:"code"`
	Formula int         `json:"formula"` // version by which it was reckoned
	Score   int         `json:"score"`   // 0 to 100
	Parts   []Part      `json:"parts"`
	Next    PartKey     `json:"next"` // the step that raises the score most; empty at 100
	Gain    int         `json:"gain"` // by how much
}

// Formula is one version of how the score is reckoned. A version that was used is never changed; a change is a new row.
type Formula struct {
	Version int
	Since   string // day from which it holds
	Max     map[PartKey]int
}

// Formulas lists the versions, the newest last. docs/readiness.md explains them.
func Formulas() []Formula {
	return []Formula{{Version: 1, Since: "2026-11-29", Max: map[PartKey]int{PartExists: 15, PartSeats: 15, PartLinked: 15, PartCover: 20,
		PartDrill: 10, PartOverdue: 10, PartBounces: 5, PartClosings: 10}}}
}

// Parts lists the parts in the order in which they are shown.
func Parts() []PartKey {
	return []PartKey{PartExists, PartSeats, PartLinked, PartCover, PartDrill, PartOverdue, PartBounces, PartClosings}
}

// Reckon gives the score by the newest formula.
func Reckon(v Vitals) Readiness {
	all := Formulas()
	return all[len(all)-1].Reckon(v)
}

// Reckon gives the score by this formula.
func (f Formula) Reckon(v Vitals) Readiness {
	r := Readiness{Code: v.Code, Formula: f.Version}
	for _, key := range Parts() {
		if most := f.Max[key]; most > 0 {
			r.Parts = append(r.Parts, judge(key, v, most))
		}
	}
	r.Score = scoreOf(r.Parts, -1)
	for i := range r.Parts {
		p := &r.Parts[i]
		if !p.Measured || p.Points == p.Max {
			continue
		}
		if p.Gain = scoreOf(r.Parts, i) - r.Score; p.Ready && p.Gain > r.Gain {
			r.Next, r.Gain = p.Key, p.Gain
		}
	}
	return r
}

// scoreOf is the share of the points that could be had, in hundredths, rounded down. The part with the number whole counts as whole.
func scoreOf(parts []Part, whole int) int {
	points, most := 0, 0
	for i, p := range parts {
		switch {
		case !p.Measured:
			continue
		case i == whole:
			points += p.Max
		default:
			points += p.Points
		}
		most += p.Max
	}
	if most == 0 {
		return 0
	}
	return 100 * points / most
}

// judge reckons one part.
func judge(key PartKey, v Vitals, most int) Part {
	p := Part{Key: key, Max: most, Measured: true, Ready: true}
	switch key {
	case PartExists:
		p.exists(v)
	case PartSeats:
		p.share(v.Filled, placesNeeded, "seats_all", "seats_some", "seats_none")
	case PartLinked:
		p.linked(v)
	case PartCover:
		p.cover(v)
	case PartDrill:
		p.drill(v)
	case PartOverdue:
		p.unspoilt(v.Overdue+v.Lapsed, v.Open+v.Ended, "overdue_none", "overdue_some", "overdue_nothing")
	case PartBounces:
		p.unspoilt(v.Bounced, v.Offers, "bounces_none", "bounces_some", "bounces_nothing")
	case PartClosings:
		p.closings(v)
	}
	return p
}

// give sets the reason and the points, hundredths of the maximum.
func (p *Part) give(hundredths int, why string) {
	p.Points, p.Why = p.Max*min(max(hundredths, 0), 100)/100, why
}

// share gives points for so many of so many; only all of them give all points.
func (p *Part) share(have, of int, all, some, none string) {
	p.Have, p.Of = have, of
	switch {
	case have >= of:
		p.give(100, all)
	case have > 0:
		p.give(100*have/of, some)
	default:
		p.give(0, none)
	}
}

// unspoilt gives points for those of so many that went well.
func (p *Part) unspoilt(bad, of int, none, some, nothing string) {
	p.Have, p.Of = bad, of
	switch {
	case of == 0:
		p.Measured, p.Why = false, nothing
	case bad == 0:
		p.give(100, none)
	default:
		p.give(100*(of-bad)/of, some)
	}
}

func (p *Part) exists(v Vitals) {
	switch {
	case v.Formation == FormedUnknown:
		p.give(0, "exists_unknown")
	case v.Formation == FormedNo:
		p.give(0, "exists_no")
	case v.Decree == DecreeExpired:
		p.give(40, "exists_expired")
	case !v.DecreeNo:
		p.give(60, "exists_undecreed")
	case v.Decree == DecreeEnding:
		p.give(80, "exists_ending")
	default:
		p.give(100, "exists_valid")
	}
}

func (p *Part) linked(v Vitals) {
	p.share(v.Linked, v.Needed, "linked_all", "linked_some", "linked_none")
	if v.Muted > 0 {
		p.Why, p.Have, p.Of = "linked_muted", v.Muted, v.Muted+v.Linked
	}
}

// cover gives a quarter of the points where somebody answers now without any plan for tomorrow.
func (p *Part) cover(v Vitals) {
	p.share(v.Covered, v.Shifts, "cover_all", "cover_some", "cover_none")
	p.Ready = v.Linked > 0
	if quarter := p.Max / 4; v.OnDutyNow > 0 && p.Points < quarter {
		p.Points = quarter
		if v.Covered == 0 {
			p.Why = "cover_by_hand"
		}
	}
}

func (p *Part) drill(v Vitals) {
	d := v.Drill
	p.Ready = v.Linked > 0
	switch {
	case d.At.IsZero():
		p.Measured, p.Why = false, "drill_nothing"
	case d.Accepted && d.Answered:
		p.give(100, "drill_answered")
	case d.Accepted && d.Opened:
		p.give(70, "drill_opened")
	case d.Accepted:
		p.give(50, "drill_accepted")
	case d.Delivered:
		p.give(10, "drill_delivered")
	default:
		p.give(0, "drill_unheard")
	}
}

// closings counts the reporters who said that it is over, of those who could be asked. Two of three are enough for all points: many
// never answer anybody.
func (p *Part) closings(v Vitals) {
	p.Have, p.Of = v.Confirmed, v.Closings
	switch {
	case v.Closings == 0:
		p.Measured, p.Why = false, "closings_nothing"
	case 3*v.Confirmed >= 2*v.Closings:
		p.give(100, "closings_most")
	case v.Confirmed > 0:
		p.give(150*v.Confirmed/v.Closings, "closings_some")
	default:
		p.give(0, "closings_none")
	}
}

// Reasons lists the codes of all reasons by part, in the order from good to bad.
func Reasons() map[PartKey][]string {
	return map[PartKey][]string{
		PartExists:   {"exists_valid", "exists_ending", "exists_undecreed", "exists_expired", "exists_no", "exists_unknown"},
		PartSeats:    {"seats_all", "seats_some", "seats_none"},
		PartLinked:   {"linked_all", "linked_some", "linked_muted", "linked_none"},
		PartCover:    {"cover_all", "cover_some", "cover_by_hand", "cover_none"},
		PartDrill:    {"drill_answered", "drill_opened", "drill_accepted", "drill_delivered", "drill_unheard", "drill_nothing"},
		PartOverdue:  {"overdue_none", "overdue_some", "overdue_nothing"},
		PartBounces:  {"bounces_none", "bounces_some", "bounces_nothing"},
		PartClosings: {"closings_most", "closings_some", "closings_none", "closings_nothing"},
	}
}
