package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"siaga/internal/app"
	"siaga/internal/config"
	"siaga/internal/i18n"
	"siaga/internal/screens"
	"siaga/internal/wording"
	"siaga/locales"
)

// LocaleExport gives the texts of a language to a speaker.
type LocaleExport struct {
	localeDir
	Tag      string `arg:"" help:"Language tag, for example jv. A new one gives all texts untranslated."`
	Format   string `default:"csv" enum:"csv,xliff" help:"csv for a spreadsheet, xliff (1.2) for a translator's tool."`
	Out      string `help:"Write to this file instead of the screen." placeholder:"FILE"`
	Live     bool   `help:"With what speakers said inside Telegram, from the database of the settings."`
	Pictures string `help:"Draw the screen of each text into this folder, one SVG file each." placeholder:"DIR"`
}

// tagForm is what a language tag looks like: letters of ISO 639, perhaps with a script or region.
var tagForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// Run writes the file, and the pictures if they are wished for.
func (c LocaleExport) Run(ctx context.Context, s streams, env environment) error {
	if !tagForm.MatchString(c.Tag) {
		return config.Bad("%q is no language tag; write it as jv, mad, ban …", c.Tag)
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	book, err := wording.Open(files, c.Tag)
	if err != nil {
		return err
	}
	if c.Live {
		said, err := saidOf(ctx, s, env, c.Tag)
		if err != nil {
			return err
		}
		if _, err := layOver(files, book, said); err != nil {
			return err
		}
	}
	shown, err := c.screens(s.err, files)
	if err != nil {
		return err
	}
	if err := c.draw(shown, book); err != nil {
		return err
	}
	return c.write(s.out, book.Rows(placeIn(shown)))
}

// screens plays the conversations. Texts that are not whole yet are shown in their place as this program was built with them.
func (c LocaleExport) screens(said io.Writer, files fs.FS) (screens.All, error) {
	texts, err := i18n.Load(files)
	if err != nil {
		fmt.Fprintln(said, "The texts are not whole yet (siaga locale check); the screens show the texts this program was built with.")
		texts, err = i18n.Load(locales.Files)
	}
	if err != nil {
		return nil, err
	}
	return app.Screens(texts, c.Tag)
}

func placeIn(shown screens.All) func(string) wording.Place {
	return func(key string) wording.Place {
		s, ok := shown[key]
		if !ok {
			return wording.Place{}
		}
		return wording.Place{Screen: strings.TrimSuffix(s.Flow+": "+s.Row, ": "), Buttons: s.Labels(), Talk: s.Transcript()}
	}
}

// draw makes a picture for each text that appears somewhere.
func (c LocaleExport) draw(shown screens.All, book *wording.Book) error {
	if c.Pictures == "" {
		return nil
	}
	if err := os.MkdirAll(c.Pictures, 0o755); err != nil {
		return config.Bad("the folder %s cannot be made", c.Pictures)
	}
	for _, r := range book.Rows(nil) {
		s, ok := shown[r.Key]
		if !ok {
			continue
		}
		if err := os.WriteFile(filepath.Join(c.Pictures, r.Key+".svg"), []byte(s.SVG()), 0o644); err != nil {
			return fmt.Errorf("draw %s: %w", r.Key, err)
		}
	}
	return nil
}

func (c LocaleExport) write(out io.Writer, rows []wording.Row) error {
	if c.Out == "" {
		return c.format(out, rows)
	}
	f, err := os.Create(c.Out)
	if err != nil {
		return config.Bad("the file %s cannot be written", c.Out)
	}
	return errors.Join(c.format(f, rows), f.Close())
}

func (c LocaleExport) format(out io.Writer, rows []wording.Row) error {
	if c.Format == "xliff" {
		return wording.WriteXLIFF(out, c.Tag, rows)
	}
	return wording.WriteCSV(out, c.Tag, rows)
}
