package voice_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"siaga/internal/voice"
	"siaga/internal/voice/voicetest"
)

func TestAClipIsOpusOfAFittingLength(t *testing.T) {
	t.Parallel()
	for _, want := range []time.Duration{300 * time.Millisecond, time.Second, 2500 * time.Millisecond, time.Minute} {
		if got, err := voice.Check(voicetest.Clip(want, "x")); err != nil || got != want {
			t.Errorf("%s: got %s, %v", want, got, err)
		}
	}
	if got := voice.Length(voicetest.Clip(2500*time.Millisecond, "x")); got != 3 {
		t.Errorf("got %d seconds, want 3", got)
	}
}

func TestWhatIsNoClip(t *testing.T) {
	t.Parallel()
	whole := voicetest.Clip(3*time.Second, "x")
	changed := func(at int, b byte) []byte {
		c := append([]byte(nil), whole...)
		c[at] = b
		return c
	}
	vorbis := []byte(strings.Replace(string(whole), "OpusHead", "\x01vorbis.", 1))
	binary.LittleEndian.PutUint32(vorbis[22:], voice.Sum(vorbis[:28+19]))
	for name, clip := range map[string][]byte{
		"nothing": nil, "words": []byte("OggS voice note"), "not Opus": vorbis, "one bit changed": changed(len(whole)-1, 1),
		"a page lost": append(append([]byte(nil), whole[:47]...), whole[47+29:]...), "cut": whole[:len(whole)-100],
		"the end is missing": whole[:47+29], "something behind": append(append([]byte(nil), whole...), 'x'),
		"two in one": append(append([]byte(nil), whole...), whole...),
		"too short":  voicetest.Clip(200*time.Millisecond, "x"), "too long": voicetest.Clip(61*time.Second, "x"),
		"too large": make([]byte, voice.MaxBytes+1),
	} {
		if length, err := voice.Check(clip); err == nil {
			t.Errorf("%s: taken, %s long", name, length)
		}
	}
	if _, err := voice.Check(changed(0, 'x')); !errors.Is(err, voice.ErrForm) {
		t.Errorf("got %v, want ErrForm", err)
	}
}

func TestAFolderGivesOnlyWhatSpeaksTheWordingOfNow(t *testing.T) {
	t.Parallel()
	clip := voicetest.Clip(time.Second, "halo")
	note := voice.Note{Key: "report.safe", Text: "now", Clip: voice.Print(clip), By: "guru", On: "2026-11-29"}
	swapped := note
	swapped.Key = "report.danger"
	broken := voice.Note{Key: "report.who", Text: "now", Clip: voice.Print([]byte("x")), By: "guru", On: "2026-11-29"}
	files := fstest.MapFS{
		"id/voice/voice.toml":        {Data: []byte(voice.Write([]voice.Note{note, swapped, broken}))},
		"id/voice/report.safe.ogg":   {Data: clip},
		"id/voice/report.danger.ogg": {Data: voicetest.Clip(time.Second, "another")},
		"id/voice/report.who.ogg":    {Data: []byte("x")},
	}
	f, err := voice.Open(files, []string{"id", "jv"})
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := f.Clip("id", "report.safe", "now"); !ok || string(got) != string(clip) {
		t.Error("the clip is not found")
	}
	for name, ask := range map[string][3]string{"older wording": {"id", "report.safe", "then"}, "another language": {"jv", "report.safe", "now"},
		"another file": {"id", "report.danger", "now"}, "no voice message": {"id", "report.who", "now"}, "never recorded": {"id", "report.form", "now"}} {
		if _, ok := f.Clip(ask[0], ask[1], ask[2]); ok {
			t.Errorf("%s: played", name)
		}
	}
	if !f.Any("id") || f.Any("jv") {
		t.Errorf("id %v, jv %v", f.Any("id"), f.Any("jv"))
	}
}

func TestFaultsOfClipsAreNamed(t *testing.T) {
	t.Parallel()
	clip := voicetest.Clip(time.Second, "halo")
	row := func(key, text string, clip []byte) voice.Note {
		return voice.Note{Key: key, Text: text, Clip: voice.Print(clip), By: "guru", On: "2026-11-29"}
	}
	nobody := row("nobody", "now", clip)
	nobody.By = ""
	files := fstest.MapFS{"jv/voice/voice.toml": {Data: []byte(voice.Write([]voice.Note{row("right", "now", clip), row("older", "then", clip), row("lost", "now", clip),
		row("other", "now", []byte("x")), row("noise", "now", []byte("OggS noise")), row("gone", "now", clip), nobody, row("twice", "now", clip), row("twice", "now", clip)}))}}
	for _, key := range []string{"right", "older", "other", "gone", "nobody", "unnoted", "twice"} {
		files["jv/voice/"+key+".ogg"] = &fstest.MapFile{Data: clip}
	}
	files["jv/voice/noise.ogg"] = &fstest.MapFile{Data: []byte("OggS noise")}
	played, found := voice.Faults(files, "jv", func(key string) string {
		if key == "gone" {
			return ""
		}
		return "now"
	})
	want := map[string]string{"older": "older wording", "lost": "cannot be read", "other": "not the one", "noise": "no voice message",
		"gone": "no such text", "nobody": "not who", "unnoted": "no row", "twice": "twice"}
	for _, f := range found {
		if w, ok := want[f.Key]; !ok || !strings.Contains(f.What, w) {
			t.Errorf("%s: %s", f.Key, f.What)
		}
		delete(want, f.Key)
	}
	if played != 2 || len(want) > 0 {
		t.Errorf("%d played, want 2; not found: %v", played, want)
	}
	if played, found := voice.Faults(fstest.MapFS{"jv/voice/voice.toml": {Data: []byte("[[")}}, "jv", nil); played != 0 || len(found) != 1 {
		t.Errorf("a broken voice.toml: %d, %v", played, found)
	}
}
