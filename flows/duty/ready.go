package duty

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// The rows about how ready a task force is.
const (
	ready      flows.State = "ready"
	readyParts flows.State = "ready_parts"
)

// answerOf is the task force that a row is about: the own one, or one below it.
const answerOf = "of"

func readyRows() []flows.Row {
	return []flows.Row{
		{At: ready, Ask: "duty.ready", With: readyData, Files: readyPicture, Do: readyOf,
			Accept: flows.Any(flows.Choice("parts"), flows.Pick("of", readyOptions), typedForce("of", overseen)),
			Go:     flows.Go{"parts": readyParts, "of": ready, "several": ready}},
		{At: readyParts, Ask: "duty.ready_parts", With: partsData, Accept: flows.Choice("picture"), Go: flows.Go{"picture": ready}},
	}
}

// openReady opens the score of a task force; without a code that of the own.
func openReady(s *flows.Scene, code string) flows.State {
	if s.Env.Seat == nil || code != "" && !overseen(s, region.Code(code)) {
		return refused(s)
	}
	tidy(s)
	s.Keep(answerOf, code)
	return ready
}

// readyOf chooses the task force whose score is shown next.
func readyOf(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "of" {
		s.Keep(answerOf, ans.Value.Reveal())
		s.Keep(answerOptions, "")
	}
}

// overseen tells whether the seat may see how a task force stands, and keep its row.
func overseen(s *flows.Scene, code region.Code) bool {
	if s.Env.Register == nil {
		return false
	}
	_, known := s.Env.Register.Force(code)
	return known && seatOf(s).Oversees(code)
}

// forceOf is the task force that the open row is about.
func forceOf(s *flows.Scene) region.Code {
	if code := region.Code(s.Get(answerOf)); code != "" && overseen(s, code) {
		return code
	}
	return seatOf(s).TaskForce
}

// typedForce reads the name of a place as its task force, if the seat has to do with it; of several meanings the buttons ask.
func typedForce(event string, may func(*flows.Scene, region.Code) bool) flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		codes := forcesIn(s, in, may)
		switch len(codes) {
		case 0:
			return flows.Answer{}, false
		case 1:
			s.Keep(answerOptions, "")
			return flows.Answer{Event: event, Value: private.NewText(codes[0])}, true
		}
		s.Keep(answerOptions, strings.Join(codes, " "))
		return flows.Answer{Event: "several"}, true
	})
}

// forcesIn are the task forces that typed words may name.
func forcesIn(s *flows.Scene, in flows.Input, may func(*flows.Scene, region.Code) bool) []string {
	if in.Kind != flows.Text || in.Text.IsZero() || s.Env.Places == nil {
		return nil
	}
	var codes []string
	for _, found := range s.Env.Places.Resolve(in.Text.Reveal()).Candidates {
		code := cmp.Or(found.Place.Code.Regency(), found.Place.Code)
		if may(s, code) && !slices.Contains(codes, string(code)) {
			codes = append(codes, string(code))
		}
	}
	return codes
}

// typedOptions are the places that typed words may mean.
func typedOptions(s *flows.Scene) []flows.Option {
	var out []flows.Option
	for code := range strings.FieldsSeq(s.Get(answerOptions)) {
		out = append(out, flows.Option{Value: code, Label: forceLabel(s, region.Code(code))})
	}
	return out
}

// readyOptions offers the task forces below that stand worst, which is where help is needed first.
func readyOptions(s *flows.Scene) []flows.Option {
	if out := typedOptions(s); out != nil {
		return out
	}
	if s.Env.Vitals == nil || !leads(s) || seatOf(s).TaskForce.Level() == region.RegencyLevel || forceOf(s) != seatOf(s).TaskForce {
		return nil
	}
	var below []taskforce.Readiness
	for _, v := range s.Env.Vitals() {
		if directlyBelow(seatOf(s).TaskForce, v.Code) {
			below = append(below, taskforce.Reckon(v))
		}
	}
	slices.SortStableFunc(below, func(a, b taskforce.Readiness) int { return a.Score - b.Score })
	var out []flows.Option
	for _, r := range below[:min(len(below), 6)] {
		out = append(out, flows.Option{Value: string(r.Code), Label: forceLabel(s, r.Code) + " " + strconv.Itoa(r.Score), Also: forceLabel(s, r.Code)})
	}
	return out
}

// directlyBelow tells whether a task force answers to another: a kabupaten or kota to its province, a province to pusat.
func directlyBelow(above, code region.Code) bool {
	if above == taskforce.Pusat {
		return code.Level() == region.ProvinceLevel
	}
	return code != above && code.Province() == above
}

func readyPicture(s *flows.Scene) []string {
	if _, ok := readinessOf(s); !ok {
		return nil
	}
	return []string{flows.ReadinessPicture + string(forceOf(s))}
}

func readinessOf(s *flows.Scene) (taskforce.Readiness, bool) {
	v, ok := vitalsOf(s)
	return taskforce.Reckon(v), ok
}

func vitalsOf(s *flows.Scene) (taskforce.Vitals, bool) {
	if s.Env.Vitals == nil {
		return taskforce.Vitals{}, false
	}
	found := s.Env.Vitals(forceOf(s))
	if len(found) != 1 {
		return taskforce.Vitals{}, false
	}
	return found[0], true
}

// readyData says the score, what holds it down most, and the next step.
func readyData(s *flows.Scene) flows.Data {
	d := flows.Data{"taskforce": forceTitle(forceOf(s), s.Tongue()), "score": "", "why": "", "step": "", "gain": "", "trend": "", "by": ""}
	r, ok := readinessOf(s)
	if !ok {
		return d
	}
	d["score"] = strconv.Itoa(r.Score)
	if s.Env.Scores != nil {
		trendInto(d, r, s.Env.Scores())
	}
	if p, ok := worst(r); ok {
		d["why"] = because(p, s.Tongue())
	}
	if r.Next != "" {
		d["step"], d["gain"] = s.Label("duty.ready.step."+string(r.Next)), strconv.Itoa(r.Gain)
	}
	return d
}

// trendInto says how a score moved against that of four weeks ago; nothing when that is not known.
func trendInto(d flows.Data, r taskforce.Readiness, before map[region.Code]int) {
	was, known := before[r.Code]
	switch {
	case !known:
		return
	case r.Score > was:
		d["trend"], d["by"] = "up", strconv.Itoa(r.Score-was)
	case r.Score < was:
		d["trend"], d["by"] = "down", strconv.Itoa(was-r.Score)
	default:
		d["trend"] = "same"
	}
}

// moved writes the change of a score with its sign, "" when there is nothing to compare with.
func moved(now, was int, known bool) string {
	switch {
	case !known:
		return ""
	case now > was:
		return "+" + strconv.Itoa(now-was)
	case now < was:
		return "−" + strconv.Itoa(was-now)
	}
	return "="
}

// worst is the part that holds the score down most.
func worst(r taskforce.Readiness) (taskforce.Part, bool) {
	var out taskforce.Part
	for _, p := range r.Parts {
		if p.Gain > out.Gain {
			out = p
		}
	}
	return out, out.Gain > 0
}

// because says why a part stands as it does, with its figures.
func because(p taskforce.Part, in flows.Tongue) string {
	why := in.Label("duty.ready.why." + p.Why)
	if p.Of > 0 {
		why += " (" + strconv.Itoa(p.Have) + "/" + strconv.Itoa(p.Of) + ")"
	}
	return why
}

// partsData lists all parts in words, for whoever does not see the picture.
func partsData(s *flows.Scene) flows.Data {
	r, _ := readinessOf(s)
	var lines []string
	for _, p := range r.Parts {
		points := "–"
		if p.Measured {
			points = strconv.Itoa(p.Points) + "/" + strconv.Itoa(p.Max)
		}
		lines = append(lines, "• "+s.Label("duty.ready.part."+string(p.Key))+": "+points+", "+because(p, s.Tongue()))
	}
	return flows.Data{"taskforce": forceTitle(forceOf(s), s.Tongue()), "score": strconv.Itoa(r.Score), "list": strings.Join(lines, "\n")}
}

// Gauge is the picture of a score.
func (Desk) Gauge(r taskforce.Readiness, now time.Time, in flows.Tongue) flows.Gauge {
	g := flows.Gauge{Title: forceTitle(r.Code, in), Score: r.Score, Of: in.Label("duty.ready.of"),
		Foot: in.Label("duty.ready.formula") + " " + strconv.Itoa(r.Formula) + " · " + in.YearDay(now.In(taskforce.ZoneOf(r.Code)))}
	for _, p := range r.Parts {
		g.Parts = append(g.Parts, flows.GaugePart{Label: in.Label("duty.ready.part." + string(p.Key)), Points: p.Points, Max: p.Max, Measured: p.Measured})
	}
	return g
}
