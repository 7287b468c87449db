package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"siaga/internal/config"
	"siaga/internal/i18n"
	"siaga/internal/wording"
	"siaga/locales"
)

// Locale is the work of people who translate and review.
type Locale struct {
	List   LocaleList   `cmd:"" help:"List the languages and how far each of them is."`
	Check  LocaleCheck  `cmd:"" help:"Say what is wrong in the texts; exit code 1 if anything is."`
	Export LocaleExport `cmd:"" help:"Write the texts of a language for a spreadsheet or a translator's tool, each with its screen."`
	Voice  LocaleVoices `cmd:"" help:"Recorded clips: take one in; list, confirm, undo and export those recorded inside Telegram."`
	Import LocaleImport `cmd:"" help:"Read such a file back; all of it or nothing."`

	Invite    LocaleInvite    `cmd:"" help:"Make a one-time link (seven days) by which a speaker helps inside Telegram."`
	Reviewers LocaleReviewers `cmd:"" help:"List the speakers who help inside Telegram."`
	Dismiss   LocaleDismiss   `cmd:"" help:"End a speaker's help at once."`
	Said      LocaleSaid      `cmd:"" help:"List what speakers said of texts inside Telegram, and where each text stands."`
	Confirm   LocaleConfirm   `cmd:"" help:"Stand for a text as it is worded now, as the second pair of eyes."`
	Undo      LocaleUndo      `cmd:"" help:"Forget what was said of a text: it reads as in the release again."`
	Pull      LocalePull      `cmd:"" help:"Write what speakers said into the files of the languages, for the next release."`
}

// localeDir is where the files of the languages are.
type localeDir struct {
	Dir string `help:"Folder with the files of the languages; without it the texts this program was built with." placeholder:"DIR"`
}

func (d localeDir) files() (fs.FS, error) {
	if d.Dir == "" {
		return locales.Files, nil
	}
	if _, err := os.Stat(filepath.Join(d.Dir, "languages.toml")); err != nil {
		return nil, config.Bad("%s is no folder of languages: there is no languages.toml in it", d.Dir)
	}
	return os.DirFS(d.Dir), nil
}

// languagesOf reads languages.toml. Unlike Load it takes languages that are not complete yet.
func languagesOf(files fs.FS) ([]i18n.Language, error) {
	list, err := i18n.List(files)
	if err != nil {
		return nil, config.Bad("%v", err)
	}
	return list, nil
}

// LocaleList lists languages.
type LocaleList struct {
	localeDir
	JSON bool `help:"As JSON lines."`
}

type localeLine struct {
	Tag      string `json:"tag"`
	Name     string `json:"name"`
	Status   string `json:"status"`
	Reviewer string `json:"reviewer,omitempty"`
	Texts    int    `json:"texts"`
	Missing  int    `json:"missing"`
	Draft    int    `json:"draft"`
	Reviewed int    `json:"reviewed"`
	Clips    int    `json:"clips"`
}

// Run prints a table or JSON lines.
func (c LocaleList) Run(s streams) error {
	files, err := c.files()
	if err != nil {
		return err
	}
	list, err := languagesOf(files)
	if err != nil {
		return err
	}
	var lines []localeLine
	for _, l := range list {
		book, err := wording.Open(files, l.Tag)
		if err != nil {
			return err
		}
		n := book.Count()
		clips, _ := clipsJudged(files, l.Tag)
		lines = append(lines, localeLine{l.Tag, l.Name, l.Status, l.Reviewer, n.All, n.Missing, n.Draft, n.Reviewed, clips})
	}
	return listing(s.out, c.JSON, "TAG\tNAME\tSTATUS\tREVIEWER\tTEXTS\tMISSING\tDRAFT\tREVIEWED\tCLIPS", lines, func(l localeLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d", l.Tag, l.Name, l.Status, l.Reviewer, l.Texts, l.Missing, l.Draft, l.Reviewed, l.Clips)
	})
}

// LocaleCheck judges the texts.
type LocaleCheck struct {
	localeDir
	Tag  string `arg:"" optional:"" help:"Only this language."`
	JSON bool   `help:"As JSON lines."`
}

// Run prints what is wrong, a line each.
func (c LocaleCheck) Run(s streams) error {
	files, err := c.files()
	if err != nil {
		return err
	}
	if err := known(files, c.Tag); err != nil {
		return err
	}
	var found []i18n.Problem
	for _, p := range i18n.Check(files) {
		if c.Tag == "" || p.Tag == c.Tag {
			found = append(found, p)
		}
	}
	list, err := languagesOf(files)
	if err != nil {
		return err
	}
	for _, l := range list {
		if c.Tag == "" || l.Tag == c.Tag {
			_, wrong := clipsJudged(files, l.Tag)
			found = append(found, wrong...)
		}
	}
	if c.JSON {
		err = encodeAll(s.out, found)
	} else {
		for _, p := range found {
			fmt.Fprintln(s.out, p)
		}
	}
	if err != nil || len(found) == 0 {
		return err
	}
	return fmt.Errorf("%d texts break a rule; the rules are in locales/README.md", len(found))
}

// known refuses a language that is not listed; an empty tag stands for all.
func known(files fs.FS, tag string) error {
	list, err := languagesOf(files)
	if err != nil || tag == "" {
		return err
	}
	var tags []string
	for _, l := range list {
		if l.Tag == tag {
			return nil
		}
		tags = append(tags, l.Tag)
	}
	return config.Bad("there is no language %q; there are: %s", tag, strings.Join(tags, ", "))
}

// today is the day on which a review is noted.
func today(on string) (string, error) {
	t, err := day{on}.time()
	return t.Format(time.DateOnly), err
}

// replace writes a whole new file and puts it in the old one's place.
func replace(name, text string) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".locale-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Chmod(0o644), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
