package duty

import (
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// dayOfKupang is a day as the flow hands it on: its first moment by the clock of Kupang.
func dayOfKupang(date string) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, date, taskforce.ZoneOf("53.01"))
	if err != nil {
		panic(err)
	}
	return day.UTC()
}

func TestAStepWithItsDayNoteAndWhatComesNext(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("milestone", "k7qf")
	says(t, o.press("safe"), "duty.step_day")
	if got := last(t, o.press("today")); !strings.Contains(got, "Selasa 24/11") {
		t.Errorf("the day is not read back: %q", got)
	}
	note := "di rumah bibinya, lewati jam malam"
	if got := last(t, o.write(note)); !strings.Contains(got, "biasanya diberitahukan") {
		t.Errorf("that the victim is safe is told as a rule: %q", got)
	}
	turn := o.press("yes")
	only(t, turn, flows.ReachMilestone{Case: "k7qf", Seat: kupang1, Kind: casework.Safe, Note: private.NewText(note), Tell: true, On: dayOfKupang("2026-11-24")})
	says(t, turn, "duty.step_next")
	turn = o.press("health")
	nothing(t, turn)
	if got := last(t, turn); !strings.Contains(got, "★ 1 hari") || !strings.Contains(got, "UU 21/2007") {
		t.Errorf("a person in danger gets no other deadline, or the law is not named: %q", got)
	}
	only(t, o.press("2026-11-25"), flows.PlanNext{Case: "k7qf", Seat: kupang1, Kind: casework.Health, Due: dayOfKupang("2026-11-25").Add(16 * time.Hour)})
	if o.conv.Has(answerStepDay) || o.conv.Has(answerNext) || o.conv.Has(answerStepNote) {
		t.Error("the finished chain left answers behind")
	}
}

func TestAnInvestigationIsNotToldAsARule(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("milestone", "k7qf")
	o.press("law")
	o.press("investigation")
	o.press("today")
	if got := last(t, o.press("skip")); !strings.Contains(got, "biasanya tidak diberitahukan") {
		t.Errorf("an investigation is not told as a rule: %q", got)
	}
	only(t, o.press("no"), flows.ReachMilestone{Case: "k7qf", Seat: kupang1, Kind: casework.Investigation, On: dayOfKupang("2026-11-24")})
	if got := last(t, o.press("kernel.cancel")); !strings.Contains(got, "langkah sudah dicatat") {
		t.Errorf("what was done is denied: %q", got)
	}
}

func TestADayThatCannotBe(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"besok": "duty.step_future duty.step_date", "25/11": "duty.step_future duty.step_date", "3 hari lagi": "duty.step_future duty.step_date",
		"31/02": "duty.step_no_date duty.step_date", "minggu lalu": "duty.step_no_date duty.step_date", "entah ya": "duty.step_no_date duty.step_date",
		"1/1/1990": "duty.step_no_date duty.step_date", "12/11": "duty.step_early", "kemarin": "duty.step_early", "tgl 3": "duty.step_early"} {
		o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
		o.act("milestone", "k7qf")
		o.press("safe")
		turn := o.write(typed)
		nothing(t, turn)
		if got := said(turn); got != want {
			t.Errorf("%q: said %q, want %q", typed, got, want)
		}
	}
}

func TestADayBeforeTheReportNeedsAReason(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("milestone", "k7qf")
	o.press("safe")
	if got := last(t, o.write("senin lalu")); !strings.Contains(got, "Senin 23/11") || !strings.Contains(got, "Selasa 24/11") {
		t.Errorf("the two days are not named: %q", got)
	}
	says(t, o.write("iya"), "duty.retry_row duty.step_early") // one word is no reason
	why := "polisi sudah menjemput sebelum laporan"
	says(t, o.write(why), "duty.milestone_note")
	o.press("skip")
	only(t, o.press("no"), flows.ReachMilestone{Case: "k7qf", Seat: kupang1, Kind: casework.Safe, On: dayOfKupang("2026-11-23"), Early: private.NewText(why)})
	o.press("skip")
	o.act("milestone", "k7qf") // the reason does not stay for the next step
	o.press("health")
	o.press("today")
	o.press("skip")
	only(t, o.press("no"), flows.ReachMilestone{Case: "k7qf", Seat: kupang1, Kind: casework.Health, On: dayOfKupang("2026-11-24")})
}

func TestANextStepAloneAndItsDeadlines(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]time.Time{"hari ini": dayOfKupang("2026-11-24").Add(16 * time.Hour), "besok": dayOfKupang("2026-11-25").Add(16 * time.Hour),
		"seminggu lagi": dayOfKupang("2026-12-01").Add(16 * time.Hour), "5/1": dayOfKupang("2027-01-05").Add(16 * time.Hour)} {
		o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
		says(t, o.act("plan", "k7qf"), "duty.step_next")
		o.press("safe")
		only(t, o.write(typed), flows.PlanNext{Case: "k7qf", Seat: kupang1, Kind: casework.Safe, Due: want})
	}
	for typed, want := range map[string]string{"kemarin": "duty.step_past duty.step_due", "20/11": "duty.step_past duty.step_due", "besar": "duty.step_no_date duty.step_due",
		"1/1/2036": "duty.step_no_date duty.step_due"} {
		o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
		o.act("plan", "k7qf")
		o.press("safe")
		turn := o.write(typed)
		nothing(t, turn)
		says(t, turn, want)
		only(t, o.press("none"), flows.PlanNext{Case: "k7qf", Seat: kupang1, Kind: casework.Safe})
	}
}

func TestADeadlineOfTodayInTheEvening(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.now = night.Add(19 * time.Hour) // 22.00 WITA
	o.act("plan", "k7qf")
	o.press("safe")
	only(t, o.write("hari ini"), flows.PlanNext{Case: "k7qf", Seat: kupang1, Kind: casework.Safe, Due: dayOfKupang("2026-11-25").Add(-time.Minute)})
}

func TestWhoDoesNotOwnACasePlansNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []casework.Case{caseAt(t, "k7qf"), accepted(t, "k7qf", kupang2), closing(t, "k7qf", kupang1)} {
		o := newOffice(t, kupang1, c)
		turn := o.act("plan", "k7qf")
		nothing(t, turn)
		says(t, turn, "duty.refused duty.desk") // the first press of all: the desk opens too
	}
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("plan", "k7qf")
	o.press("safe")
	o.cases[0] = accepted(t, "k7qf", kupang2) // it went to a colleague meanwhile
	nothing(t, o.press("none"))
}

func TestTypedDays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 9, 30, 0, 0, time.UTC) // a Thursday
	for said, want := range map[string][2]string{         // of a step, and of a deadline
		"hari ini": {"2026-11-26", "2026-11-26"}, "kemarin": {"2026-11-25", "2026-11-25"}, "Kemarin sore": {"2026-11-25", "2026-11-25"},
		"besok": {"2026-11-27", "2026-11-27"}, "lusa": {"2026-11-28", "2026-11-28"}, "senin": {"2026-11-23", "2026-11-30"}, "kamis": {"2026-11-26", "2026-11-26"},
		"kamis lalu": {"2026-11-19", "2026-11-19"}, "kamis depan": {"2026-12-03", "2026-12-03"}, "hari minggu": {"2026-11-22", "2026-11-29"}, "Jum'at lalu": {"2026-11-20", "2026-11-20"},
		"hari senin yang lalu": {"2026-11-23", "2026-11-23"}, "3 hari lalu": {"2026-11-23", "2026-11-23"}, "3 hari yang lalu": {"2026-11-23", "2026-11-23"}, "3 hari lagi": {"2026-11-29", "2026-11-29"},
		"3 hari": {"2026-11-23", "2026-11-29"}, "dua minggu lalu": {"2026-11-12", "2026-11-12"}, "seminggu lalu": {"2026-11-19", "2026-11-19"}, "sehari lagi": {"2026-11-27", "2026-11-27"},
		"minggu depan": {"2026-12-03", "2026-12-03"}, "minggu lalu": {}, "minggu": {}, "bulan lalu": {}, "12/11": {"2026-11-12", "2026-11-12"}, "12-11-2026": {"2026-11-12", "2026-11-12"},
		"12.11.26": {"2026-11-12", "2026-11-12"}, "12 nov": {"2026-11-12", "2026-11-12"}, "12 Nopember 2026": {"2026-11-12", "2026-11-12"}, "2026-11-12": {"2026-11-12", "2026-11-12"},
		"pada tanggal 12 november": {"2026-11-12", "2026-11-12"}, "tgl 12": {"2026-11-12", "2026-12-12"}, "12": {}, "5 januari": {"2026-01-05", "2027-01-05"}, "30/12": {"2026-12-30", "2026-12-30"},
		"29/2/2026": {}, "29 feb 2028": {"2028-02-29", "2028-02-29"}, "0/11": {}, "12/13": {}, "12 ma": {}, "tadi pagi": {"2026-11-26", "2026-11-26"}, "10 hari ke depan": {"2026-12-06", "2026-12-06"},
		"": {}, "ya ampun kapan itu ya": {}, "400 hari lalu": {}, "-3 hari lalu": {"2026-11-23", "2026-11-23"}, "satu dua": {}, "tgl": {}, "hari": {}, "٣ hari lalu": {},
		"last monday": {"2026-11-23", "2026-11-23"}, "on monday": {"2026-11-23", "2026-11-30"}, "3 days ago": {"2026-11-23", "2026-11-23"}, "in 3 days": {"2026-11-29", "2026-11-29"},
		"next week": {"2026-12-03", "2026-12-03"}, "last week": {}, "5 january": {"2026-01-05", "2027-01-05"}, "in": {}, "may": {},
	} {
		for i, to := range []direction{before, after} {
			got := ""
			if day, ok := typedDay(said, now, to); ok {
				got = day.Format(time.DateOnly)
			}
			if got != want[i] {
				t.Errorf("%q: got %q, want %q", said, got, want[i])
			}
		}
	}
	if day, ok := typedDay("30/12", time.Date(2027, 1, 4, 0, 0, 0, 0, time.UTC), before); !ok || day.Year() != 2026 {
		t.Errorf("in January the 30th of December is %v", day)
	}
}

func FuzzTypedDay(f *testing.F) {
	for _, seed := range []string{"12/11", "senin lalu", "3 hari lagi", "tgl 31", "se", "hari", "9999/99/9999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		now := time.Date(2026, 11, 26, 9, 30, 0, 0, time.UTC)
		for _, to := range []direction{before, after} {
			if day, ok := typedDay(said, now, to); ok && !day.Equal(dayOf(day)) {
				t.Errorf("%q is %v, no day", said, day)
			}
		}
	})
}
