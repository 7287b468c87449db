package checkin

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

var morning = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func daily() Plan { return Plan{ID: "p", Every: day, To: ToForce}.Begin(morning) }

// tick plays the timer that counts.
func tick(t *testing.T, p Plan, at time.Time, want Deed) Plan {
	t.Helper()
	next, deed, again := p.Tick(p.N, at)
	if deed != want || !again.IsZero() {
		t.Fatalf("at %s stage %d: got %q, again %s, want %q", at, p.Stage, deed, again, want)
	}
	return next
}

func TestTwiceWithoutAnswerIsTold(t *testing.T) {
	t.Parallel()
	p := tick(t, daily(), morning.Add(day), Ask)
	p = tick(t, p, p.Due, Ask)
	p = tick(t, p, p.Due, Alarm)
	if p.Stage != Told || p.ToldAt != morning.Add(day+2*daily().Patience()) {
		t.Errorf("after the alarm: %+v", p)
	}
	if _, deed, _ := p.Tick(p.N, p.ToldAt.Add(30*day)); deed != Nothing {
		t.Errorf("after the alarm it goes on with %q", deed)
	}
	p = p.Alive(p.ToldAt.Add(day))
	if p.Stage != Quiet || p.Due != p.ToldAt.Add(2*day) {
		t.Errorf("after a sign of life: %+v", p)
	}
}

func TestAnswerKeepsTheHour(t *testing.T) {
	t.Parallel()
	for _, stage := range []int{1, 2} {
		p := daily()
		for range stage {
			p = tick(t, p, p.Due, Ask)
		}
		if p = p.Alive(p.AskedAt.Add(3 * time.Hour)); p.Due != morning.Add(2*day) {
			t.Errorf("answered after %d: next at %s, want the same hour", stage, p.Due)
		}
	}
}

func TestTimersThatDoNotCount(t *testing.T) {
	t.Parallel()
	p := daily()
	for name, test := range map[string]Plan{"paused": p.Pause(morning), "lost": p.Lose(morning)} {
		if next, deed, again := test.Tick(test.N, morning.Add(9*day)); deed != Nothing || again != test.Due || next.N != test.N {
			t.Errorf("%s: %q", name, deed)
		}
	}
	for _, rests := range []Plan{p.Pause(morning), p.Lose(morning)} {
		if _, deed, _ := rests.Tick(rests.N, morning.Add(181*day)); deed != Ended {
			t.Errorf("a plan that rests for half a year: %q", deed)
		}
	}
	if next, deed, _ := p.Tick(p.N-1, morning.Add(day)); deed != Nothing || next.N != p.N {
		t.Errorf("an old timer does %q", deed)
	}
	if _, deed, again := p.Tick(p.N, morning.Add(time.Hour)); deed != Nothing || again != p.Due {
		t.Errorf("an early timer does %q, again %s", deed, again)
	}
}

func TestLateTimerAsksOnceMoreBeforeTheAlarm(t *testing.T) {
	t.Parallel()
	p := tick(t, daily(), morning.Add(day), Ask)
	p = tick(t, p, p.Due, Ask)
	p = tick(t, p, p.Due.Add(9*time.Hour), Ask)
	p = tick(t, p, p.Due.Add(9*time.Hour), Alarm) // once, not for ever
	if p.Stage != Told {
		t.Errorf("got stage %d", p.Stage)
	}
}

func TestClockThatWentBackForgetsNothing(t *testing.T) {
	t.Parallel()
	p := daily()
	p.Due = morning.Add(400 * day)
	p = tick(t, p, morning, Nothing)
	if p.Due != morning.Add(day) {
		t.Errorf("next at %s", p.Due)
	}
}

func TestSilentPlanTellsAfterTheSameTime(t *testing.T) {
	t.Parallel()
	p := daily()
	p = p.Hush(morning)
	asked := daily()
	if want := morning.Add(day + 2*asked.Patience()); p.Due != want {
		t.Errorf("due %s, want %s", p.Due, want)
	}
	late := tick(t, p, p.Due.Add(time.Hour), Nothing)
	tick(t, late, late.Due, Alarm)
	tick(t, p, p.Due, Alarm)
	if q := p.Alive(morning.Add(20 * time.Hour)); q.Due != morning.Add(20*time.Hour+day+2*p.Patience()) {
		t.Errorf("a sign of life moves it to %s", q.Due)
	}
}

func TestNobodyAgreed(t *testing.T) {
	t.Parallel()
	p := Plan{ID: "p", Every: day, To: ToPerson}.Begin(morning)
	p = tick(t, p, p.Due, Lost)
	if p.Running() {
		t.Error("it runs on")
	}
}

func TestCallLooksLikeAnAnswer(t *testing.T) {
	t.Parallel()
	asked := tick(t, daily(), morning.Add(day), Ask)
	at := morning.Add(day + time.Hour)
	called, fresh := asked.Call(at)
	answered := asked.Alive(at)
	if !fresh || called.Stage != answered.Stage || called.Due != answered.Due || called.N != answered.N {
		t.Errorf("called %+v\nanswered %+v", called, answered)
	}
	if _, fresh := called.Call(at.Add(time.Minute)); fresh {
		t.Error("the same call counts twice")
	}
	if _, fresh := called.Call(at.Add(2 * time.Hour)); !fresh {
		t.Error("a later call is lost")
	}
	if _, fresh := called.Call(at.Add(-day)); !fresh {
		t.Error("a call after the clock went back is lost")
	}
}

// TestAnyCourse plays anything at any time: an alarm comes only after two questions, or in silence, and the clock never stops while
// a plan runs.
func TestAnyCourse(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		p, now, asks := daily(), morning, 0
		for range 60 {
			now = now.Add(time.Duration(random.IntN(40)-8) * time.Hour)
			switch random.IntN(8) {
			case 0:
				p, asks = p.Alive(now), 0
			case 1:
				p, asks = p.Pause(now).Begin(now), 0
			case 2:
				p, _ = p.Call(now)
				asks = 0
			default:
				next, deed, again := p.Tick(p.N, now)
				switch deed {
				case Ask:
					asks++
				case Ended:
					t.Fatalf("ended after days: %+v", p)
				case Alarm:
					if asks < 2 {
						t.Fatalf("told after %d questions: %+v", asks, p)
					}
				}
				if deed == Nothing && again.IsZero() && next.N == p.N && p.Running() {
					t.Fatalf("the clock stands still: %+v at %s", p, now)
				}
				p = next
			}
		}
	}
}

func TestMark(t *testing.T) {
	t.Parallel()
	keyed := func(id, words string) string { return "<" + id + "|" + strings.ToUpper(words) + ">" }
	mark := Mark("a", "jemuran belum kering", keyed)
	for words, want := range map[string]bool{
		"jemuran belum kering": true, "wah jemuran belum kering nih": true, "jemuran belum": false, "belum kering jemuran": false, "": false,
	} {
		if got := Marks("a", mark, words, keyed); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
	if Marks("b", mark, "jemuran belum kering", keyed) {
		t.Error("another plan's word counts")
	}
	for _, bad := range []string{"", "a b c d e f g"} {
		if got := Mark("a", bad, keyed); got != "" {
			t.Errorf("%q can be a mark: %s", bad, got)
		}
	}
	for _, odd := range []string{"", "x", "0:a", "-1:a", "99:a"} {
		if Marks("a", odd, "jemuran belum kering", keyed) {
			t.Errorf("mark %q is recognised", odd)
		}
	}
}
