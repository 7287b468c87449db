package loadtest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"siaga/internal/emulator"
)

// TestMain lets this test binary be the baseline's process.
func TestMain(m *testing.M) {
	if os.Getenv("LOADTEST_AS") == "plain" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		err := Naive{Token: Token, APIURL: os.Getenv("API"), RedisURL: os.Getenv("REDIS"), Officer: firstOfficer}.
			Run(ctx, func() { _, _ = os.Stdout.WriteString("ready\n") })
		if err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func plain(t *testing.T) Program {
	t.Helper()
	redis := miniredis.RunT(t)
	return Program{Name: "plain", Prepare: func(_ context.Context, api string) (House, error) {
		cmd := exec.Command(os.Args[0]) // stopped by a signal
		cmd.Env = []string{"LOADTEST_AS=plain", "API=" + api, "REDIS=redis://" + redis.Addr()}
		return House{Command: cmd, Payloads: []string{""}, Close: func() {}}, nil
	}}
}

// TestPeopleGoThroughTheConversation plays the baseline and looks at every figure.
func TestPeopleGoThroughTheConversation(t *testing.T) {
	t.Parallel()
	var f Figures
	for _, long := range []time.Duration{time.Second, 5 * time.Second, 20 * time.Second} { // a busy machine needs longer for a whole report
		var err error
		f, err = Play(t.Context(), plain(t), Load{People: 8, Warm: 100 * time.Millisecond, Duration: long})
		if err != nil && !errors.Is(err, ErrNothing) {
			t.Fatal(err)
		}
		if f.Reports > 0 {
			break
		}
	}
	if f.Reports == 0 || f.Updates < 11*(f.Reports-8) || f.Messages < f.Updates || f.Throughput <= 0 || f.P99 < f.P50 || f.P50 <= 0 || f.Card99 <= 0 || f.Memory < 1<<20 || f.First < f.Start || f.Start <= 0 {
		t.Errorf("figures that cannot be: %+v", f)
	}
}

// TestRateIsKept asks for a rate far below what can be answered.
func TestRateIsKept(t *testing.T) {
	t.Parallel()
	f, err := Play(t.Context(), plain(t), Load{People: 20, Rate: 50, Warm: 100 * time.Millisecond, Duration: 2 * time.Second})
	if errors.Is(err, ErrNothing) { // a busy machine needs longer
		f, err = Play(t.Context(), plain(t), Load{People: 20, Rate: 50, Warm: 5 * time.Second, Duration: 20 * time.Second})
	}
	if err != nil {
		t.Fatal(err)
	}
	if f.Throughput > 60 {
		t.Errorf("got %.0f updates a second, want about 50", f.Throughput)
	}
}

// TestProgramThatEndsIsNoFigure starts something that is no bot.
func TestProgramThatEndsIsNoFigure(t *testing.T) {
	t.Parallel()
	p := Program{Name: "nothing", Prepare: func(context.Context, string) (House, error) {
		return House{Command: exec.Command("false"), Close: func() {}}, nil // ends at once
	}}
	if _, err := Play(t.Context(), p, Load{People: 1, Duration: time.Second}); err == nil {
		t.Error("a program that ended at once gave figures")
	}
}

// TestRatios of made-up figures.
func TestRatios(t *testing.T) {
	t.Parallel()
	round := func(n float64) Round {
		return Round{Full: Figures{Throughput: 100 * n, CPU: 3 * time.Millisecond, Memory: 5}, BaseFull: Figures{Throughput: 100, CPU: time.Millisecond},
			Steady: Figures{P99: 4, Card99: 6}, BaseSteady: Figures{P99: 2}}
	}
	r := ratios("p", []Round{round(3), round(1), round(2)})
	if r.Throughput != 2 || r.CPU != 3 || r.P99 != 2 || r.Card != 1.5 || r.Memory != 5 {
		t.Errorf("got %+v", r)
	}
}

// TestButtonIsFoundBehindItsPicture as people find it.
func TestButtonIsFoundBehindItsPicture(t *testing.T) {
	t.Parallel()
	m := emulator.Message{Inline: [][]emulator.Button{{{Text: "👎 Tidak ada", Data: "n"}}}}
	if data, ok := find(m, "Tidak ada"); !ok || data != "n" {
		t.Error("not found")
	}
	if _, ok := find(m, "Tidak"); ok {
		t.Error("half a label was found")
	}
	if err := (&Crowd{}).do(1, m, Step{Press: "Ada"}); err == nil || errors.Is(err, ErrStuck) {
		t.Errorf("a button that is not there: got %v", err)
	}
}
