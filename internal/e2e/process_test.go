package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"siaga/flows/flowtest"
	"siaga/internal/e2e"
	"siaga/internal/emulator"
	"siaga/internal/taskforce"
)

// atOnce is how many programs run at a time. Most of their time they wait for the pace of one message a second to a chat.
const atOnce = 12

// atOncePostgres is how many where each has a dozen connections, and those of the killed linger: a server gives out a hundred to all tests.
const atOncePostgres = 2

// storiesAtOncePostgres is the same for programs that nobody kills: they keep half a dozen.
const storiesAtOncePostgres = 5

// TestServeAgainstEmulator plays the transcripts that need no moved clock against "siaga serve" as a process of its own, on
// both kinds of stores, by polling and by webhook.
func TestServeAgainstEmulator(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs many programs for minutes; left out with -short")
	}
	files := realClock(t)
	path := program(t)
	var all sync.WaitGroup
	slots, few := make(chan struct{}, atOnce), make(chan struct{}, storiesAtOncePostgres)
	for _, b := range backends() {
		for _, file := range files {
			all.Go(func() {
				if b.redis != nil {
					few <- struct{}{}
					defer func() { <-few }()
				}
				slots <- struct{}{}
				defer func() { <-slots }()
				t.Run(b.name+"/"+strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { playProcess(t, path, b, file) })
			})
		}
	}
	all.Wait()
}

// scripted finds what only the script's clock and numbers give: a code that is typed or pressed, or the shift of a certain day.
var scripted = regexp.MustCompile(`(?m)^(citizen|officer\.\w+)> .*[Kk]-\d{4}|–\d\d WIT?[ABT]`)

// realClock gives the transcripts that need neither the script's clock nor its numbers.
func realClock(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), "\n@wait") && !strings.Contains(string(raw), "\n@outage") && !strings.Contains(string(raw), "\n@words") && !scripted.Match(raw) {
			out = append(out, file)
		}
	}
	if len(out) < 5 {
		t.Fatalf("only %d of %d transcripts can be played in real time", len(out), len(files))
	}
	return out
}

func playProcess(t *testing.T, path string, b backend, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script, err := flowtest.Parse(filepath.Base(file), string(raw))
	if err != nil {
		t.Fatal(err)
	}
	h := newProcess(t, path, b, voices(script)...)
	phones := newPhones(h.emu, h)
	phones.Patience = 4 * time.Minute // a program killed with a lane in its hand is waited for
	got, err := phones.Play(t.Context(), script)
	if err != nil {
		t.Fatalf("%v\n%s\nlog:\n%s", err, got, h.serve.err)
	}
	if want, got := blank(string(raw)), blank(got); want != got {
		t.Errorf("the program says something else than the house in process\n%s", flowtest.Diff(want, got))
	}
}

// process is the program as somebody runs it: settings in the environment, commands for the operator.
type process struct {
	path   string
	env    []string
	served []string // of the service, where it is another one; nil: env
	ops    string   // address of the figures
	emu    *emulator.Server
	serve  *child
	moved  *ownClock // nil: it runs on the system's clock
	latest atomic.Pointer[child]
	fell   func(*child) bool // waits for the end of a program and tells whether it shall begin anew; nil: nobody waits
	risen  func(error)       // told of that

	looked time.Time // when the figures were last read
	work   float64   // turns and jobs counted so far
	busy   time.Time // when that last changed, or something waited
	paced  float64   // of the jobs, messages held back to keep the pace
	held   time.Time // when that last changed
}

// A message may be held back for a second to keep the pace of one chat, and is not due meanwhile. Figures are counted a moment
// after the deed, so that one look alone proves nothing.
const (
	holdback = 1300 * time.Millisecond
	calm     = 250 * time.Millisecond
)

func newProcess(t *testing.T, path string, b backend, voices ...string) *process {
	t.Helper()
	return newProcessBehind(t, path, b, func(h http.Handler) http.Handler { return h }, voices...)
}

// newProcessBehind puts something between the program and the emulator.
func newProcessBehind(t *testing.T, path string, b backend, front func(http.Handler) http.Handler, voices ...string) *process {
	t.Helper()
	h := &process{path: path, moved: b.moved}
	o := emulator.Options{Token: token}
	if h.moved != nil {
		o.Clock, o.After = h.moved.now, time.After
	}
	h.emu = emulator.New(o)
	server := httptest.NewServer(front(h.emu.Handler()))
	listen, ops := freeAddress(t), freeAddress(t)
	h.env = []string{"SIAGA_TELEGRAM_TOKEN=" + token, "SIAGA_TELEGRAM_API_URL=" + server.URL, "SIAGA_DATABASE_URL=" + b.database(t),
		"SIAGA_KEYS=" + filepath.Join(t.TempDir(), "siaga.keys"), "SIAGA_LISTEN=" + listen, "SIAGA_OPS_LISTEN=" + ops}
	h.ops = listen
	if dir := clipsOf(t, voices); dir != "" {
		h.env = append(h.env, "SIAGA_VOICE_DIR="+dir)
	}
	if b.redis != nil {
		h.env = append(h.env, "SIAGA_REDIS_URL="+b.redis(t))
	}
	if b.webhook {
		h.ops = ops
		h.env = append(h.env, "SIAGA_WEBHOOK_URL=http://"+listen+"/hook", "SIAGA_WEBHOOK_SECRET=a-secret-for-the-tests")
	}
	t.Cleanup(func() {
		h.stop(t)
		h.emu.Close()
		server.Close()
	})
	for _, args := range [][]string{{"keys", "init"}, {"taskforce", "import", seedFile(t)}} {
		if _, err := h.command(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

// seedFile writes the register of the demonstration, nobody linked yet.
func seedFile(t *testing.T) string {
	t.Helper()
	forces, seats := taskforce.Seed()
	for i := range seats {
		seats[i].Officer = nil
	}
	var b bytes.Buffer
	if err := taskforce.WriteCSV(&b, forces, seats); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "register.csv")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// command runs one command to its end and gives what it printed.
func (h *process) command(ctx context.Context, args ...string) (string, error) {
	c, err := begin(h.path, h.env, args...)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	select {
	case <-c.ended:
	case <-ctx.Done():
		_ = c.cmd.Process.Kill()
		<-c.ended
	}
	if c.result != nil {
		return "", fmt.Errorf("siaga %s: %w\n%s", strings.Join(args, " "), c.result, c.err)
	}
	return c.out.String(), nil
}

func (h *process) start(ctx context.Context) error {
	env := h.env
	if h.served != nil {
		env = h.served
	}
	path, args := h.path, []string{"serve"}
	if h.moved != nil {
		h.moved.off.Add(int64(aMinute))
		path, args, env = os.Args[0], nil, append(slices.Clone(env), h.moved.environ("serve")...)
	}
	c, err := begin(path, env, args...)
	if err != nil {
		return err
	}
	h.serve = c
	h.latest.Store(c)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	err = c.await(ctx, c.err, `"msg":"ready"`)
	switch {
	case h.fell == nil:
	case err == nil:
		go func() {
			if h.fell(c) {
				h.risen(h.start(context.Background()))
			}
		}()
	case h.fell(c): // before it was ready
		err = h.start(ctx)
		h.risen(err)
	}
	return err
}

// aMinute passes before each start on a moved clock: the leases of the dead have ended where nobody takes them over, and the heartbeat is due,
// so that the start and not the next jump of the clock tells how long nobody was there.
const aMinute = 61 * time.Second

// stop ends the program as a service manager does: it must end by itself within ten seconds, with code 0.
func (h *process) stop(t *testing.T) {
	t.Helper()
	if h.serve == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 12*time.Second)
	defer cancel()
	if err := h.serve.end(ctx, syscall.SIGTERM); err != nil {
		t.Error(err)
		return
	}
	if h.serve.result != nil {
		t.Errorf("siaga serve ended with %v after SIGTERM:\n%s", h.serve.result, h.serve.err)
	}
}

// Idle implements e2e.House: it reads the figures as Prometheus does.
func (h *process) Idle(ctx context.Context) (bool, error) {
	if h.moved != nil {
		return h.idleMoved()
	}
	select {
	case <-time.After(time.Until(h.looked.Add(40 * time.Millisecond))): // the figures cost a few queries
	case <-ctx.Done():
		return false, ctx.Err()
	}
	h.looked = time.Now()
	figures, err := h.figures(ctx)
	if err != nil {
		return false, err
	}
	open := []string{"siaga_updates_waiting", "siaga_jobs_due", "siaga_jobs_running"}
	left := 0.0
	for _, name := range open {
		if _, ok := figures[name]; !ok {
			return false, fmt.Errorf("/metrics does not show %s", name)
		}
		left += figures[name]
	}
	now := time.Now()
	if n := figures["paced"]; n != h.paced {
		h.paced, h.held = n, now
	}
	if n := figures["work"]; n != h.work || left > 0 {
		h.work, h.busy = n, now
	}
	return now.Sub(h.busy) > calm && now.Sub(h.held) > holdback, nil
}

// figures reads /metrics: every figure without labels by its name; "work", the turns and jobs so far; "paced", the jobs held back.
func (h *process) figures(ctx context.Context) (map[string]float64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+h.ops+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	reader := expfmt.NewTextParser(model.UTF8Validation)
	families, err := reader.TextToMetricFamilies(res.Body)
	if err != nil {
		return nil, fmt.Errorf("/metrics: %w", err)
	}
	out := map[string]float64{}
	for name, f := range families {
		for _, m := range f.GetMetric() {
			n := m.GetGauge().GetValue() + m.GetCounter().GetValue()
			switch {
			case name == "siaga_turn_seconds":
				out["work"] += float64(m.GetHistogram().GetSampleCount())
			case name == "siaga_jobs_total":
				out["work"] += n
				out["paced"] += n * paced(m.GetLabel())
			case len(m.GetLabel()) == 0:
				out[name] = n
			}
		}
	}
	return out, nil
}

// paced is 1 for the count of jobs that were held back.
func paced(labels []*dto.LabelPair) float64 {
	for _, l := range labels {
		if l.GetName() == "outcome" && l.GetValue() == "paced" {
			return 1
		}
	}
	return 0
}

// Invite implements e2e.House.
func (h *process) Invite(ctx context.Context, seat, name string) (string, error) {
	return h.payload(ctx, "invite", seat, name)
}

// Link implements e2e.House.
func (h *process) Link(ctx context.Context, seat, name string) (string, error) {
	return h.payload(ctx, "link", seat, name)
}

// Speaker implements e2e.House.
func (h *process) Speaker(ctx context.Context, tag, role, can string) (string, error) {
	out, err := h.command(ctx, "locale", "invite", tag, "--role", role, "--can", can)
	if err != nil {
		return "", err
	}
	return payloadIn(out)
}

// Words implements e2e.House. The house sees what a command changed a few seconds later: such transcripts wait on the script's clock.
func (h *process) Words(context.Context, string, string) error { return e2e.ErrRealClock }

// Office implements e2e.House.
func (h *process) Office(ctx context.Context, verb, seat string) error {
	if h.moved != nil {
		_, err := h.ownCommand(ctx, verb, seat)
		return err
	}
	args := []string{"officer", verb, seat}
	switch verb {
	case "drill":
		args = []string{"drill", "run", seat, "--story", "departure"}
	case "drills":
		args = []string{"drill", "stop"}
	}
	_, err := h.command(ctx, args...)
	return err
}

func (h *process) payload(ctx context.Context, verb, seat, name string) (string, error) {
	run, args := h.command, []string{"officer", verb, seat, "--name", name}
	if h.moved != nil {
		run, args = func(ctx context.Context, args ...string) (string, error) {
			return h.ownCommand(ctx, args[0], args[1:]...)
		}, []string{verb, seat, name}
	}
	out, err := run(ctx, args...)
	if err != nil {
		return "", err
	}
	return payloadIn(out)
}

// payloadIn finds the payload of a link that was printed.
func payloadIn(out string) (string, error) {
	_, payload, ok := strings.Cut(strings.TrimSpace(out), "?start=")
	if !ok {
		return "", fmt.Errorf("no link was printed: %s", out)
	}
	return payload, nil
}

// Advance implements e2e.House.
func (h *process) Advance(d time.Duration) error {
	if h.moved == nil {
		return e2e.ErrRealClock
	}
	if err := h.moved.advance(d, h.runs); err != nil {
		return err
	}
	h.emu.ClockMoved()
	return nil
}

// Crash implements e2e.House: kill -9 and a new start.
func (h *process) Crash(ctx context.Context) error {
	if err := h.serve.end(ctx, syscall.SIGKILL); err != nil {
		return err
	}
	return h.start(ctx)
}

var (
	caseCode = regexp.MustCompile(`\b[A-Z]-\d{4}\b`)
	moment   = regexp.MustCompile(`\d{2}/\d{2} \d{2}\.\d{2} WI(B|TA|T)\b`)
	seatLink = regexp.MustCompile(`\?start=[a-z]-[\w-]{16,}`)
	someDay  = regexp.MustCompile(`\b((Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu) )?\d{2}/\d{2}\b`)
	dueDay   = regexp.MustCompile(`\b\d{1,2}/\d{1,2} \d{2}\.\d{2}\b`) // as reporters read it
)

// blank removes what differs from run to run: receipt numbers, case codes, links to seats, days and times of the clock.
func blank(transcript string) string {
	s := receiptNumber.ReplaceAllString(transcript, "0000 0000 0000 0000")
	s = caseCode.ReplaceAllString(s, "K-0000")
	s = seatLink.ReplaceAllString(s, "(link)")
	s = moment.ReplaceAllString(s, strconv.Quote("day and time"))
	s = dueDay.ReplaceAllString(s, strconv.Quote("day and time"))
	return someDay.ReplaceAllString(s, strconv.Quote("day"))
}

// Away implements e2e.House; the real clock cannot be moved.
func (h *process) Away(ctx context.Context, meanwhile func() error) error {
	if h.moved == nil {
		return e2e.ErrRealClock
	}
	if err := h.serve.end(ctx, syscall.SIGTERM); err != nil {
		return err
	}
	if err := meanwhile(); err != nil {
		return err
	}
	return h.start(ctx)
}

var _ e2e.House = (*process)(nil)
