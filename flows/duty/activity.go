package duty

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// The rows about prevention work: what, where, how many, a photo. Four taps.
const (
	activity       flows.State = "activity"
	activityPlace  flows.State = "activity_place"
	activityPeople flows.State = "activity_people"
	activityPhoto  flows.State = "activity_photo"
	activityList   flows.State = "activity_list"
	activityPhotos flows.State = "activity_photos"
)

// The answers kept meanwhile.
const (
	answerActivity = "activity"
	answerWhere    = "at"
	answerPeople   = "people"
	answerOn       = "on"
)

func activityRows() []flows.Row {
	return []flows.Row{
		{At: activity, Ask: "duty.activity", Accept: flows.Choice(append(taskforce.ActivityKinds(), "shown")...), Keep: answerActivity,
			Go: flows.Go{"shown": activityList, "*": activityPlace}},
		{At: activityPlace, Ask: "duty.activity_place", Do: activityAt,
			Accept: flows.Any(flows.Pick("at", activityPlaces), typedForce("at", insideOwn)), Go: flows.Go{"at": activityPeople, "several": activityPlace}},
		{At: activityPeople, Ask: "duty.activity_people", Keep: answerPeople, Accept: flows.Any(flows.Func(typedPeople), flows.Pick("people", peopleCounts)),
			Go: flows.Go{"people": activityPhoto}},
		{At: activityPhoto, Ask: "duty.activity_photo", With: activityDay, Do: logActivity,
			Accept: flows.Any(flows.Choice("none"), flows.Func(activityPhotoSent), flows.Func(activityOn)), Go: flows.Go{"day": activityPhoto, "*": rest}},
		{At: activityList, Ask: "duty.activity_list", With: activityLines, Do: dropActivity,
			Accept: flows.Any(flows.Pick("drop", lastActivity), when(photographed, flows.Choice("photos")), flows.Choice("more")),
			Go:     flows.Go{"drop": rest, "photos": activityPhotos, "more": activity}},
		{At: activityPhotos, Ask: "duty.activity_photos", With: photoLines, Files: photoFiles, Accept: flows.Choice("shown"), Go: flows.Go{"shown": activityList}},
	}
}

// insideOwn tells whether a place belongs to the task force of the seat.
func insideOwn(s *flows.Scene, code region.Code) bool {
	own := seatOf(s).TaskForce
	return code == own || own == taskforce.Pusat && code != "" || code.Province() == own
}

// activityPlaces offers the whole region, and below a province the places it worked in last.
func activityPlaces(s *flows.Scene) []flows.Option {
	if out := typedOptions(s); out != nil {
		return out
	}
	own := seatOf(s).TaskForce
	out := []flows.Option{{Value: string(own), Label: forceLabel(s, own)}}
	for _, a := range activitiesOf(s) {
		if label := forceLabel(s, a.Place); a.Place != own && len(out) < pageSize && !slices.ContainsFunc(out, func(o flows.Option) bool { return o.Label == label }) {
			out = append(out, flows.Option{Value: string(a.Place), Label: label})
		}
	}
	return out
}

func activitiesOf(s *flows.Scene) []flows.Activity {
	if s.Env.Activities == nil {
		return nil
	}
	return s.Env.Activities()
}

func activityAt(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "at" {
		s.Keep(answerWhere, ans.Value.Reveal())
		s.Keep(answerOptions, "")
	}
}

func peopleCounts(*flows.Scene) []flows.Option {
	var out []flows.Option
	for _, n := range []string{"10", "25", "50", "100", "250", "500"} {
		out = append(out, flows.Option{Value: n, Label: n})
	}
	return out
}

// typedPeople reads "120", "120 orang", "kira-kira 120", "1.200". It goes before the buttons: a typed 3 is three people.
func typedPeople(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text {
		return flows.Answer{}, false
	}
	found := -1
	for _, word := range strings.Fields(strings.NewReplacer(".", "", ",", "").Replace(in.Text.Reveal())) {
		n, err := strconv.Atoi(word)
		if err != nil {
			continue
		}
		if found >= 0 || n < 0 || n > taskforce.MostPeople {
			return flows.Answer{}, false
		}
		found = n
	}
	if found < 0 {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "people", Value: private.NewText(strconv.Itoa(found))}, true
}

// activityPhotoSent takes a photo; its caption is not kept.
func activityPhotoSent(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Photo || in.File == "" {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "photo", Value: private.NewText(in.File)}, true
}

// activityOn reads another day than today, not ahead and not more than a year back.
func activityOn(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	today := dayOf(s.Env.Now.In(taskforce.ZoneOf(seatOf(s).TaskForce)))
	day, ok := typedDay(in.Text.Reveal(), today, before)
	if in.Kind != flows.Text || !ok || day.After(today) || day.Before(today.AddDate(-1, 0, 0)) {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "day", Value: private.NewText(day.Format(time.DateOnly))}, true
}

// activityOnDay is the day of the work: today, or as it was typed.
func activityOnDay(s *flows.Scene) time.Time {
	zone := taskforce.ZoneOf(seatOf(s).TaskForce)
	if day, err := time.ParseInLocation(time.DateOnly, s.Get(answerOn), zone); err == nil {
		return day
	}
	return s.Env.Now.In(zone)
}

func activityDay(s *flows.Scene) flows.Data {
	return flows.Data{"kind": s.Label("duty.activity." + s.Get(answerActivity)), "place": forceLabel(s, region.Code(s.Get(answerWhere))),
		"people": s.Get(answerPeople), "day": s.Tongue().YearDay(activityOnDay(s))}
}

func logActivity(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "day" {
		s.Keep(answerOn, ans.Value.Reveal())
		return
	}
	people, _ := strconv.Atoi(s.Get(answerPeople))
	f := flows.LogActivity{By: seatOf(s).ID, ID: s.Env.NewID(), Kind: s.Get(answerActivity), Place: region.Code(s.Get(answerWhere)), People: people,
		Day: activityOnDay(s).Format(time.DateOnly)}
	if ans.Event == "photo" {
		f.File = ans.Value.Reveal()
	}
	s.Do(f)
	tidy(s)
	done(s, "activity")
}

// activityLines lists the newest, and counts the year by kind.
func activityLines(s *flows.Scene) flows.Data {
	var lines []string
	times, people := 0, 0
	year := s.Env.Now.In(taskforce.ZoneOf(seatOf(s).TaskForce)).Format("2006")
	for _, a := range activitiesOf(s) {
		if strings.HasPrefix(a.Day, year) {
			times, people = times+1, people+a.People
		}
		if len(lines) < pageSize {
			lines = append(lines, "• "+activityLine(s, a))
		}
	}
	return flows.Data{"year": year, "times": strconv.Itoa(times), "people": strconv.Itoa(people), "list": strings.Join(lines, "\n")}
}

func activityLine(s *flows.Scene, a flows.Activity) string {
	day, _ := time.Parse(time.DateOnly, a.Day)
	return s.Tongue().YearDay(day) + " " + s.Label("duty.activity."+a.Kind) + ", " + forceLabel(s, a.Place) + " (" + strconv.Itoa(a.People) + ")" + photoMark(a)
}

func photoMark(a flows.Activity) string {
	if a.Photo {
		return " 📷"
	}
	return ""
}

// mostPhotos is how many photos are shown at once: the newest.
const mostPhotos = 4

// withPhotos are the newest activities that have one.
func withPhotos(s *flows.Scene) []flows.Activity {
	all := slices.DeleteFunc(slices.Clone(activitiesOf(s)), func(a flows.Activity) bool { return !a.Photo })
	return all[:min(len(all), mostPhotos)]
}

func photographed(s *flows.Scene) bool { return len(withPhotos(s)) > 0 }

func photoFiles(s *flows.Scene) []string {
	var out []string
	for _, a := range withPhotos(s) {
		out = append(out, flows.ActivityPhoto+a.ID)
	}
	return out
}

// photoLines names what the photos show, in their order.
func photoLines(s *flows.Scene) flows.Data {
	var lines []string
	for i, a := range withPhotos(s) {
		lines = append(lines, strconv.Itoa(i+1)+". "+activityLine(s, a))
	}
	return flows.Data{"list": strings.Join(lines, "\n")}
}

// lastActivity offers to take the newest one back.
func lastActivity(s *flows.Scene) []flows.Option {
	all := activitiesOf(s)
	if len(all) == 0 {
		return nil
	}
	return []flows.Option{{Value: all[0].ID, Label: "✖ " + s.Label("duty.activity_list.drop")}}
}

func dropActivity(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "drop" {
		return
	}
	s.Do(flows.DropActivity{By: seatOf(s).ID, ID: ans.Value.Reveal()})
	tidy(s)
	done(s, "activity_dropped")
}
