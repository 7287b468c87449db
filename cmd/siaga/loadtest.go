package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"time"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/loadtest"
	"siaga/internal/private"
	"siaga/internal/store"
	"siaga/internal/taskforce"
)

// Loadtest plays many people through the report conversation and compares with a plain bot in the same run.
type Loadtest struct {
	People   int           `default:"256" help:"How many people at the same time."`
	Rate     int           `default:"200" help:"Updates a second of the steady part (0: left out)."`
	Duration time.Duration `default:"10s" help:"How long each part counts."`
	Warm     time.Duration `default:"3s" help:"How long each part warms up first."`
	Rounds   int           `default:"3" help:"How many rounds; the median is told."`
	Webhook  bool          `help:"By webhook in place of polling."`
	Redis    string        `help:"Redis of the plain bot and of the PostgreSQL part; without it one is started (needs redis-server)." placeholder:"URL"`
	Postgres string        `help:"PostgreSQL database for another part; a schema of its own is made and removed." placeholder:"URL"`
	Profile  string        `help:"Write profiles of the program into this folder, and leave the plain bot out." placeholder:"DIR"`
	Stored   int           `help:"Leave the plain bot out, and tell what an update costs with so many conversations and cases stored, against 1,000 (minutes, and a disk with 5 GB for a million)." placeholder:"N"`
	Check    bool          `help:"End with an error when a ratio is far worse than it should be (generous bounds, for CI)."`
	JSON     bool          `help:"Print the ratios as JSON lines."`

	As string `hidden:"" help:"Be one of the programs under test."`
}

// Bounds of --check: far from the goals, so that only a real step back is noticed, whatever machine it is.
const (
	checkThroughput = 0.20
	checkCPU        = 8.00
	checkMemory     = 256 << 20
)

// Run compares, or is one of those compared.
func (l Loadtest) Run(ctx context.Context, io streams, env environment) error {
	switch l.As {
	case "siaga":
		return l.asSiaga(ctx, io, env)
	case "plain":
		return loadtest.Naive{Token: loadtest.Token, APIURL: env.get("SIAGA_TELEGRAM_API_URL"), RedisURL: env.get("SIAGA_REDIS_URL"),
			Listen: env.get("SIAGA_LISTEN"), WebhookURL: env.get("SIAGA_WEBHOOK_URL"), Officer: 1001}.Run(ctx, func() { fmt.Fprintln(io.out, "ready") })
	}
	return l.compare(ctx, io)
}

// get reads one variable.
func (e environment) get(name string) string {
	for _, pair := range e {
		if n, v, _ := strings.Cut(pair, "="); n == name {
			return v
		}
	}
	return ""
}

func (l Loadtest) compare(ctx context.Context, io streams) error {
	redis, stop, err := l.redis(ctx)
	if err != nil {
		return err
	}
	defer stop()
	full := loadtest.Load{People: l.People, Warm: l.Warm, Duration: l.Duration}
	steady := full
	steady.Rate = l.Rate
	if l.Rate == 0 {
		steady.Duration = 0
	}
	plan := loadtest.Plan{Base: l.plain(redis), Programs: []loadtest.Program{l.siaga("siaga on SQLite", "", "")}, Rounds: l.Rounds, Full: full, Steady: steady}
	if l.Postgres != "" {
		plan.Programs = append(plan.Programs, l.siaga("siaga on PostgreSQL and Redis", l.Postgres, redis))
	}
	if l.Profile != "" {
		return l.profile(ctx, plan, io)
	}
	if l.Stored > 0 {
		return l.stored(ctx, redis, full, io)
	}
	all, err := loadtest.Compare(ctx, plan, io.err)
	if err != nil {
		return err
	}
	if err := l.print(io, all); err != nil || !l.Check {
		return err
	}
	for _, r := range all {
		if r.Throughput < checkThroughput || r.CPU > checkCPU || r.Memory > checkMemory {
			return fmt.Errorf("%s stepped back: throughput %.2f x (at least %.2f), CPU %.2f x (at most %.2f), memory %d MiB (at most %d)",
				r.Program, r.Throughput, checkThroughput, r.CPU, checkCPU, r.Memory>>20, checkMemory>>20)
		}
	}
	return nil
}

func (l Loadtest) print(io streams, all []loadtest.Ratios) error {
	if !l.JSON {
		return loadtest.Print(io.out, all)
	}
	lines := json.NewEncoder(io.out)
	for _, r := range all {
		if err := lines.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// profile runs the programs alone, each writing what it spends into files.
func (l Loadtest) profile(ctx context.Context, plan loadtest.Plan, io streams) error {
	if err := os.MkdirAll(l.Profile, 0o700); err != nil {
		return config.Bad("the folder %s cannot be made", l.Profile)
	}
	for _, p := range plan.Programs {
		f, err := loadtest.Play(ctx, p, plan.Full)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "%s: %.0f updates/s, %v of processor an update, %d MiB\n", p.Name, f.Throughput, f.CPU, f.Memory>>20)
	}
	fmt.Fprintf(io.out, "profiles in %s: go tool pprof -top FILE\n", l.Profile)
	return nil
}

// fewStored is what a stored million is compared with.
const fewStored = 1000

// stored measures each program with few and with many rows at rest, in turn, and tells the median of the rounds.
func (l Loadtest) stored(ctx context.Context, redis string, load loadtest.Load, io streams) error {
	few, many := l, l
	few.Stored = fewStored
	pairs := [][2]loadtest.Program{{few.siaga("siaga on SQLite", "", ""), many.siaga("siaga on SQLite", "", "")}}
	if l.Postgres != "" {
		name := "siaga on PostgreSQL and Redis"
		pairs = append(pairs, [2]loadtest.Program{few.siaga(name, l.Postgres, redis), many.siaga(name, l.Postgres, redis)})
	}
	for _, pair := range pairs {
		cost, err := loadtest.Growth(ctx, pair[0], pair[1], load, l.Rounds, io.err)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "%s: an update costs %.2f x of a processor with %d stored against %d; goal <= 1.15 x\n", pair[0].Name, cost, l.Stored, fewStored)
	}
	return nil
}

// plain is the baseline.
func (l Loadtest) plain(redis string) loadtest.Program {
	return loadtest.Program{Name: "plain bot", Prepare: func(ctx context.Context, api string) (loadtest.House, error) {
		env := []string{"SIAGA_TELEGRAM_API_URL=" + api, "SIAGA_REDIS_URL=" + redis}
		hook, err := l.hook(ctx)
		if err != nil {
			return loadtest.House{}, err
		}
		cmd, err := l.command(append(env, hook...), "plain")
		return loadtest.House{Command: cmd, Payloads: []string{""}, Close: func() {}}, err
	}}
}

// hook chooses the addresses of a webhook.
func (l Loadtest) hook(ctx context.Context) ([]string, error) {
	var addresses []string
	for range 2 {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("look for a free port: %w", err)
		}
		defer listener.Close()
		addresses = append(addresses, listener.Addr().String())
	}
	env := []string{"SIAGA_LISTEN=" + addresses[0], "SIAGA_OPS_LISTEN=" + addresses[1]}
	if l.Webhook {
		env = append(env, "SIAGA_WEBHOOK_URL=http://"+addresses[0]+"/hook", "SIAGA_WEBHOOK_SECRET=a-secret-for-the-load-test")
	}
	return env, nil
}

// command starts this program again as one of those under test.
func (l Loadtest) command(env []string, as string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.Command(self, "loadtest", "--as", as, "--profile", l.Profile) // stopped by a signal, so that it can end well
	cmd.Env = append(env, "PATH="+os.Getenv("PATH"), "HOME="+os.Getenv("HOME"), "GOMAXPROCS="+os.Getenv("GOMAXPROCS"))
	return cmd, nil
}

// siaga is the real program on a fresh database, its officers invited.
func (l Loadtest) siaga(name, postgres, redis string) loadtest.Program {
	return loadtest.Program{Name: name, Prepare: func(ctx context.Context, api string) (loadtest.House, error) {
		dir, err := os.MkdirTemp("", "siaga-load-")
		if err != nil {
			return loadtest.House{}, fmt.Errorf("make a folder: %w", err)
		}
		house := loadtest.House{Close: func() { _ = os.RemoveAll(dir) }}
		database := "sqlite:" + filepath.Join(dir, "siaga.db")
		if postgres != "" {
			var drop func()
			if database, drop, err = store.Scratch(ctx, postgres, "load_"+strings.ToLower(rand.Text())); err != nil {
				house.Close()
				return house, err
			}
			house.Close = func() { drop(); _ = os.RemoveAll(dir) }
		}
		env := []string{"SIAGA_TELEGRAM_TOKEN=" + loadtest.Token, "SIAGA_TELEGRAM_API_URL=" + api, "SIAGA_DATABASE_URL=" + database,
			"SIAGA_KEYS=" + filepath.Join(dir, "siaga.keys"), "SIAGA_REDIS_URL=" + redis, "SIAGA_LOG_LEVEL=error"}
		hook, err := l.hook(ctx)
		if err == nil {
			env = append(env, hook...)
			house.Payloads, err = l.invited(ctx, env)
		}
		if err == nil {
			house.Command, err = l.command(env, "siaga")
		}
		if err != nil {
			house.Close()
		}
		return house, err
	}}
}

// invited fills the register, and what is to be stored already, and gives a link for an officer of each place that people write.
func (l Loadtest) invited(ctx context.Context, env environment) ([]string, error) {
	if _, err := private.CreateKeysFile(env.get("SIAGA_KEYS")); err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	cfg, err := config.Read(env)
	if err != nil {
		return nil, err
	}
	house, err := app.Build(ctx, cfg, app.Options{})
	if err != nil {
		return nil, err
	}
	defer house.Close()
	forces, seats := taskforce.Seed()
	for i := range seats {
		seats[i].Officer = nil
	}
	if err := house.Engine.Import(ctx, forces, seats); err != nil {
		return nil, err
	}
	if err := house.Store.Stored(ctx, l.Stored); err != nil {
		return nil, err
	}
	var out []string
	for _, seat := range []casework.SeatID{"53.02/duty/1", "32.03/duty/1", "32.12/duty/1", "52.03/duty/1"} {
		payload, err := house.Engine.Link(ctx, seat, taskforce.Officer{Name: "Petugas " + string(seat), Reachable: true})
		if err != nil {
			return nil, err
		}
		out = append(out, payload)
	}
	return out, nil
}

// unpaced lets every message through at once: the limits of the real Bot API would be all that is measured.
type unpaced struct{}

// Allow implements outbox.Pace.
func (unpaced) Allow(context.Context, engine.Person, bool) time.Duration { return 0 }

// Hold implements outbox.Pace.
func (unpaced) Hold(engine.Person, time.Time) {}

// asSiaga is "siaga serve" without the pace.
func (l Loadtest) asSiaga(ctx context.Context, io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelError}))
	house, err := app.Build(ctx, cfg, app.Options{Log: log, Pace: unpaced{}})
	if err != nil {
		return err
	}
	defer house.Close()
	if l.Profile != "" {
		stop, err := profiling(l.Profile, house.Store.Dialect())
		if err != nil {
			return err
		}
		defer stop()
	}
	return house.Run(ctx, func() { fmt.Fprintln(io.out, "ready") })
}

// profiling writes what the processor does into a file, and what lies in memory at the end into another.
func profiling(dir, name string) (func(), error) {
	cpu, err := os.Create(filepath.Join(dir, name+".cpu.pprof"))
	if err != nil {
		return nil, fmt.Errorf("write a profile: %w", err)
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return nil, errors.Join(fmt.Errorf("write a profile: %w", err), cpu.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = cpu.Close()
		if heap, err := os.Create(filepath.Join(dir, name+".heap.pprof")); err == nil {
			_ = pprof.Lookup("allocs").WriteTo(heap, 0)
			_ = heap.Close()
		}
	}, nil
}

// redis gives the address of a Redis, started here when none was named.
func (l Loadtest) redis(ctx context.Context) (string, func(), error) {
	if l.Redis != "" || l.Profile != "" && l.Postgres == "" {
		return l.Redis, func() {}, nil
	}
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return "", nil, config.Bad("the plain bot needs Redis: install redis-server, or name one with --redis")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("look for a free port: %w", err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	cmd := exec.Command(path, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no") //nolint:gosec // of the path, ended below
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("start redis-server: %w", err)
	}
	stop := func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	for range 100 {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", "127.0.0.1:"+port)
		if err == nil {
			_ = conn.Close()
			return "redis://127.0.0.1:" + port, stop, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	return "", nil, errors.New("redis-server does not answer")
}
