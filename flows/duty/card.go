package duty

import (
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Desk draws what officers see of a case outside of a conversation: its card, and its content.
type Desk struct{}

// Card is the case as the seat may see it now: never a word of a person, and nothing but its code for who does not have to
// act on it. The register may be nil.
func (Desk) Card(c casework.Case, seat taskforce.Seat, reg *taskforce.Register, in flows.Tongue) flows.Reply {
	r := flows.Reply{Key: "duty.card", Case: c.ID, Card: true, Buttons: buttons(c, seat, in)}
	switch at := standingOf(c, seat); at {
	case gone:
		r.Key = "duty.card_gone"
		r.Data = flows.Data{"code": c.Code, "exercise": truth(c.Exercise), "into": joinedInto(c, seat)}
	case taken:
		r.Key = "duty.card_taken"
		r.Data = flows.Data{"code": c.Code, "exercise": truth(c.Exercise), "by": seatTitle(c.Owner, reg, in)}
	case asked:
		r.Key, r.Data = "duty.card_asked", askedCard(c, seat, in)
	case helpAsked, helping:
		r.Key, r.Data = "duty.card_help", helpCard(c, seat, at, in)
	default:
		r.Data = cardData(c, seat, at, in)
		linkData(r.Data, casework.Links{})
	}
	return r
}

// cardData gives codes and counts only; the text of each language turns the codes into words.
func cardData(c casework.Case, seat taskforce.Seat, at standing, in flows.Tongue) flows.Data {
	role, place, sea := workplace(c, in)
	d := flows.Data{
		"exercise": truth(c.Exercise), "code": c.Code, "at": string(at), "priority": string(c.Priority),
		"form": string(c.Report.Form), "danger": string(c.Report.Danger), "child": string(c.Report.Child), "official": "", "incident": c.Incident,
		"role": string(role), "place": place, "sea": truth(sea), "files": strconv.Itoa(len(filesOf(c))), "until": "", "last": "", "last_day": "", "next": "", "next_due": "", "next_late": "", "involve": "", "spoken": "",
		"wish": wishLine(c, seat, in), "reporters": "", "ruler": "", "lead": "", "helps": "", "helping": "",
		"asked": strconv.Itoa(len(c.Questions)), "answered": strconv.Itoa(answered(c)), "reason": "",
	}
	if mayKnowOfficial(c, seat) {
		d["official"] = string(c.Report.Official)
	}
	if c.Status == casework.Offered {
		d["until"] = in.Time(c.Referral().Deadline, seat.TaskForce)
		d["ruler"], d["lead"] = forceTitle(c.Referral().Ruled, in), forceTitle(c.Lead, in)
	}
	if n := c.Reporters(); n > 1 {
		d["reporters"] = strconv.Itoa(n)
	}
	if asked, taken := helpCounts(c); asked > 0 {
		d["helps"], d["helping"] = strconv.Itoa(asked), strconv.Itoa(taken)
	}
	addSteps(d, c, seat, in)
	if at == mine {
		addAgencies(d, c, in)
	}
	if c.Close != nil {
		d["reason"] = string(c.Close.Reason)
	}
	return d
}

// mayKnowOfficial tells whether the seat is told that an official is said to be involved. Before somebody has taken the
// case, its card lies in several pockets, and one of them may be a friend's; so only the owner is told.
func mayKnowOfficial(c casework.Case, seat taskforce.Seat) bool {
	return c.Owner != "" && c.Owner == seat.ID
}

// workplace names the place that decides the work, no nearer than the kabupaten, kota or country.
func workplace(c casework.Case, in flows.Tongue) (role casework.PlaceRole, name string, sea bool) {
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Recruitment, casework.Home} {
		if p := c.Report.Places[role]; p.Known() {
			return role, placeName(p, in), p.AtSea
		}
	}
	return "", "", false
}

// spot names in a few words where a case has its work, at sea too; empty when nothing is known.
func spot(c casework.Case, in flows.Tongue) string {
	_, name, sea := workplace(c, in)
	if sea {
		return in.Label("duty.at_sea")
	}
	return name
}

// placeName names a place by its kabupaten, kota, province or country; empty at sea.
func placeName(p casework.Place, in flows.Tongue) string {
	code := p.Code
	if r := code.Regency(); r != "" {
		code = r
	}
	if found, ok := region.Default().Lookup(code); ok {
		return found.Name
	}
	if country, ok := region.Default().Country(p.Country); ok && p.Abroad() {
		return in.Country(country)
	}
	return ""
}

// seatTitle names a seat to colleagues, never the person on it.
func seatTitle(id casework.SeatID, reg *taskforce.Register, in flows.Tongue) string {
	if reg != nil {
		if s, ok := reg.Seat(id); ok && s.Title != "" {
			return in.Seat(s)
		}
	}
	return string(id)
}

func answered(c casework.Case) int {
	n := 0
	for _, q := range c.Questions {
		if !q.AnsweredAt.IsZero() {
			n++
		}
	}
	return n
}

// filesOf lists what the reporter sent, with the report and with answers.
func filesOf(c casework.Case, joined ...casework.Case) []string {
	out := append([]string(nil), c.Report.Files...)
	for _, q := range c.Questions {
		out = append(out, q.Files...)
	}
	for _, o := range joined {
		out = append(out, filesOf(o)...)
	}
	return out
}
