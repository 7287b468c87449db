package oversight

import (
	"context"

	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Activity is prevention work: one piece of it (Times 1, with its day and place), or the sum of a kind. It is what officers wrote down about
// their own work, with how many people took part; nobody of these is in it, so nothing of it is hidden.
type Activity struct {
	Code   region.Code // the task force that did it
	Kind   string      // of taskforce.ActivityKinds
	Times  int
	People int
	Day    string
	Place  region.Code
	Photo  bool // the task force keeps one; nobody else sees it
}

// span are two local days, both included.
type span struct{ first, last string }

// preventionSpan is the time whose prevention work is counted: the twelve months of the other figures, and up to today where these are the
// newest, so that what was written down today is seen today.
func (d data) preventionSpan() span {
	today := tally.Day(d.now)
	switch {
	case d.month == "":
		return span{tally.Day(d.now.AddDate(-1, 0, 0)), today}
	case len(d.months) > 0 && d.month == d.months[0]:
		return span{string(d.month.Add(1-window)) + "-01", today}
	}
	return span{string(d.month.Add(1-window)) + "-01", tally.Day(d.month.Add(1).Begin().AddDate(0, 0, -1))}
}

func (s *Server) gatherPrevention(ctx context.Context, d *data) (err error) {
	d.span = d.preventionSpan()
	all, err := s.figures.Prevention(ctx, d.span.first, d.span.last)
	if err != nil {
		return err
	}
	d.prevention = map[region.Code][]Activity{}
	for _, a := range all {
		d.prevention[a.Code] = append(d.prevention[a.Code], a)
	}
	d.entries, err = s.figures.PreventionOf(ctx, deskOf(d.code), d.span.first, d.span.last)
	return err
}

// work sums up prevention work of task forces by kind, in the order of the law; a kind that nobody did is there with 0.
func (d data) work(codes []region.Code) []Activity {
	kinds := taskforce.ActivityKinds()
	out := make([]Activity, len(kinds))
	for i, k := range kinds {
		out[i].Kind = k
		for _, c := range codes {
			for _, a := range d.prevention[c] {
				if a.Kind == k {
					out[i].Times, out[i].People = out[i].Times+a.Times, out[i].People+a.People
				}
			}
		}
	}
	return out
}

// done lists the task forces of the region that did any, with the sum of all kinds, in the order of members.
func (d data) done() []Activity {
	var out []Activity
	for _, c := range members(d.code) {
		sum := Activity{Code: c}
		for _, a := range d.prevention[c] {
			sum.Times, sum.People = sum.Times+a.Times, sum.People+a.People
		}
		if sum.Times > 0 {
			out = append(out, sum)
		}
	}
	return out
}

// Kind names a kind of prevention work.
func (w *Words) Kind(kind string) string { return w.Say("kind_" + kind) }

// preventionText says between which days.
func (d data) preventionText(w *Words) string {
	return w.Say("prevention_span", w.Day(d.span.first), w.Day(d.span.last))
}

// workBars is prevention work as a chart by kind: how often, with how many people in the name.
func (d data) workBars(w *Words) bars {
	out, longest := bars{Key: "prevention_kinds"}, 1
	all := d.work(members(d.code))
	for _, a := range all {
		longest = max(longest, a.Times)
	}
	for _, a := range all {
		out.Rows = append(out.Rows, bar{Name: w.Say("prevention_kind", w.Kind(a.Kind), a.People), N: a.Times, Width: 100 * a.Times / longest})
	}
	return out
}

// entryText writes one piece of work in a line.
func (w *Words) entryText(a Activity) string {
	key := "prevention_entry"
	if a.Photo {
		key = "prevention_entry_photo"
	}
	return w.Say(key, w.Day(a.Day), w.Kind(a.Kind), w.force(a.Place), a.People)
}
