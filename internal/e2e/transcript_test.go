package e2e_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"siaga/flows/flowtest"
)

var update = flag.Bool("update", false, "write the transcripts anew (on SQLite with polling)")

// TestTranscripts plays every transcript through emulator, bot, engine and stores, in each way of running the house.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for i, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
					t.Parallel()
					play(t, b, file, *update && i == 0)
				})
			}
		})
	}
}

// TestPureTranscripts plays the reporter's transcripts of flows/report through everything: the bot must say the same.
func TestPureTranscripts(t *testing.T) {
	files, err := filepath.Glob("../../flows/report/testdata/*.txt")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d transcripts: %v", len(files), err)
	}
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
					t.Parallel()
					playPure(t, b, file)
				})
			}
		})
	}
}

// TestLanguages plays the conversations in every language through everything, on the embedded database.
func TestLanguages(t *testing.T) {
	files, err := filepath.Glob("../../flows/report/testdata/languages/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d transcripts: %v", len(files), err)
	}
	for _, file := range files {
		if filepath.Base(file) == "script.txt" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			playPure(t, backends()[0], file)
		})
	}
}

func playPure(t *testing.T, b backend, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "\n@deploy") {
		t.Skip("a deploy cannot be played from outside; the pure flow plays it")
	}
	script, err := flowtest.Parse(filepath.Base(file), string(raw))
	if err != nil {
		t.Fatal(err)
	}
	h := newInProcess(t, b, voices(script)...)
	got, err := newPhones(h.emu, h).Play(t.Context(), script)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if want, got := spoken(string(raw)), spoken(got); want != got {
		t.Errorf("the house says something else than the flow\n%s", flowtest.Diff(want, got))
	}
}

var receiptNumber = regexp.MustCompile(`\d{4} \d{4} \d{4} \d{4}`)

// spoken leaves what people said and read: no effects, no deletions, no particular receipt number.
func spoken(transcript string) string {
	var out []string
	for line := range strings.Lines(transcript) {
		if strings.HasPrefix(line, "do> ") || strings.HasPrefix(line, "bot (deleted)> ") {
			continue
		}
		out = append(out, receiptNumber.ReplaceAllString(line, "0xxx xxxx xxxx xxxx"))
	}
	return strings.Join(out, "")
}

func play(t *testing.T, b backend, file string, update bool) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script, err := flowtest.Parse(filepath.Base(file), string(raw))
	if err != nil {
		t.Fatal(err)
	}
	h := newInProcess(t, b, voices(script)...)
	got, err := newPhones(h.emu, h).Play(t.Context(), script)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	flowtest.Compare(t, file, string(raw), got, update)
}
