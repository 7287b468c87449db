package taskforce

import (
	"slices"
	"strings"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Decision is where a case goes, and why.
type Decision struct {
	Lead       region.Code
	LeadWhy    string      // message key, for the referral
	Wanted     region.Code // whose case it is by the rules; differs from Lead when another covers
	Priority   casework.Priority
	Supporting []casework.Support
	Excluded   []casework.Exclusion
	Involve    []string // codes of Agencies, in the order of the rules
	NextDoor   string   // code of Agencies, "" when it may be trafficking
	Mission    string   // id of the mission abroad, "" when the victim is here or the country has none
	Incident   string
	Steps      []Step
	Reasons    []Reason
	Rules      []string // names of the rules that spoke
	Alarm      bool     // nobody at all is on duty: people outside the bot must be called
}

// Reason is one sentence that reporter and officer may both read. Data fills the text of Key in other languages.
type Reason struct {
	Key  string            `json:"key"`
	Data map[string]string `json:"data,omitempty"`
	Text string            `json:"text"`
}

// Plan is the decision as a case takes it.
func (d Decision) Plan(now time.Time) casework.Plan {
	return casework.Plan{Offer: OfferTo(d.Lead, d.LeadWhy, d.Priority, now), Support: d.Supporting, Excluded: d.Excluded,
		Mission: d.Mission, Priority: d.Priority}
}

// Route decides where a case goes. It is a pure function of its arguments: the same facts, register and time give the same
// decision. An excluded or dead task force never leads while anybody who may see the case is on duty anywhere.
func Route(f Facts, reg *Register, now time.Time) Decision {
	f.Priority = priorityOf(f) // rows ask for it too
	p := &planner{f: f, reg: reg, d: Decision{Priority: f.Priority, Incident: f.Incident}}
	rule := leading(f)
	p.d.Wanted = rule.Lead(f)
	p.d.Mission = missionOf(f.foreignSpot())
	p.exclude()
	p.lead(rule)
	for _, r := range Rules() {
		if r.Lead == nil && r.Match(f) {
			p.add(r)
		}
	}
	p.d.Steps = reg.Steps(p.d.Lead, p.d.Priority, p.d.Excluded, now)
	return p.d
}

// planner is one decision while it is made.
type planner struct {
	f   Facts
	reg *Register
	d   Decision
}

func priorityOf(f Facts) casework.Priority {
	if f.Priority != "" {
		return f.Priority
	}
	return casework.Report{Danger: f.Danger, Child: f.Child, Form: f.Form}.Assess()
}

// leading is the first row that says who leads; the last one always does.
func leading(f Facts) Rule {
	rows := leadRules()
	i := slices.IndexFunc(rows, func(r Rule) bool { return r.Match(f) })
	return rows[i]
}

// lead settles who really leads: whom the rule names, who covers for it, pusat, the nearest that answers, or the alarm.
func (p *planner) lead(rule Rule) {
	p.d.Rules = append(p.d.Rules, rule.Name)
	p.d.Involve = append(p.d.Involve, rule.Involve...)
	p.d.Lead, p.d.LeadWhy = p.whoAnswers(), "route."+rule.Name
	if p.d.Lead == p.d.Wanted && !p.d.Alarm {
		p.say(rule.Name, rule.Says, p.d.Wanted, p.placeOf(rule.Name))
		return
	}
	p.say("belongs", "Menurut tempatnya, laporan ini bagian {force}.", p.d.Wanted, "")
	name, text := "cover", "Di sana belum ada petugas yang siap, jadi {force} yang memegangnya."
	switch {
	case p.d.Alarm:
		name, text = "alarm", "Saat ini tidak ada petugas piket, jadi {force} dipanggil dengan cara lain."
	case p.keptFrom(p.d.Wanted):
		name, text = "moved", "Laporan ini dijauhkan dari kantor yang mungkin terkait, jadi {force} yang memegangnya."
	case p.reg.Live(p.d.Wanted):
		name, text = "passed", "Di sana sudah ditanya dan belum diambil, jadi {force} yang memegangnya."
	}
	p.d.LeadWhy = "route." + name
	p.say(name, text, p.d.Lead, "")
}

// whoAnswers finds the first that answers: the one wanted, upwards, the same from the victim's home, then the nearest, then
// anybody. Task forces that had the case before are passed over as long as there are others.
func (p *planner) whoAnswers() region.Code {
	near := p.d.Wanted
	if near == Pusat {
		near = p.f.at(casework.Home).force()
	}
	up := append([]region.Code{p.d.Wanted}, p.reg.CoverChain(p.d.Wanted)...)
	if near != "" && near != p.d.Wanted {
		up = append(append(up, near), p.reg.CoverChain(near)...)
	}
	if c, ok := p.first(up, p.f.Had); ok {
		return c
	}
	all := append(append(up, p.reg.Neighbours(near, len(p.reg.order))...), p.reg.order...)
	for _, skip := range [][]region.Code{p.f.Had, nil} {
		if c, ok := p.first(all, skip); ok {
			return c
		}
	}
	p.d.Alarm = true
	return Pusat
}

// first is the first of a list that answers and may see the case, but for those to be skipped.
func (p *planner) first(list, skip []region.Code) (region.Code, bool) {
	for _, c := range list {
		if !slices.Contains(skip, c) && p.reg.live(c, p.d.Excluded) {
			return c, true
		}
	}
	return "", false
}

// add takes a row that adds. A row whose only part is support speaks only when that support is somebody else than the lead.
func (p *planner) add(r Rule) {
	helpers := []region.Code{}
	for _, h := range r.Support {
		helpers = append(helpers, p.support(h, "route."+r.Name)...)
	}
	if len(r.Support) > 0 && len(helpers) == 0 {
		return
	}
	p.d.Rules = append(p.d.Rules, r.Name)
	for _, code := range r.Involve {
		if !slices.Contains(p.d.Involve, code) {
			p.d.Involve = append(p.d.Involve, code)
		}
	}
	if p.d.NextDoor == "" {
		p.d.NextDoor = r.NextDoor
	}
	force := p.d.Lead
	if len(helpers) > 0 {
		force = helpers[0]
	}
	p.say(r.Name, r.Says, force, p.placeOf(r.Name))
}

// support adds the task forces that a row means, or who covers for them; never the lead, never an excluded one.
func (p *planner) support(h Help, why string) []region.Code {
	var added []region.Code
	for _, c := range p.who(h.Who) {
		if !p.reg.live(c, p.d.Excluded) {
			c = p.reg.next(c, p.d.Excluded)
		}
		if c == "" || c == p.d.Lead || !p.reg.live(c, p.d.Excluded) {
			continue
		}
		added = append(added, c)
		i := slices.IndexFunc(p.d.Supporting, func(s casework.Support) bool { return s.To == c })
		if i < 0 {
			p.d.Supporting = append(p.d.Supporting, casework.Support{To: c, See: slices.Clone(h.See), Why: why})
			continue
		}
		for _, field := range h.See {
			if !slices.Contains(p.d.Supporting[i].See, field) {
				p.d.Supporting[i].See = append(p.d.Supporting[i].See, field)
			}
		}
	}
	return added
}

// who gives the task forces a row means.
func (p *planner) who(w Who) []region.Code {
	switch w {
	case OfPusat:
		return []region.Code{Pusat}
	case OfProvince:
		for _, c := range append([]region.Code{p.d.Wanted}, p.f.regions()...) {
			if c.Level() != region.NoLevel { // pusat leads what is abroad; the province is that of the victims here
				return []region.Code{c.Province()}
			}
		}
		return nil
	case OfMore:
		return slices.DeleteFunc(p.f.regions(), func(c region.Code) bool { return c == p.d.Wanted })
	}
	if c := p.f.at(casework.PlaceRole(w)).force(); c != "" && c != p.d.Wanted {
		return []region.Code{c}
	}
	return nil
}

// keptFrom tells whether a task force is excluded as a whole, or everybody on duty there is.
func (p *planner) keptFrom(c region.Code) bool { return p.reg.Live(c) && !p.reg.live(c, p.d.Excluded) }

// say adds the sentence of a row.
func (p *planner) say(name, text string, force region.Code, place string) {
	f, _ := p.reg.Force(force)
	data := map[string]string{}
	for key, value := range map[string]string{"force": f.Name, "place": place, "mission": missionName(p.d.Mission)} {
		if strings.Contains(text, "{"+key+"}") {
			data[key] = value
			text = strings.ReplaceAll(text, "{"+key+"}", value)
		}
	}
	p.reason(name, text, data)
}

func (p *planner) reason(name, text string, data map[string]string) {
	p.d.Reasons = append(p.d.Reasons, Reason{Key: "route." + name, Data: data, Text: text})
}

// placeOf is the name of the place a rule speaks of.
func (p *planner) placeOf(rule string) string {
	switch rule {
	case "abroad":
		return countryName(p.f.foreignSpot())
	case "at_sea":
		return regionName(p.f.at(casework.VictimNow).Code.Province())
	case "rescue":
		return regionName(p.f.at(casework.VictimNow).force())
	case "leaving":
		return regionName(p.f.at(casework.Transit).force())
	case "came_home":
		return regionName(p.f.at(casework.Home).force())
	case "transit_point":
		if t, ok := transitAt(p.f.at(casework.VictimNow).Code); ok {
			return t.Name
		}
		t, _ := transitAt(p.f.at(casework.Transit).Code)
		return t.Name
	}
	return regionName(p.f.at(casework.PlaceRole(rule)).force())
}

func regionName(c region.Code) string {
	at, _ := region.Default().Lookup(c)
	return at.Name
}

func countryName(s Spot) string {
	c, _ := region.Default().Country(s.Country)
	if s.Town == "" {
		return c.Name
	}
	return s.Town + ", " + c.Name
}

// missionOf is the mission responsible for a place abroad; the gazetteer knows the area of a town.
func missionOf(s Spot) string {
	if !s.abroad() {
		return ""
	}
	area := s.Area
	if t, ok := region.Default().Town(s.Country, s.Town); ok && area == "" {
		area = t.Area
	}
	id, _ := region.Mission(s.Country, s.Town, area)
	return id
}

// missionName writes an id for people: "kbri_phnom_penh" is "KBRI Phnom Penh".
func missionName(id string) string {
	if id == "" {
		return "Kementerian Luar Negeri"
	}
	words := strings.Split(id, "_")
	words[0] = strings.ToUpper(words[0])
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}
