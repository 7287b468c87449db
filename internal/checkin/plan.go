// Package checkin knows a plan by which somebody far away is asked from time to time how things are, and what shall happen when
// no answer comes; it must not know who that is, how they are asked, or who is told.
package checkin

import (
	"strconv"
	"strings"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// Who is told when no answer comes, as the person chose beforehand.
const (
	ToPerson = "person" // somebody the person trusts, who has agreed
	ToForce  = "force"  // the task force of the home region, pusat when none was named
)

// Own is the question that the person worded themselves.
const Own = "own"

// Plan is what one person has chosen, and where it stands.
type Plan struct {
	ID       string
	Lang     string
	Every    time.Duration
	Question string       // code of a neutral question, or Own
	Words    private.Text // of the question, with Own
	To       string       // ToPerson or ToForce
	Home     region.Code  // with ToForce; empty: not known
	Message  private.Text // what they shall be told, written beforehand
	Keep     bool         // goes on after the chat was wiped, without a word there
	Duress   string       // mark of the word that calls for help unseen, see Marks; empty: none

	Paused  bool
	Agreed  bool // with ToPerson: that person said yes
	Lost    bool // with ToPerson: that person stopped, or never said yes
	Silent  bool // the chat was wiped and the plan kept: nothing is said, whatever is written counts as an answer
	Stage   Stage
	PutOff  bool      // the alarm was put off once after an outage
	Due     time.Time // when the next step is due; zero: nothing is
	AskedAt time.Time // when it was asked last
	ToldAt  time.Time // when the alarm was given last
	Case    string    // the case that an alarm opened
	Calling bool      // the last alarm was called for by the word, not by silence
	N       int64     // number of the timer that counts
}

// Stage says how often it was asked without an answer.
type Stage int

// The stages.
const (
	Quiet Stage = iota // nothing is open
	Once               // asked once
	Twice              // asked twice
	Told               // the alarm was given; nothing is asked until a sign of life
)

// Deed is what a timer leads to.
type Deed string

// The deeds of a timer.
const (
	Nothing Deed = ""
	Ask     Deed = "ask"
	Alarm   Deed = "alarm"
	Ended   Deed = "ended" // paused, lost or told for so long that the plan is forgotten
	Lost    Deed = "lost"  // nobody has agreed to be told: the person is asked to choose again
)

// Bounds of waiting for an answer, and of what counts as late: a press lives 150 seconds in Telegram's queue, so an answer may
// have been lost in a longer outage.
const (
	shortest = 4 * time.Hour
	longest  = 24 * time.Hour
	lateBy   = 150 * time.Second
	kept     = 180 * 24 * time.Hour // a plan that does not run, without a sign of life
)

// Patience is how long an answer is waited for before it is asked again, and again before the alarm.
func (p Plan) Patience() time.Duration { return min(max(p.Every/3, shortest), longest) }

// Running tells whether anything is asked, or will be.
func (p Plan) Running() bool { return !p.Paused && !p.Lost && p.Stage != Told }

// Begin sets the clock of a plan that was just made, changed or taken up again.
func (p Plan) Begin(now time.Time) Plan {
	p.Paused, p.Stage, p.PutOff = false, Quiet, false
	p.Due = now.Add(p.first())
	p.N++
	return p
}

// first is the time until something happens after a sign of life: the next question, or, in a chat where nothing is said any
// more, the alarm after the time in which two questions would have gone without an answer.
func (p Plan) first() time.Duration {
	if p.Silent {
		return p.Every + 2*p.Patience()
	}
	return p.Every
}

// Open tells whether a question waits for its answer.
func (p Plan) Open() bool { return p.Stage == Once || p.Stage == Twice }

// Answers tells whether a sign of life changes anything.
func (p Plan) Answers() bool { return !p.Paused && (p.Stage != Quiet || p.Silent) }

// Alive notes a sign of life. The next question comes at the hour of the first one, at the next turn that lies ahead.
func (p Plan) Alive(now time.Time) Plan {
	if !p.Answers() {
		return p
	}
	next := now.Add(p.first())
	if p.Open() && !p.Silent {
		asked := p.AskedAt
		if p.Stage == Twice {
			asked = asked.Add(-p.Patience())
		}
		if at := asked.Add(p.Every); at.After(now) && !at.After(next) {
			next = at
		}
	}
	p.Stage, p.PutOff, p.Due = Quiet, false, next
	p.N++
	return p
}

// Pause stops asking until the plan is taken up again.
func (p Plan) Pause(now time.Time) Plan {
	p.Paused, p.PutOff = true, false
	return p.moved(Quiet, now.Add(kept))
}

// Lose stops a plan whose friend said no, or stops being told.
func (p Plan) Lose(now time.Time) Plan {
	p.Agreed, p.Lost = false, true
	return p.moved(Quiet, now.Add(kept))
}

// Hush goes on without a word in the chat, which was wiped.
func (p Plan) Hush(now time.Time) Plan {
	p.Silent = true
	if !p.Running() {
		return p
	}
	return p.Begin(now)
}

// Tick plays the timer of number n. again is when the same timer shall fire once more, zero when it is done. A timer that comes
// early, late, twice or after the plan went on does one step at most; one that comes late asks once more before the alarm, since an
// answer may have been lost while the house was away, or the clock jumped.
func (p Plan) Tick(n int64, now time.Time) (next Plan, deed Deed, again time.Time) {
	if n != p.N || p.Due.IsZero() {
		return p, Nothing, time.Time{}
	}
	if !p.Running() {
		return p.forgotten(now)
	}
	if early := p.Due.Sub(now); early > 0 {
		if early > p.Every+2*p.Patience() { // the clock went back
			return p.moved(p.Stage, now.Add(p.Every)), Nothing, time.Time{}
		}
		return p, Nothing, p.Due
	}
	late := now.Sub(p.Due) > lateBy
	switch {
	case p.To == ToPerson && !p.Agreed:
		return p.Lose(now), Lost, time.Time{}
	case p.Silent && late && !p.PutOff:
		p.PutOff = true
		return p.moved(p.Stage, now.Add(p.Patience()/2)), Nothing, time.Time{}
	case p.Silent:
		return p.told(now, false), Alarm, time.Time{}
	case p.Stage == Quiet:
		return p.asked(Once, now, p.Patience()), Ask, time.Time{}
	case p.Stage == Once:
		return p.asked(Twice, now, p.Patience()), Ask, time.Time{}
	case late && !p.PutOff:
		p.PutOff = true
		return p.asked(Twice, now, p.Patience()/2), Ask, time.Time{}
	}
	return p.told(now, false), Alarm, time.Time{}
}

// forgotten ends a plan that has not run for long.
func (p Plan) forgotten(now time.Time) (Plan, Deed, time.Time) {
	switch early := p.Due.Sub(now); {
	case early > kept: // the clock went back
		return p.moved(p.Stage, now.Add(kept)), Nothing, time.Time{}
	case early > 0:
		return p, Nothing, p.Due
	}
	return p, Ended, time.Time{}
}

func (p Plan) moved(s Stage, due time.Time) Plan {
	p.Stage, p.Due = s, due
	p.N++
	return p
}

func (p Plan) asked(s Stage, now time.Time, wait time.Duration) Plan {
	p.AskedAt = now
	return p.moved(s, now.Add(wait))
}

func (p Plan) told(now time.Time, calling bool) Plan {
	p.ToldAt, p.Calling = now, calling
	return p.moved(Told, now.Add(kept))
}

// again is how long the same call for help is one call.
const again = time.Hour

// Call is what the word leads to. The plan goes on as if the question had been answered: whoever looks on sees nothing. fresh is
// false when the same was called for a moment ago.
func (p Plan) Call(now time.Time) (next Plan, fresh bool) {
	fresh = !p.Calling || now.Sub(p.ToldAt) >= again || now.Before(p.ToldAt)
	p = p.Alive(now)
	if fresh {
		p.ToldAt, p.Calling = now, true
	}
	return p, fresh
}

// maxWords bounds the words of a mark.
const maxWords = 6

// words cuts plain words for a mark; ok is false when they are too many or none.
func words(plain string) (list []string, ok bool) {
	list = strings.Fields(plain)
	return list, len(list) > 0 && len(list) <= maxWords
}

// Mark writes plain words so that they can be recognised and never read: how many they are, and what the key makes of them. The
// mark is empty when they cannot be one.
func Mark(id, plain string, keyed func(id, words string) string) string {
	list, ok := words(plain)
	if !ok {
		return ""
	}
	return strconv.Itoa(len(list)) + ":" + keyed(id, strings.Join(list, " "))
}

// Marks tells whether plain words hold those of a mark, one behind the other.
func Marks(id, mark, plain string, keyed func(id, words string) string) bool {
	count, _, ok := strings.Cut(mark, ":")
	n, err := strconv.Atoi(count)
	if !ok || err != nil || n < 1 || n > maxWords {
		return false
	}
	list := strings.Fields(plain)
	for i := 0; i+n <= len(list); i++ {
		if Mark(id, strings.Join(list[i:i+n], " "), keyed) == mark {
			return true
		}
	}
	return false
}
