package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"

	"siaga/internal/app"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/i18n"
	"siaga/internal/wording"
)

// wordingOffice opens the store and the texts for one command.
func wordingOffice(ctx context.Context, io streams, env environment) (*app.Office, error) {
	cfg, err := config.Read(env)
	if err != nil {
		return nil, err
	}
	return app.OpenWording(ctx, cfg, slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// saidOf reads what speakers said of a language's texts.
func saidOf(ctx context.Context, io streams, env environment, tag string) ([]engine.Verdict, error) {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return nil, err
	}
	said, err := o.Engine.Verdicts(ctx, tag)
	return said, errors.Join(err, o.Close())
}

// layOver writes what was said into a book of these files. Words about texts that read differently in the files by now are left out.
func layOver(files fs.FS, book *wording.Book, said []engine.Verdict) (wording.Outcome, error) {
	texts, err := i18n.Load(files)
	if err != nil {
		return wording.Outcome{}, fmt.Errorf("the texts are not whole (siaga locale check): %w", err)
	}
	return book.Lay(texts.Settle(said)), nil
}

// LocaleText is one text of a language.
type LocaleText struct {
	Tag string `arg:"" help:"Language tag, for example jv."`
	Key string `arg:"" help:"Key of the text, for example report.safe."`
}

// LocaleConfirm lets the operator stand for a text.
type LocaleConfirm struct{ LocaleText }

// LocaleUndo forgets what was said of a text.
type LocaleUndo struct{ LocaleText }

// Run prints the wording that was confirmed.
func (c LocaleConfirm) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, func(e *engine.Engine) (string, error) {
		s, err := e.ConfirmWording(ctx, c.Tag, c.Key)
		return fmt.Sprintf("confirmed: %s", shorten(s.Text)), err
	})
}

// Run says that it is done.
func (c LocaleUndo) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, func(e *engine.Engine) (string, error) {
		return "reads as in the release again", e.UndoWording(ctx, c.Tag, c.Key)
	})
}

// do does one thing to a text and says what is so afterwards.
func (c LocaleText) do(ctx context.Context, io streams, env environment, deed func(*engine.Engine) (string, error)) error {
	o, err := wordingOffice(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	after, err := deed(o.Engine)
	if errors.Is(err, engine.ErrNotFound) {
		return config.Bad("there is no text %q in the language %q", c.Key, c.Tag)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s %s %s\n", c.Tag, c.Key, after)
	return err
}

// LocaleSaid lists what speakers said.
type LocaleSaid struct {
	Tag  string `arg:"" help:"Language tag, for example jv."`
	JSON bool   `help:"As JSON lines."`
}

// saidLine is one text that something was said of. Notes are words of speakers for whoever looks after the texts.
type saidLine struct {
	Key    string   `json:"key"`
	Status string   `json:"status"` // keep, better, draft, wrong; "-": as in the release
	Voices int      `json:"voices"`
	Text   string   `json:"text"`
	Notes  []string `json:"notes,omitempty"`
}

// Run prints a table or JSON lines.
func (c LocaleSaid) Run(ctx context.Context, io streams, env environment) error {
	o, err := wordingOffice(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if _, ok := o.Engine.Book.Release().Language(c.Tag); !ok {
		return config.Bad("there is no language %q", c.Tag)
	}
	all, err := o.Engine.Verdicts(ctx, c.Tag)
	if err != nil {
		return err
	}
	return listing(io.out, c.JSON, "KEY\tSTATUS\tVOICES\tTEXT\tNOTES", saidLines(o.Engine.Book.Release(), c.Tag, all), func(l saidLine) string {
		notes := ""
		for _, n := range l.Notes {
			notes += shorten(n) + " "
		}
		return fmt.Sprintf("%s\t%s\t%d\t%s\t%s", l.Key, l.Status, l.Voices, shorten(l.Text), notes)
	})
}

// saidLines gives a line for each text that something was said of, in alphabetical order.
func saidLines(release *i18n.Texts, tag string, all []engine.Verdict) []saidLine {
	byKey, keys := map[string][]engine.Verdict{}, []string{}
	for _, v := range all {
		if v.Status == i18n.Skip {
			continue
		}
		if byKey[v.Key] == nil {
			keys = append(keys, v.Key)
		}
		byKey[v.Key] = append(byKey[v.Key], v)
	}
	slices.Sort(keys)
	var lines []saidLine
	for _, key := range keys {
		s := release.Stand(tag, key, byKey[key])
		l := saidLine{Key: key, Status: s.Status, Voices: len(s.Voices), Text: s.Text}
		if l.Status == "" {
			l.Status = "-"
		}
		for _, v := range byKey[key] {
			if !v.Note.IsZero() {
				l.Notes = append(l.Notes, v.Note.Reveal())
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// LocalePull brings what speakers said into the files.
type LocalePull struct {
	Tag    string `arg:"" optional:"" help:"Only this language."`
	Dir    string `default:"locales" help:"Folder with the files of the languages." placeholder:"DIR"`
	DryRun bool   `help:"Show what would change and write nothing."`
	JSON   bool   `help:"The outcome as one JSON object for each language."`
}

// Run shows and writes, language by language.
func (c LocalePull) Run(ctx context.Context, io streams, env environment) error {
	files, err := localeDir{c.Dir}.files()
	if err != nil {
		return err
	}
	if err := known(files, c.Tag); err != nil {
		return err
	}
	said, err := saidOf(ctx, io, env, c.Tag)
	if err != nil {
		return err
	}
	var tags []string
	for _, v := range said {
		if !slices.Contains(tags, v.Tag) {
			tags = append(tags, v.Tag)
		}
	}
	slices.Sort(tags)
	for _, tag := range tags {
		if err := c.one(io, files, tag, said); err != nil {
			return err
		}
	}
	return nil
}

func (c LocalePull) one(io streams, files fs.FS, tag string, said []engine.Verdict) error {
	book, err := wording.Open(files, tag)
	if err != nil {
		return err
	}
	o, err := layOver(files, book, said)
	if err != nil {
		return err
	}
	if err := showOutcome(io.out, c.JSON, tag, o); err != nil {
		return err
	}
	if n := len(o.Bad); n > 0 {
		return fmt.Errorf("%d texts of %s are refused; nothing was written for it", n, tag)
	}
	if c.DryRun {
		return nil
	}
	return writeBook(c.Dir, book, o)
}
