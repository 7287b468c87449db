package e2e_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"siaga/internal/emulator"
)

// TestTwoProcessesBehindOneWebhook runs two programs on one PostgreSQL and one Redis behind a proxy that spreads posts over them. While three
// people tell their stories line by line, one program is killed and started again, then the other is frozen and goes on later with what it
// had begun. Each story keeps its order and every line of it, each person is told once that somebody accepted, or twice at a kill, and the
// heartbeat, which stands for every timer, is fired by one of them at a time.
func TestTwoProcessesBehindOneWebhook(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs programs for minutes; left out with -short")
	}
	r := newReplicas(t)
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Minute)
	defer cancel()
	began, before := time.Now(), r.beats(t)
	r.officer(ctx, t)
	people := []int64{2001, 2002, 2003}
	r.each(people, func(id int64) error { return r.report(ctx, id) })
	r.each(people, func(id int64) error { return r.lines(id, 0, 6) })
	if err := r.programs[0].serve.end(ctx, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	r.each(people, func(id int64) error { return r.lines(id, 6, 12) })
	if err := r.programs[0].start(ctx); err != nil {
		t.Fatal(err)
	}
	frozen := r.programs[1].serve.cmd.Process
	if err := frozen.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	r.each(people, func(id int64) error { return r.lines(id, 12, 18) })
	if err := r.emu.Wait(ctx, func(s *emulator.Snapshot) bool { return s.Pending() == 0 }); err != nil {
		t.Errorf("the other program does not take what comes: %v", err)
	}
	if err := frozen.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	r.each(people, func(id int64) error { return r.lines(id, 18, 24) })
	r.handled(ctx, t)
	if err := r.reads(ctx, len(people)); err != nil {
		t.Fatalf("%v\n%s", err, r.phone(dutyPhone))
	}
	for _, id := range people {
		r.inOrder(t, id, 24)
		if err := r.hears(ctx, id, "sudah menerima"); err != nil {
			t.Error(err)
		}
		if n := r.told(id, "sudah menerima"); n < 1 || n > 2 {
			t.Errorf("%d was told %d times that somebody accepted", id, n)
		}
	}
	if n, most := r.beats(t)-before, int64(time.Since(began)/time.Minute)+3; n > most {
		t.Errorf("the heartbeat was given out %d times in %v, want %d at most: it has two owners", n, time.Since(began).Round(time.Second), most)
	}
}

// replicas are two programs on the same stores.
type replicas struct {
	*process
	programs [2]*process
	db       *sql.DB
	t        *testing.T
}

const dutyPhone = 3001

func newReplicas(t *testing.T) *replicas {
	t.Helper()
	return newReplicasOf(t, program(t), program(t))
}

// newReplicasOf starts one program after the other; the register is imported by the first.
func newReplicasOf(t *testing.T, paths ...string) *replicas {
	t.Helper()
	r := &replicas{t: t, process: &process{path: paths[0], emu: emulator.New(emulator.Options{Token: token})}}
	api, database := httptest.NewServer(r.emu.Handler()), postgres(t)
	listens := []string{freeAddress(t), freeAddress(t)}
	front := httptest.NewServer(spread(listens))
	r.env = []string{"SIAGA_TELEGRAM_TOKEN=" + token, "SIAGA_TELEGRAM_API_URL=" + api.URL, "SIAGA_DATABASE_URL=" + database,
		"SIAGA_REDIS_URL=" + redisAddress(t), "SIAGA_KEYS=" + filepath.Join(t.TempDir(), "siaga.keys"),
		"SIAGA_WEBHOOK_URL=" + front.URL + "/hook", "SIAGA_WEBHOOK_SECRET=a-secret-for-the-tests"}
	t.Cleanup(func() {
		for _, p := range r.programs {
			if p != nil {
				p.stop(t)
			}
		}
		r.emu.Close()
		front.Close()
		api.Close()
	})
	for _, args := range [][]string{{"keys", "init"}, {"taskforce", "import", seedFile(t)}} {
		if _, err := r.command(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	for i, listen := range listens {
		r.programs[i] = &process{path: paths[i], emu: r.emu, env: append(slices.Clone(r.env), "SIAGA_LISTEN="+listen, "SIAGA_OPS_LISTEN="+freeAddress(t))}
		if err := r.programs[i].start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var err error
	if r.db, err = sql.Open("pgx", database); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.db.Close() })
	return r
}

// spread gives each post to the programs in turn, and to the other one when one does not answer.
func spread(to []string) http.Handler {
	var turn atomic.Int64
	client := &http.Client{Timeout: 5 * time.Second}
	return http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) {
		body, err := io.ReadAll(in.Body)
		if err != nil {
			return
		}
		first := int(turn.Add(1))
		for i := range to {
			out, err := http.NewRequestWithContext(in.Context(), in.Method, "http://"+to[(first+i)%len(to)]+in.URL.Path, bytes.NewReader(body))
			if err != nil {
				continue
			}
			out.Header = in.Header.Clone()
			res, err := client.Do(out)
			if err != nil {
				continue
			}
			res.Body.Close()
			w.WriteHeader(res.StatusCode)
			return
		}
		w.WriteHeader(http.StatusBadGateway)
	})
}

// each lets several people do the same at once.
func (r *replicas) each(people []int64, do func(int64) error) {
	r.t.Helper()
	var all sync.WaitGroup
	for _, id := range people {
		all.Go(func() {
			if err := do(id); err != nil {
				r.t.Errorf("%d: %v\n%s", id, err, r.phone(id))
			}
		})
	}
	all.Wait()
	if r.t.Failed() {
		r.t.FailNow()
	}
}

// phone is what stands on one, for a failure.
func (r *replicas) phone(id int64) string {
	var b strings.Builder
	for _, m := range r.emu.Chat(id) {
		fmt.Fprintf(&b, "%v %q\n", m.FromBot, m.Text)
	}
	return b.String()
}

// press waits for a button and presses it.
func (r *replicas) press(ctx context.Context, id int64, label string) error {
	var at emulator.Message
	var data string
	err := r.emu.Wait(ctx, func(s *emulator.Snapshot) bool {
		for _, m := range slices.Backward(s.Chat(id)) {
			for _, b := range slices.Concat(m.Inline...) {
				if m.FromBot && strings.HasSuffix(b.Text, label) {
					at, data = m, b.Data
					return true
				}
			}
		}
		return false
	})
	if err != nil {
		return fmt.Errorf("wait for [%s]: %w", label, err)
	}
	_, err = r.emu.Press(id, at.ID, data)
	return err
}

// hears waits until a text stands on a phone.
func (r *replicas) hears(ctx context.Context, id int64, text string) error {
	err := r.emu.Wait(ctx, func(s *emulator.Snapshot) bool {
		return slices.ContainsFunc(s.Chat(id), func(m emulator.Message) bool { return m.FromBot && strings.Contains(m.Text, text) })
	})
	if err != nil {
		return fmt.Errorf("wait for %q: %w", text, err)
	}
	return nil
}

func (r *replicas) told(id int64, text string) (n int) {
	for _, m := range r.emu.History(id) {
		if m.FromBot && strings.Contains(m.Text, text) {
			n++
		}
	}
	return n
}

func (r *replicas) officer(ctx context.Context, t *testing.T) {
	t.Helper()
	payload, err := r.payload(ctx, "link", "53.02/duty/1", "Petugas")
	if err != nil {
		t.Fatal(err)
	}
	r.emu.AddPerson(emulator.Person{ID: dutyPhone, FirstName: "Petugas"})
	if _, err := r.emu.Start(dutyPhone, payload); err != nil {
		t.Fatal(err)
	}
	if err := r.hears(ctx, dutyPhone, "sedang piket"); err != nil {
		t.Fatal(err)
	}
}

// report sends one report.
func (r *replicas) report(ctx context.Context, id int64) error {
	r.emu.AddPerson(emulator.Person{ID: id, FirstName: fmt.Sprint(id), LanguageCode: "id"})
	if _, err := r.emu.Start(id, ""); err != nil {
		return err
	}
	for _, label := range []string{"Ya, aman", "Tidak, sudah lewat", "Saya melihat", "Kerja paksa, upah ditahan", "Lewati dulu"} {
		if err := r.press(ctx, id, label); err != nil {
			return err
		}
	}
	if err := r.hears(ctx, id, "Di mana orang itu sekarang"); err != nil {
		return err
	}
	if _, err := r.emu.Say(id, "soe"); err != nil {
		return err
	}
	for i, label := range []string{"Tidak ada", "Tidak ada", "Boleh kapan saja", "Kirim"} {
		if i == 1 {
			if err := r.hears(ctx, id, "apakah ada petugas"); err != nil {
				return err
			}
		}
		if err := r.press(ctx, id, label); err != nil {
			return err
		}
	}
	return r.hears(ctx, id, "Mau menambahkan sesuatu")
}

// lines adds some to a story, as fast as they can be written.
func (r *replicas) lines(id int64, from, to int) error {
	for n := from; n < to; n++ {
		if _, err := r.emu.Say(id, fmt.Sprintf("bagian %d nomor %02d dari cerita", id, n)); err != nil {
			return err
		}
	}
	return nil
}

// reads lets the officer accept one case after the other and read it.
func (r *replicas) reads(ctx context.Context, cases int) error {
	for n := range cases {
		if err := r.accepts(ctx, n+1); err != nil {
			return err
		}
		if err := r.press(ctx, dutyPhone, "Baca isi"); err != nil {
			return err
		}
		if err := r.times(ctx, "isi kasus", n+1); err != nil {
			return err
		}
	}
	return nil
}

// accepts takes the newest case that is offered. A card that changed just now is pressed anew.
func (r *replicas) accepts(ctx context.Context, n int) error {
	for ctx.Err() == nil {
		stale := r.told(dutyPhone, "sudah berubah")
		if err := r.press(ctx, dutyPhone, "Terima"); err != nil {
			return err
		}
		err := r.emu.Wait(ctx, func(*emulator.Snapshot) bool {
			return r.told(dutyPhone, "sekarang Anda yang pegang") >= n || r.told(dutyPhone, "sudah berubah") > stale
		})
		if err != nil || r.told(dutyPhone, "sekarang Anda yang pegang") >= n {
			return err
		}
	}
	return ctx.Err()
}

// times waits until the officer was told something so often.
func (r *replicas) times(ctx context.Context, text string, n int) error {
	if err := r.emu.Wait(ctx, func(*emulator.Snapshot) bool { return r.told(dutyPhone, text) >= n }); err != nil {
		return fmt.Errorf("wait for the officer to be told %q %d times: %w", text, n, err)
	}
	return nil
}

// inOrder looks for every line of a story in what the officer read: once, one after the other.
func (r *replicas) inOrder(t *testing.T, id int64, lines int) {
	t.Helper()
	told := ""
	for _, m := range r.emu.History(dutyPhone) {
		if m.FromBot && strings.Contains(m.Text, fmt.Sprintf("bagian %d nomor", id)) {
			told = m.Text
		}
	}
	last := -1
	for n := range lines {
		line := fmt.Sprintf("bagian %d nomor %02d", id, n)
		at := strings.Index(told, line)
		if at <= last || strings.Count(told, line) != 1 {
			t.Errorf("%q stands %d times, at %d after %d:\n%s", line, strings.Count(told, line), at, last, told)
			return
		}
		last = at
	}
}

// handled waits until nothing waits to be handled or said.
func (r *replicas) handled(ctx context.Context, t *testing.T) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond) // the database does not tell when it changes
	defer tick.Stop()
	for {
		var waiting int
		if err := r.db.QueryRowContext(ctx, "SELECT (SELECT COUNT(*) FROM inbox WHERE state = 0) + (SELECT COUNT(*) FROM jobs WHERE state = 0 AND kind IN ('say', 'card'))").Scan(&waiting); err != nil {
			t.Fatalf("%d wait: %v", waiting, err)
		}
		if waiting == 0 && r.emu.Pending() == 0 {
			return
		}
		<-tick.C
	}
}

// beats is how often the heartbeat was given out.
func (r *replicas) beats(t *testing.T) (n int64) {
	t.Helper()
	if err := r.db.QueryRowContext(t.Context(), "SELECT COALESCE(MAX(lease), 0) FROM jobs WHERE key = 'heartbeat'").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
