package e2e_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"siaga/flows/flowtest"
	"siaga/internal/session"
)

// redisStories are played under every fault of Redis; SIAGA_CHAOS=1 plays all transcripts that need no moved clock.
var redisStories = []string{"report_accepted", "wipe_and_other_phone"}

// TestRedisFaults plays stories while Redis does what it may do before every single step: the house says the same words as ever, on every
// phone. It runs on a Redis of its own: a stand-in always, a redis-server where there is one.
func TestRedisFaults(t *testing.T) {
	t.Parallel()
	files := make([]string, 0, len(redisStories))
	for _, name := range redisStories {
		files = append(files, filepath.Join("testdata", name+".txt"))
	}
	if os.Getenv("SIAGA_CHAOS") == "1" {
		files = realClock(t)
	}
	for kind, begin := range map[string]func(*testing.T) *ownRedis{"stand_in": standIn, "server": realServer} {
		for fault, strike := range redisFaults() {
			for _, file := range files {
				name := strings.TrimSuffix(filepath.Base(file), ".txt")
				if kind == "server" && name != redisStories[0] && os.Getenv("SIAGA_CHAOS") == "" {
					continue
				}
				t.Run(kind+"/"+fault+"/"+name, func(t *testing.T) {
					t.Parallel()
					playOnRedis(t, begin(t), strike, file)
				})
			}
		}
	}
}

// redisFaults are done before line i of n.
func redisFaults() map[string]func(t *testing.T, r *ownRedis, i, n int) {
	during := func(begin, end func(*ownRedis)) func(*testing.T, *ownRedis, int, int) {
		return func(t *testing.T, r *ownRedis, i, n int) {
			switch i {
			case n / 4:
				begin(r)
			case n * 3 / 4:
				end(r)
				if err := r.house.Advance(3 * time.Second); err != nil { // after its failures it is left alone for two
					t.Fatal(err)
				}
			}
		}
	}
	return map[string]func(*testing.T, *ownRedis, int, int){
		"gone":      during(func(r *ownRedis) { r.wire.cut() }, func(r *ownRedis) { r.wire.mend() }),
		"frozen":    during(func(r *ownRedis) { r.wire.freeze(true) }, func(r *ownRedis) { r.wire.freeze(false) }),
		"read_only": during(func(r *ownRedis) { r.readOnly(true) }, func(r *ownRedis) { r.readOnly(false) }),
		"emptied":   func(t *testing.T, r *ownRedis, _, _ int) { r.restore(t, nil) },
		"older": func(t *testing.T, r *ownRedis, i, _ int) {
			r.taken = append(r.taken, r.snapshot(t))
			r.restore(t, r.taken[max(i-3, 0)])
		},
		"damaged": func(t *testing.T, r *ownRedis, _, _ int) {
			r.change(t, func(s sessions) {
				for _, row := range s {
					if len(row.body) > 40 {
						row.body[len(row.body)/2] ^= 1
					}
				}
			})
		},
	}
}

func playOnRedis(t *testing.T, r *ownRedis, strike func(*testing.T, *ownRedis, int, int), file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script, err := flowtest.Parse(filepath.Base(file), string(raw))
	if err != nil {
		t.Fatal(err)
	}
	b := backends()[0]
	b.redis = func(*testing.T) string { return "redis://" + r.wire.address() }
	r.house = newInProcess(t, b, voices(script)...)
	phones := newPhones(r.house.emu, r.house)
	phones.Patience = time.Minute
	for i, l := range script.Lines {
		strike(t, r, i, len(script.Lines))
		if err := phones.Do(t.Context(), l); err != nil {
			t.Fatalf("line %d: %v\n%s", l.Number, err, phones.Transcript())
		}
	}
	_, told, _ := strings.Cut(string(raw), "\n\n") // without the sentence at the top
	if got := phones.Transcript(); strings.TrimSpace(told) != strings.TrimSpace(got) {
		t.Errorf("the house says something else\n%s", flowtest.Diff(told, got))
	}
	if r.wire.answers() < len(script.Lines)/4 {
		t.Errorf("Redis gave %d answers in all: the fault had nothing to strike", r.wire.answers())
	}
}

// TestSwappedSessionsShowNobodysDraft swaps what Redis holds of two reporters before every step, with and without the revisions: each
// reads the own words only.
func TestSwappedSessionsShowNobodysDraft(t *testing.T) {
	t.Parallel()
	for name, swap := range map[string]func(a, b *sessionRow){
		"rows":   func(a, b *sessionRow) { *a, *b = *b, *a },
		"bodies": func(a, b *sessionRow) { a.body, b.body = b.body, a.body },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := standIn(t)
			b := backends()[0]
			b.redis = func(*testing.T) string { return "redis://" + r.wire.address() }
			r.house = newInProcess(t, b)
			swappedSteps(t, r, swap)
		})
	}
}

func swappedSteps(t *testing.T, r *ownRedis, swap func(a, b *sessionRow)) {
	t.Helper()
	phones := newPhones(r.house.emu, r.house)
	phones.Patience = time.Minute // a house that takes the other's draft does not come to rest
	say := func(who, words string) {
		if err := phones.Do(t.Context(), flowtest.Line{Who: who, Say: words}); err != nil {
			t.Fatalf("%v\n%s", err, phones.Transcript())
		}
	}
	own := map[string]string{"citizen": "kenanga", "citizen.dua": "melati"}
	swapped := 0
	for _, step := range []string{"halo", "[Ya, aman]", "[Dalam beberapa hari]", "[Saya melihat]", "[Mau diberangkatkan]", "ada calo di rumah ",
		"soe", "[Tidak tahu]", "[Tidak ada]", "[Boleh kapan saja]", "[Ubah dulu]", "[Tidak jadi]", "[Kirim]", "[Sudah sampai mana?]"} {
		for _, who := range []string{"citizen", "citizen.dua"} {
			r.change(t, func(s sessions) {
				var rows []*sessionRow
				for _, row := range s {
					rows = append(rows, row)
				}
				if len(rows) == 2 {
					swap(rows[0], rows[1])
					swapped++
				}
			})
			words := step
			if strings.HasSuffix(step, " ") {
				words += own[who]
			}
			say(who, words)
		}
	}
	if swapped < 20 {
		t.Fatalf("swapped %d times only", swapped)
	}
	for who, id := range map[string]int64{"citizen": phones.ID("citizen"), "citizen.dua": phones.ID("citizen.dua")} {
		for other, word := range own {
			for _, m := range r.house.emu.History(id) {
				if other != who && strings.Contains(m.Text, word) {
					t.Errorf("%s reads what %s wrote: %q", who, other, m.Text)
				}
			}
		}
		if !strings.Contains(phones.Transcript(), "bot"+strings.TrimPrefix(who, "citizen")+"> Tulisan Anda sudah sampai") {
			t.Errorf("%s did not come to the end:\n%s", who, phones.Transcript())
		}
	}
}

// sessionRow is what Redis holds of one person.
type sessionRow struct {
	rev  string
	body []byte
}

// sessions are all of them, by key.
type sessions map[string]*sessionRow

// ownRedis is a Redis of one test behind a wire.
type ownRedis struct {
	wire     *wire
	client   *redis.Client // past the wire
	readOnly func(bool)
	taken    []sessions
	house    *inProcess
}

// standIn is a Redis in this process.
func standIn(t *testing.T) *ownRedis {
	t.Helper()
	server := miniredis.RunT(t)
	r := newOwnRedis(t, server.Addr())
	r.readOnly = func(yes bool) {
		if yes {
			server.SetError("READONLY You can't write against a read only replica.")
		} else {
			server.SetError("")
		}
	}
	return r
}

// realServer starts a redis-server that keeps nothing, or skips.
func realServer(t *testing.T) *ownRedis {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("there is no redis-server on the path")
	}
	socket := freeAddress(t)
	_, port, _ := strings.Cut(socket, ":")
	c, err := begin(path, nil, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		<-c.ended
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := c.await(ctx, c.out, "eady to accept connections"); err != nil {
		t.Fatal(err)
	}
	r := newOwnRedis(t, socket)
	r.readOnly = func(yes bool) {
		master, at := "NO", "ONE"
		if yes {
			master, at = "127.0.0.1", "1" // nobody is there
		}
		if err := r.client.Do(t.Context(), "REPLICAOF", master, at).Err(); err != nil {
			t.Error(err)
		}
	}
	return r
}

func newOwnRedis(t *testing.T, address string) *ownRedis {
	t.Helper()
	r := &ownRedis{wire: newWire(t, address), client: redis.NewClient(&redis.Options{Addr: address})}
	t.Cleanup(func() { _ = r.client.Close() })
	return r
}

// snapshot reads all sessions.
func (r *ownRedis) snapshot(t *testing.T) sessions {
	t.Helper()
	s := sessions{}
	keys, err := r.client.Keys(t.Context(), session.Prefix+"*").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		fields, err := r.client.HGetAll(t.Context(), key).Result()
		if err != nil {
			t.Fatal(err)
		}
		s[key] = &sessionRow{rev: fields["r"], body: []byte(fields["b"])}
	}
	return s
}

// restore puts a snapshot in the place of everything that is there.
func (r *ownRedis) restore(t *testing.T, s sessions) {
	t.Helper()
	if err := r.client.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	for key, row := range s {
		if err := r.client.HSet(t.Context(), key, "r", row.rev, "b", bytes.Clone(row.body)).Err(); err != nil {
			t.Fatal(err)
		}
		if err := r.client.Expire(t.Context(), key, time.Hour).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// change writes back what f makes of the sessions.
func (r *ownRedis) change(t *testing.T, f func(sessions)) {
	t.Helper()
	s := r.snapshot(t)
	f(s)
	r.restore(t, s)
}
