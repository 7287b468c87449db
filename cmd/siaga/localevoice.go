package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"siaga/internal/config"
	"siaga/internal/i18n"
	"siaga/internal/voice"
)

// clipsJudged counts the clips of a language that are played, and lists what is wrong with the others.
func clipsJudged(files fs.FS, tag string) (int, []i18n.Problem) {
	texts := map[string]string{}
	if raw, err := i18n.Words(files, tag); err == nil {
		texts = raw
	}
	played, faults := voice.Faults(files, tag, func(key string) string {
		if said := i18n.Spoken(texts[key]); said != "" {
			return i18n.Fingerprint(said)
		}
		return ""
	})
	var found []i18n.Problem
	for _, f := range faults {
		found = append(found, i18n.Problem{Tag: tag, Key: f.Key, Kind: i18n.Clip, Detail: f.What})
	}
	return played, found
}

// LocaleVoice takes a recorded clip in.
type LocaleVoice struct {
	Tag  string `arg:"" help:"Language tag, for example jv."`
	Key  string `arg:"" help:"Key of the text that is spoken, for example report.safe."`
	File string `arg:"" help:"The recording, OGG with Opus."`
	Dir  string `default:"locales" help:"Folder with the files of the languages, to which the clip is added." placeholder:"DIR"`
	By   string `required:"" help:"Role and place of the speaker, for example \"guru, Ponorogo\"; never a name."`
	On   string `help:"Day of the recording, YYYY-MM-DD; without it today." placeholder:"DAY"`
}

// Run checks the recording, notes which wording it speaks, and puts it in its place.
func (c LocaleVoice) Run(s streams) error {
	files, err := localeDir{c.Dir}.files()
	if err != nil {
		return err
	}
	if err := known(files, c.Tag); err != nil {
		return err
	}
	if !roleForm.MatchString(c.By) || longNumber.MatchString(c.By) {
		return config.Bad("%q is no role; write what the person does and where: \"guru, Ponorogo\"", c.By)
	}
	texts, err := i18n.Words(files, c.Tag)
	if err != nil {
		return config.Bad("%v", err)
	}
	said := i18n.Spoken(texts[c.Key])
	if said == "" {
		return config.Bad("%s has no text %q of which a line can be spoken", c.Tag, c.Key)
	}
	clip, err := os.ReadFile(c.File)
	if err != nil {
		return config.Bad("the file %s cannot be read", c.File)
	}
	length, err := voice.Check(clip)
	if err != nil {
		return config.Bad("%s is no clip: %v", c.File, err)
	}
	on, err := today(c.On)
	if err != nil {
		return err
	}
	if err := keepClip(c.Dir, files, c.Tag, clip, voice.Note{Key: c.Key, Text: i18n.Fingerprint(said), Clip: voice.Print(clip), By: c.By, On: on}); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s %s: %s, speaks:\n%s\n", c.Tag, c.Key, length, said)
	return nil
}

// keepClip writes the clip first: a clip without its note is not played, and a note of another clip does not count.
func keepClip(dir string, files fs.FS, tag string, clip []byte, n voice.Note) error {
	notes, err := voice.Notes(files, tag)
	if err != nil {
		return config.Bad("%v", err)
	}
	notes = append(slices.DeleteFunc(notes, func(o voice.Note) bool { return o.Key == n.Key }), n)
	if err := putClip(dir, tag, n.Key, clip); err != nil {
		return err
	}
	return replace(filepath.Join(dir, filepath.FromSlash(voice.NotesPlace(tag))), voice.Write(notes))
}

// putClip writes a clip in its place.
func putClip(dir, tag, key string, clip []byte) error {
	place := filepath.Join(dir, filepath.FromSlash(voice.Place(tag, key)))
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return fmt.Errorf("make the folder of the clips: %w", err)
	}
	return replace(place, string(clip))
}
