package offer

import "sort"

// Assess reads a message and grades it. The same text always gives the same answer.
func (a *Assessor) Assess(text string) Assessment { return a.AssessAnswers(text, nil) }

// AssessAnswers reads a message together with the answers by buttons: country, work, who, visa, contract, pays, passport, hide.
// Values are those of rules/answers.txt; any other value is read as text. Text and answers add up.
func (a *Assessor) AssessAnswers(text string, answers map[string]string) Assessment {
	text, facts := a.answered(text, answers)
	if len(text) > maxText {
		text = cutText(text)
	}
	s := a.read(text)
	a.put(s, facts)
	var out Assessment
	a.reckon(s, &out.Entities)
	best := s.apply(a.signs)
	facts.raise(best)
	good := s.apply(a.safe)
	s.putCodes(best)
	s.putCodes(good)
	kind, points := a.kind(s)
	out.Reasons, out.Safe = s.reasons(best), s.reasons(good)
	if len(facts.codes)+len(facts.hits) == 0 {
		if path := a.elsewhere(s, kind, points, out.Reasons); path != "" {
			out.Grade, out.Redirect = NotOffer, path
			return out
		}
	}
	out.Reasons = a.missing(s, out.Reasons)
	out.Grade = a.grade(s, out.Reasons)
	return out
}

// cutText keeps the beginning of a very long message, at a character's border.
func cutText(text string) string {
	n := maxText
	for n > 0 && text[n]&0xc0 == 0x80 {
		n--
	}
	return text[:n]
}

// found is the heaviest proof of a code.
type found struct {
	weight int
	at     hit
}

// apply tries all rules and keeps the heaviest proof of each code.
func (s *scan) apply(rules []rule) map[string]found {
	out := map[string]found{}
	for i := range rules {
		r := &rules[i]
		if old, ok := out[r.code]; ok && old.weight >= r.weight {
			continue
		}
		if at, ok := r.match(s); ok {
			out[r.code] = found{weight: r.weight, at: at}
		}
	}
	return out
}

// putCodes makes the codes found usable as concepts by the tables that follow, and that one of them decides alone; but for
// scam_industry, since "is this a scam?" names no scam.
func (s *scan) putCodes(best map[string]found) {
	for code, f := range best {
		s.put(s.lex.ids[code], f.at)
		if f.weight >= decides && code != "scam_industry" {
			s.put(s.lex.ids["decisive"], f.at)
		}
	}
}

// reasons lists what was found, the heaviest first, then as they come in the text.
func (s *scan) reasons(best map[string]found) []Reason {
	codes := make([]string, 0, len(best))
	for c := range best {
		codes = append(codes, c)
	}
	sort.Slice(codes, func(i, j int) bool {
		a, b := best[codes[i]], best[codes[j]]
		if a.weight != b.weight {
			return a.weight > b.weight
		}
		if a.at.from != b.at.from {
			return a.at.from < b.at.from
		}
		return codes[i] < codes[j]
	})
	out := make([]Reason, 0, len(codes))
	for _, c := range codes {
		f := best[c]
		out = append(out, Reason{Code: c, Span: s.span(f.at), Answer: f.at.answer, Weight: f.weight})
	}
	return out
}

// kind adds up what speaks for every kind of message and gives the strongest that is no offer.
func (a *Assessor) kind(s *scan) (string, map[string]int) {
	points := map[string]int{}
	for i := range a.kinds {
		r := &a.kinds[i]
		if _, ok := r.match(s); ok {
			points[r.code] += r.weight
		}
	}
	best := ""
	for _, k := range kindOrder {
		if points[k] > 0 && (best == "" || points[k] > points[best]) {
			best = k
		}
	}
	return best, points
}

// kindOrder are the kinds of messages that are no offers; earlier ones win over equals.
var kindOrder = []string{"cry", "report", "complain", "warn", "news", "question", "seeker", "goods", "trip", "event", "story", "homework", "chat"}

// redirects say where a message that is no offer belongs.
var redirects = map[string]string{
	"cry": "emergency", "report": "report", "complain": "report", "warn": "news", "news": "news", "question": "learn", "seeker": "learn",
	"goods": "goods", "trip": "goods", "event": "news", "story": "chat", "homework": "learn", "chat": "chat", "": "chat",
}

const (
	leastKind  = 8  // points from which a kind of message counts
	leastSure  = 11 // the same, against a sign that decides alone
	leastOffer = 4  // points from which a message is an offer when nothing else is known
)

// elsewhere tells where a message belongs that is no offer, and "" for an offer. What was learnt of messages decides (model.go); the rows of
// kinds.txt only move the chance it needs, and so does the heaviest sign: the more is at stake, the surer it has to be.
func (a *Assessor) elsewhere(s *scan, kind string, points map[string]int, reasons []Reason) string {
	p, other := a.chances(s, points), a.otherKind(kind, points, reasons)
	if p[offers] >= leastChance(other, points["offer"] >= leastKind && points[kind] < leastKind, reasons) {
		return ""
	}
	if other && (points[kind] >= leastKind || kind == "cry") {
		return redirects[kind]
	}
	return pathOf(p)
}

// surely is the chance from which something that happened is told, so that the person is asked about it.
const surely = 0.6

// pathOf finds the path from the chances alone. It never says emergency, which is answered at once: the path of a report asks whether help is
// needed now.
func pathOf(p [acts]float64) string {
	if p[actEmergency]+p[actReport] >= surely {
		return actNames[actReport]
	}
	best := actChat
	for _, k := range []act{actLearn, actNews, actGoods} {
		if p[k] > p[best] {
			best = k
		}
	}
	return actNames[best]
}

// leastChance is the chance from which a message is taken for an offer.
func leastChance(other, sure bool, reasons []Reason) float64 {
	n := 0
	for _, r := range reasons {
		if r.Weight >= decides {
			n++
		}
	}
	switch {
	case other && n > 0:
		return 0.2 // the rules see no offer either
	case other:
		return 0.3
	case n > 0:
		return 0.1 / float64(n)
	case sure || len(reasons) > 0 && reasons[0].Weight >= 6:
		return 0.15 // the rules are sure that it is one
	}
	return 0.25
}

// otherKind tells whether by the rows of kinds.txt a message is no offer.
func (a *Assessor) otherKind(kind string, points map[string]int, reasons []Reason) bool {
	offer, all := points["offer"], points["offer"]+points["topic"]
	if decisive(reasons) {
		least := offer
		switch kind {
		case "seeker":
			return false // "I want to work at sea, and was told to buy the seaman's book"
		case "question", "goods":
			least = all // with such a sign in it, it may well be an offer
		}
		return points[kind] >= leastSure && points[kind] > least
	}
	serious := len(reasons) > 0 && reasons[0].Weight >= 6
	if points[kind] >= leastKind && !(serious && kind == "seeker") {
		return points[kind] >= offer
	}
	if serious {
		return false // nobody who looks for work names such a sign, but who was offered some does
	}
	if len(reasons) > 0 && reasons[0].Weight >= 3 && all > 0 {
		return points[kind] > all
	}
	return all < leastOffer || points[kind] > all
}

// decides is the weight of a sign that decides alone.
const decides = 10

func decisive(rs []Reason) bool { return len(rs) > 0 && rs[0].Weight >= decides }

// missing adds details_missing when what a worker needs to know is not told.
func (a *Assessor) missing(s *scan, rs []Reason) []Reason {
	told := 0
	abroad := s.has("abroad")
	for _, group := range [][]string{{"company", "licence", "official", "firm.named"}, {"pay.amount"}, {"work_visa_stated", "home.work"}, {"has_job_order", "contract", "home.work", "hours"}, {"no_fee", "itemised_cost", "receipt", "home.work"}} {
		for _, c := range group {
			if s.has(c) {
				told++
				break
			}
		}
	}
	if abroad && told >= 4 || !abroad && told >= 4 || len(s.toks) == 0 {
		return rs
	}
	at := hit{from: 0, to: min(len(s.toks), 4)}
	for _, c := range []string{"seek", "offered", "jobs", "work", "ask"} {
		if hs := s.hits[s.lex.ids[c]]; len(hs) > 0 && hs[0].from >= 0 {
			at = hs[0]
			break
		}
	}
	s.put(s.lex.ids["details_missing"], at)
	return append(rs, Reason{Code: "details_missing", Span: s.span(at), Weight: 1})
}

// grade goes down grade.txt; the first row that holds decides, and none means caution.
func (a *Assessor) grade(s *scan, rs []Reason) Grade {
	points := 0
	for _, r := range rs {
		points += r.Weight
	}
	s.put(s.lex.ids["nothing"], hit{from: -1})
	for i := range a.grades {
		r := &a.grades[i]
		if _, ok := r.match(s); !ok {
			continue
		}
		if g := Grade(r.code); g == High && points >= r.weight || g == Low && points <= r.weight {
			return g
		}
	}
	return Caution
}
