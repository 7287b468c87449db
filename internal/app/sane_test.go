package app

import (
	"testing"
	"time"

	"siaga/internal/config"
)

// TestAMovedClockDestroysNothing moves the clock as an attacker or a flat battery does, and waits as long as it takes.
func TestAMovedClockDestroysNothing(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		moved    time.Duration // of the clock, after the start
		atStart  time.Duration // of the clock, before the start
		silent   bool          // Telegram does not answer
		restored bool          // the clock is put right in the end
		want     string
	}{
		"right":                         {want: ""},
		"an hour is no jump":            {moved: 50 * time.Minute, want: ""},
		"two hours ahead":               {moved: 2 * time.Hour, want: clockJumped},
		"ten years ahead":               {moved: 87600 * time.Hour, want: clockJumped},
		"a day back":                    {moved: -24 * time.Hour, want: clockJumped},
		"wrong from the start":          {atStart: 87600 * time.Hour, want: clockJumped},
		"nobody tells the time":         {silent: true, want: clockUnwatched},
		"ahead, nobody tells the time":  {silent: true, moved: 24 * time.Hour, want: clockJumped},
		"wrong at the start, no answer": {silent: true, atStart: 87600 * time.Hour, want: clockUnwatched},
		"moved and put right":           {moved: 24 * time.Hour, restored: true, want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var passed time.Duration
			off := test.atStart
			s := &Sane{clock: func() time.Time { return begin.Add(passed + off) }, steady: func() time.Duration { return passed },
				outside: func() (time.Time, bool) { return begin.Add(passed), !test.silent }}
			s.wall, s.at = s.clock(), s.steady()
			off += test.moved
			for range 1000 { // hour after hour: a jump must not become true by waiting
				passed += time.Hour
				if got := s.Doubt(); !test.restored && got != test.want {
					t.Fatalf("after %v: got %q, want %q", passed, got, test.want)
				}
			}
			if test.restored {
				off -= test.moved
			}
			if got := s.Doubt(); got != test.want {
				t.Errorf("in the end: got %q, want %q", got, test.want)
			}
		})
	}
}

// TestDoctorSaysWhoReadsFigures tells loopback from everything else.
func TestDoctorSaysWhoReadsFigures(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]Grade{"127.0.0.1:1": Good, "[::1]:1": Good, "localhost:1": Good, "0.0.0.0:1": Warn, ":1": Warn, "10.1.2.3:1": Warn, "siaga.example:1": Warn} {
		if got := examineListeners(config.Config{Listen: address, OpsListen: "127.0.0.1:2"}).Grade; got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
		if got := examineListeners(config.Config{Listen: "0.0.0.0:443", OpsListen: address, WebhookURL: "https://x"}).Grade; got != want {
			t.Errorf("%s beside a webhook: got %s, want %s", address, got, want)
		}
	}
}
