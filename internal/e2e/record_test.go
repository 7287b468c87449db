package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"siaga/internal/voice"
	"siaga/locales"
)

// TestRecordingsComeBackAsFiles records in Telegram with the program as somebody runs it, confirms a clip, and writes it as the next
// release would have it.
func TestRecordingsComeBackAsFiles(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs the program; left out with -short")
	}
	h := newProcess(t, program(t), backends()[0])
	dir, ears := filepath.Join(t.TempDir(), "locales"), t.TempDir()
	if err := os.CopyFS(dir, locales.Files); err != nil {
		t.Fatal(err)
	}
	says(t, newPhones(h.emu, h), "@recorder siti jv guru, Ponorogo", "speaker.siti> [Mulai]", "speaker.siti> (voice 2s)", "speaker.siti> [Simpan]",
		"speaker.siti> (voice 3s)", "speaker.siti> [Simpan]")
	const key = "kernel.cancel_ask"
	runs := func(want string, args ...string) {
		t.Helper()
		out, err := h.command(t.Context(), args...)
		if err != nil || !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Fatalf("siaga %s: want %q, got %v\n%s", strings.Join(args, " "), want, err, out)
		}
	}
	runs(key+" waiting guru, Ponorogo", "locale", "voice", "list", "jv")
	runs("0 clips", "locale", "voice", "export", dir)
	runs("2 clips", "locale", "voice", "export", ears, "--waiting")
	if _, err := os.Stat(filepath.Join(ears, voice.NotesPlace("jv"))); err == nil {
		t.Error("clips that wait can be played")
	}
	runs("is played now, as recorded by guru, Ponorogo", "locale", "voice", "confirm", "jv", key)
	runs("1 clips", "locale", "voice", "export", dir, "--tag", "jv")
	runs(key+" played guru, Ponorogo", "locale", "voice", "list", "jv")
	runs("", "locale", "check", "--dir", dir)
	if clip, err := os.ReadFile(filepath.Join(dir, voice.Place("jv", key))); err != nil || voice.Length(clip) != 2 {
		t.Errorf("the clip is %d seconds long (%v), want 2", voice.Length(clip), err)
	}
	runs("no clip of a speaker any more", "locale", "voice", "undo", "jv", key)
	if out, err := h.command(t.Context(), "locale", "voice", "confirm", "jv", key); err == nil {
		t.Errorf("a clip that was removed is confirmed: %s", out)
	}
}
