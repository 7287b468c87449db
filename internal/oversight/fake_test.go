package oversight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// people is a register of seats by person, with links and sessions.
type people struct {
	mu       sync.Mutex
	seats    map[string]Seat
	links    map[string]entry
	sessions map[string]entry
	down     bool
}

type entry struct {
	person string
	until  time.Time
}

var errDown = errors.New("the database is down")

func (p *people) Person(account int64) string { return fmt.Sprint("person", account) }

func (p *people) SeatOf(_ context.Context, person string) (Seat, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.seats[person]
	switch {
	case p.down:
		return Seat{}, errDown
	case !ok:
		return Seat{}, ErrNobody
	}
	return s, nil
}

func (p *people) UseLink(_ context.Context, hash string, at time.Time) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, ok := p.links[hash]
	if p.down {
		return "", errDown
	}
	delete(p.links, hash)
	if !ok || !at.Before(e.until) {
		return "", ErrNobody
	}
	return e.person, nil
}

func (p *people) SaveSession(_ context.Context, hash, person string, until time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sessions[hash] = entry{person, until}
	return nil
}

func (p *people) Overseer(ctx context.Context, hash string, at time.Time) (Seat, error) {
	p.mu.Lock()
	e, ok := p.sessions[hash]
	p.mu.Unlock()
	if p.down {
		return Seat{}, errDown
	}
	if !ok || !at.Before(e.until) {
		return Seat{}, ErrNobody
	}
	return p.SeatOf(ctx, e.person)
}

func (p *people) EndSession(_ context.Context, hash string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.sessions, hash)
	return nil
}

// numbers are figures of a small country; each region's are told apart by what they count.
type numbers struct {
	shown tally.Counts
	duty  map[region.Code]int
}

func (n numbers) ShownMonths(context.Context) ([]tally.Month, error) {
	return []tally.Month{"2026-10", "2025-12"}, nil
}
func (n numbers) Shown(context.Context, tally.Month) (tally.Counts, error) { return n.shown, nil }
func (n numbers) StandingDay(_ context.Context, upTo string) (string, error) {
	return upTo, nil
}

func (n numbers) Standings(_ context.Context, day string) ([]tally.Standing, error) {
	var out []tally.Standing
	for i, c := range members(tally.All) {
		out = append(out, tally.Standing{Day: day, Code: c, Score: (i*37 + len(day)) % 101, Formed: true, Valid: i%2 == 0, Seats: 4, Linked: i % 5, OnDuty: i % 3})
	}
	return out, nil
}

func (n numbers) History(_ context.Context, c region.Code, _ string) ([]tally.Standing, error) {
	var out []tally.Standing
	for i := range 52 {
		out = append(out, tally.Standing{Day: tally.Day(t0.AddDate(0, 0, 7*i-364)), Code: c, Score: 20 + i})
	}
	return out, nil
}

func (n numbers) Empty(context.Context) (map[region.Code]bool, error) {
	return map[region.Code]bool{"53.03": true}, nil
}

func (n numbers) Desk(_ context.Context, code region.Code) (Desk, error) {
	if code == "53.03" {
		return DeskOf(taskforce.Load([]taskforce.TaskForce{{Code: code}}, nil), code, t0), nil
	}
	d := DeskOf(someDesk(code), code, t0)
	d.Drill = taskforce.DrillVitals{At: t0.AddDate(0, 0, -9), Delivered: true, Accepted: true, Answered: true}
	d.LastAck = t0.AddDate(0, 0, -40)
	return d, nil
}

// someDesk is the register of one task force: a chair's office, an empty secretary's seat, two duty officers with names, one of them planned on
// Monday mornings.
func someDesk(code region.Code) *taskforce.Register {
	seat := func(role taskforce.Role, n int, o *taskforce.Officer) taskforce.Seat {
		return taskforce.Seat{ID: casework.SeatID(fmt.Sprintf("%s/%s/%d", code, role, n)), TaskForce: code, Role: role, Officer: o}
	}
	on := seat(taskforce.Duty, 1, &taskforce.Officer{ID: "p1", Name: "Zubaidah", Unit: "Polres", Reachable: true})
	on.OnDuty = true
	r := taskforce.Load([]taskforce.TaskForce{{Code: code, Formed: true, DecreeNo: "188/ZZ/2025", ValidUntil: t0.AddDate(1, 0, 0), Confirmed: t0.AddDate(0, 0, -3)}},
		[]taskforce.Seat{seat(taskforce.Chair, 1, nil), seat(taskforce.Secretary, 1, nil), on, seat(taskforce.Duty, 2, &taskforce.Officer{ID: "p2", Name: "Zulkifli"})})
	return r.WithWeek(on.ID, taskforce.Week(0).Set(time.Monday, taskforce.Morning))
}

func (n numbers) Prevention(_ context.Context, first, last string) ([]Activity, error) {
	return []Activity{{Code: "53", Kind: "advocacy", Times: 2, People: 31}, {Code: "53.02", Kind: "training", Times: 3, People: 77}}, nil
}

func (n numbers) PreventionOf(_ context.Context, code region.Code, first, last string) ([]Activity, error) {
	if code != "53.02" {
		return nil, nil
	}
	return []Activity{{Code: code, Kind: "training", Times: 1, People: 40, Day: "2026-11-20", Place: "53.02", Photo: true}}, nil
}
func (n numbers) OnDuty(context.Context) (map[region.Code]int, error) { return n.duty, nil }

// house is a server with its register and a clock that is moved by hand.
type house struct {
	t      *testing.T
	people *people
	server *Server
	mux    http.Handler
	mu     sync.Mutex
	time   time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, time: t0, people: &people{seats: map[string]Seat{}, links: map[string]entry{}, sessions: map[string]entry{}}}
	s, err := New(Options{People: h.people, Figures: someNumbers(), Token: token, Now: h.now, Secure: true})
	if err != nil {
		t.Fatal(err)
	}
	s.hosts, s.guests = newLimits(1e9, 1e9), newLimits(1e9, 1e9)
	h.server, h.mux = s, s.Handler()
	return h
}

func someNumbers() numbers {
	n := numbers{shown: tally.Counts{}, duty: map[region.Code]int{"53": 1, "53.02": 2}}
	for i, c := range members(tally.All) {
		n.shown[tally.Key{Code: c, Measure: tally.Cases}] = 5 * (i + 1)
		for _, m := range tally.Months("2026-10", 12) {
			n.shown[tally.Key{Code: c, Measure: tally.ByMonth, Cell: string(m)}] = 5
		}
		n.shown[tally.Key{Code: c, Measure: tally.Forms, Cell: "labour"}] = 5 * (i + 1)
		n.shown[tally.Key{Code: c, Measure: tally.Routes, Cell: "53>65>MY"}] = 5
		n.shown[tally.Key{Code: c, Measure: tally.Accepts, Cell: "2"}] = 10
		n.shown[tally.Key{Code: c, Measure: tally.Offers, Cell: tally.Accepted}] = 10
		n.shown[tally.Key{Code: c, Measure: tally.Steps, Cell: "safe"}] = 10
		n.shown[tally.Key{Code: c, Measure: tally.Uses, Cell: tally.UsePoster}] = 15
	}
	n.shown[tally.Key{Code: tally.All, Measure: tally.Uses, Cell: tally.UsePoster}] = 4000
	n.shown[tally.Key{Code: tally.All, Measure: tally.Cases}] = 5000
	return n
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.time
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.time = h.time.Add(d)
}

// sit puts a person on a seat and gives the cookie of a session.
func (h *house) sit(person string, s Seat) string {
	h.t.Helper()
	h.people.seats[person] = s
	token, err := h.server.open(context.Background(), person)
	if errors.Is(err, ErrNobody) { // no right at all: as if the right had been taken away meanwhile
		token = person
		_ = h.people.SaveSession(context.Background(), private.TokenHash(token), person, h.now().Add(sessionFor))
	} else if err != nil {
		h.t.Fatal(err)
	}
	return token
}

func (h *house) ask(method, path, cookie, body string) *httptest.ResponseRecorder {
	if cookie == "" {
		return h.askWith(nil, method, path, body)
	}
	return h.askWith(&http.Cookie{Name: cookieName, Value: cookie}, method, path, body)
}

func (h *house) askWith(cookie *http.Cookie, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "https://siaga.test"+path, strings.NewReader(body))
	if cookie != nil {
		r.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	}
	w := httptest.NewRecorder()
	h.mux.ServeHTTP(w, r)
	return w
}
