package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"siaga/internal/app"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/voice"
)

// LocaleVoices is the work with clips: files, and what speakers recorded inside Telegram.
type LocaleVoices struct {
	Add     LocaleVoice        `cmd:"" default:"withargs" help:"Take in a recorded clip that speaks a text."`
	List    LocaleVoiceList    `cmd:"" help:"List what was recorded inside Telegram, and where each clip stands."`
	Export  LocaleVoiceExport  `cmd:"" help:"Write the clips recorded inside Telegram as files, for a release or SIAGA_VOICE_DIR."`
	Confirm LocaleVoiceConfirm `cmd:"" help:"Stand for the last clip of a text, as the second pair of ears."`
	Undo    LocaleVoiceUndo    `cmd:"" help:"Remove everything that was recorded of a text inside Telegram."`
}

// LocaleVoiceConfirm lets the operator stand for a clip.
type LocaleVoiceConfirm struct{ LocaleText }

// LocaleVoiceUndo removes the clips of a text.
type LocaleVoiceUndo struct{ LocaleText }

// Run says which clip was confirmed.
func (c LocaleVoiceConfirm) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, func(e *engine.Engine) (string, error) {
		r, err := e.ConfirmRecording(ctx, c.Tag, c.Key)
		return "is played now, as recorded by " + r.By + " on " + r.On, c.unrecorded(err)
	})
}

// Run says that it is done.
func (c LocaleVoiceUndo) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, func(e *engine.Engine) (string, error) {
		return "has no clip of a speaker any more", c.unrecorded(e.UndoRecording(ctx, c.Tag, c.Key))
	})
}

// unrecorded says what was not found.
func (c LocaleText) unrecorded(err error) error {
	if errors.Is(err, engine.ErrNotFound) {
		return config.Bad("nothing was recorded of %q in %q as it is worded now; see siaga locale voice list %s", c.Key, c.Tag, c.Tag)
	}
	return err
}

// LocaleVoiceList lists recordings.
type LocaleVoiceList struct {
	Tag  string `arg:"" help:"Language tag, for example jv."`
	JSON bool   `help:"As JSON lines."`
}

type recordedLine struct {
	Key    string `json:"key"`
	Stands string `json:"stands"` // played, waiting, bad, old, earlier
	By     string `json:"by"`
	On     string `json:"on"`
}

// Run prints a table or JSON lines.
func (c LocaleVoiceList) Run(ctx context.Context, io streams, env environment) error {
	var lines []recordedLine
	err := eachRecorded(ctx, io, env, c.Tag, func(_ *engine.Engine, r engine.Recording, stands string) error {
		lines = append(lines, recordedLine{r.Key, stands, r.By, r.On})
		return nil
	})
	if err != nil {
		return err
	}
	return listing(io.out, c.JSON, "KEY\tSTANDS\tBY\tON", lines, func(l recordedLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s", l.Key, l.Stands, l.By, l.On)
	})
}

// LocaleVoiceExport writes recordings as files.
type LocaleVoiceExport struct {
	Dir     string `arg:"" help:"Folder to write TAG/voice/KEY.ogg into, with voice.toml; it may be locales."`
	Tag     string `help:"Only this language." placeholder:"TAG"`
	Waiting bool   `help:"The clips that wait for a second pair of ears instead, to be heard; without voice.toml, so nothing plays them."`
}

// Run writes clip by clip and counts them.
func (c LocaleVoiceExport) Run(ctx context.Context, io streams, env environment) error {
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return config.Bad("the folder %s cannot be made", c.Dir)
	}
	want, n := engine.RecordingPlayed, 0
	if c.Waiting {
		want = engine.RecordingWaiting
	}
	files := os.DirFS(c.Dir)
	err := eachRecorded(ctx, io, env, c.Tag, func(e *engine.Engine, r engine.Recording, stands string) error {
		if stands != want {
			return nil
		}
		n++
		return c.write(ctx, e, files, r)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%d clips written to %s\n", n, c.Dir)
	return err
}

func (c LocaleVoiceExport) write(ctx context.Context, e *engine.Engine, files fs.FS, r engine.Recording) error {
	clip, err := e.RecordedFile(ctx, r)
	if err != nil {
		return fmt.Errorf("read the clip of %s %s: %w", r.Tag, r.Key, err)
	}
	if c.Waiting {
		return putClip(c.Dir, r.Tag, r.Key, clip)
	}
	return keepClip(c.Dir, files, r.Tag, clip, voice.Note{Key: r.Key, Text: r.Text, Clip: r.Clip, By: r.By, On: r.On})
}

// eachRecorded goes through what was recorded of a language, of all when empty, with where it stands now.
func eachRecorded(ctx context.Context, io streams, env environment, tag string, do func(*engine.Engine, engine.Recording, string) error) (err error) {
	o, err := wordingOffice(ctx, io, env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if _, ok := o.Engine.Book.Release().Language(tag); !ok && tag != "" {
		return config.Bad("there is no language %q", tag)
	}
	return recordedIn(ctx, o, tag, do)
}

func recordedIn(ctx context.Context, o *app.Office, tag string, do func(*engine.Engine, engine.Recording, string) error) error {
	if err := o.Engine.Renew(ctx); err != nil {
		return err
	}
	all, err := o.Engine.Recordings(ctx, tag)
	if err != nil {
		return err
	}
	for _, r := range all {
		if stands := o.Engine.RecordingStands(r); stands != "" {
			if err := do(o.Engine, r, stands); err != nil {
				return err
			}
		}
	}
	return nil
}
