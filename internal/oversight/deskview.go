package oversight

import (
	"time"

	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// deskView is the detail of one task force as the page shows it.
type deskView struct {
	Name  string
	Empty bool // nobody ever filled in anything
	Facts []fact
	Seats []roleView
	Days  []string // of the rota, as its columns are headed
	Rota  []slotView
}

type fact struct{ Name, Said string }

type roleView struct {
	Name                        string
	Seats, Filled, Linked, Duty int
}

// slotView is a row of the rota: a shift on each of the seven days; 0 is a gap.
type slotView struct {
	Name string
	Days []int
}

// mostEntries is how many pieces of prevention work the page lists; the report lists more.
const (
	mostEntries = 8
	reportMost  = 60
)

// preventionView is prevention work as the page shows it.
type preventionView struct {
	Span    string
	Kinds   []Activity // by kind
	Entries []string
	More    int // that are not listed
}

func (d data) preventionView(w *Words) preventionView {
	v := preventionView{Span: d.preventionText(w), Kinds: d.work(members(d.code))}
	for _, a := range d.entries[:min(len(d.entries), mostEntries)] {
		v.Entries = append(v.Entries, w.entryText(a))
	}
	v.More = len(d.entries) - len(v.Entries)
	return v
}

func (d data) deskView(w *Words) deskView {
	code := deskOf(d.code)
	v := deskView{Name: w.force(code), Empty: d.empty[code], Facts: d.facts(w)}
	if code.Level() == region.ProvinceLevel {
		v.Name = w.Say("own_desk")
	}
	for _, s := range d.desk.Seats {
		v.Seats = append(v.Seats, roleView{w.Say("role_" + string(s.Role)), s.Seats, s.Filled, s.Linked, s.Duty})
	}
	for i, slot := range taskforce.Slots() {
		if len(d.desk.Rota) == 0 {
			break
		}
		row := slotView{Name: w.Say("slot_" + itoa(int(slot)))}
		for _, day := range d.desk.Rota {
			row.Days = append(row.Days, day.Shift[i])
		}
		v.Rota = append(v.Rota, row)
	}
	for _, day := range d.desk.Rota {
		v.Days = append(v.Days, w.weekday(day.Day))
	}
	return v
}

// facts are what is known of the task force in a few lines; what is not known is said to be empty.
func (d data) facts(w *Words) []fact {
	k := d.desk
	return []fact{
		{w.Say("fact_formed"), w.Say("formed_" + string(k.Formation))},
		{w.Say("fact_decree"), w.decree(k)},
		{w.Say("fact_confirmed"), w.dayOrNever(k.Confirmed)},
		{w.Say("fact_drill"), w.drill(k.Drill)},
		{w.Say("fact_ack"), d.lastAck(w)},
	}
}

// decree says whether a decree is known and until when it holds.
func (w *Words) decree(k Desk) string {
	switch {
	case k.Decree == taskforce.DecreeNone:
		return w.Say("empty_row")
	case k.Decree == taskforce.DecreeExpired:
		return w.Say("decree_expired", w.Day(k.To))
	case !k.DecreeNo:
		return w.Say("decree_numberless")
	case k.To == "":
		return w.Say("decree_open")
	}
	return w.Say("decree_until", w.Day(k.To))
}

func (w *Words) dayOrNever(day string) string {
	if day == "" {
		return w.Say("never_said")
	}
	return w.Day(day)
}

// drill says how the newest finished drill went. It is made up, so its day may be shown.
func (w *Words) drill(v taskforce.DrillVitals) string {
	if v.At.IsZero() {
		return w.Say("drill_none")
	}
	key := "drill_unheard"
	switch {
	case v.Accepted && v.Answered:
		key = "drill_answered"
	case v.Accepted:
		key = "drill_accepted"
	case v.CoveredBy != "":
		key = "drill_covered"
	case v.Delivered:
		key = "drill_delivered"
	}
	return w.Say(key, w.Day(tally.Day(v.At)))
}

// lastAck says when the task force last accepted a real referral, roughly, and only where it is shown that it accepted five or more: the day of
// a lone one would point at a person. How it answers without that, its drill shows.
func (d data) lastAck(w *Words) string {
	code := deskOf(d.code)
	if code.Level() != region.RegencyLevel {
		code = tally.Own(code)
	}
	if _, shown := d.counts[code][tally.Key{Code: code, Measure: tally.Offers, Cell: tally.Accepted}]; !shown || d.desk.LastAck.IsZero() {
		return w.Say("ack_hidden")
	}
	switch ago := d.now.Sub(d.desk.LastAck); {
	case ago <= 30*24*time.Hour:
		return w.Say("ack_month")
	case ago <= 90*24*time.Hour:
		return w.Say("ack_quarter")
	}
	return w.Say("ack_longer")
}

// weekday heads a column of the rota: "Sen 30".
func (w *Words) weekday(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return w.Say("unknown")
	}
	return w.Say("weekday_"+itoa(int(t.Weekday()))) + " " + itoa(t.Day())
}
