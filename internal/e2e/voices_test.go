package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siaga/flows/flowtest"
	"siaga/internal/e2e"
	"siaga/internal/emulator"
	"siaga/internal/i18n"
	"siaga/internal/voice"
	"siaga/internal/voice/voicetest"
	"siaga/locales"
)

// newPhones makes phones whose voice notes of a stated length can be played.
func newPhones(e *emulator.Server, h e2e.House) *e2e.Phones {
	p := e2e.NewPhones(e, h)
	p.Clip = func(length time.Duration) []byte { return voicetest.Clip(length, "spoken for "+length.String()) }
	return p
}

// voices gives the languages that a script wants recorded clips of ("@voices id jv").
func voices(script flowtest.Script) []string {
	for _, l := range script.Lines {
		if l.Directive == "voices" {
			return strings.Fields(l.Arg)
		}
	}
	return nil
}

// clipsOf makes a folder in which every text of the languages that can be spoken has a clip.
func clipsOf(t *testing.T, tags []string) string {
	t.Helper()
	if len(tags) == 0 {
		return ""
	}
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, tag := range tags {
		var notes []voice.Note
		written(t, os.MkdirAll(filepath.Join(dir, tag, "voice"), 0o755))
		for key := range texts.Keys(tag) {
			said := texts.Spoken(tag, key)
			if said == "" || strings.HasSuffix(key, ".words") {
				continue
			}
			clip := voicetest.Clip(time.Second, tag+" "+key)
			written(t, os.WriteFile(filepath.Join(dir, voice.Place(tag, key)), clip, 0o644))
			notes = append(notes, voice.Note{Key: key, Text: i18n.Fingerprint(said), Clip: voice.Print(clip), By: "tester", On: "2026-11-23"})
		}
		written(t, os.WriteFile(filepath.Join(dir, voice.NotesPlace(tag)), []byte(voice.Write(notes)), 0o644))
	}
	return dir
}

func written(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
