package voice

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Part is one message that is heard as well as read: Voice is the language of the clip that speaks it, "" when it is only read.
type Part struct{ Text, Voice string }

// Note is a row of a language's voice.toml: which wording a clip speaks, who spoke, and when.
type Note struct {
	Key  string `toml:"key"`
	Text string `toml:"text"` // fingerprint of the words that are spoken
	Clip string `toml:"clip"` // fingerprint of the file, so that a clip and its note cannot be mixed up
	By   string `toml:"by"`   // role of the speaker, never a name
	On   string `toml:"on"`   // day, YYYY-MM-DD
}

// notesFile stands beside the clips of a language.
const notesFile = "voice.toml"

// Place is where a clip lies in the folder of the languages.
func Place(tag, key string) string { return path.Join(tag, "voice", key+".ogg") }

// NotesPlace is where the notes of a language lie.
func NotesPlace(tag string) string { return path.Join(tag, "voice", notesFile) }

// Print names a clip by its bytes.
func Print(clip []byte) string {
	sum := sha256.Sum256(clip)
	return hex.EncodeToString(sum[:8])
}

// Folder knows the clips of a folder of languages. The notes are read once, a clip when it is wanted.
type Folder struct {
	files fs.FS
	notes map[string]map[string]Note // tag -> key
}

// Open reads the notes of the languages. A language without any has no clips.
func Open(files fs.FS, tags []string) (*Folder, error) {
	f := &Folder{files: files, notes: map[string]map[string]Note{}}
	for _, tag := range tags {
		notes, err := Notes(files, tag)
		if err != nil {
			return nil, err
		}
		if len(notes) > 0 {
			f.notes[tag] = map[string]Note{}
		}
		for _, n := range notes {
			f.notes[tag][n.Key] = n
		}
	}
	return f, nil
}

// Notes reads the voice.toml of a language; none is no error.
func Notes(files fs.FS, tag string) ([]Note, error) {
	raw, err := fs.ReadFile(files, NotesPlace(tag))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var list struct {
		Clip []Note `toml:"clip"`
	}
	if err == nil {
		err = toml.Unmarshal(raw, &list)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", NotesPlace(tag), err)
	}
	return list.Clip, nil
}

// Write gives the text of a voice.toml, in the order of the keys.
func Write(notes []Note) string {
	notes = slices.Clone(notes)
	slices.SortFunc(notes, func(a, b Note) int { return strings.Compare(a.Key, b.Key) })
	var b strings.Builder
	b.WriteString("# Which wording each clip speaks. A clip is played only while the text is worded so; see locales/README.md.\n")
	for _, n := range notes {
		fmt.Fprintf(&b, "\n[[clip]]\nkey = %q\ntext = %q\nclip = %q\nby = %q\non = %q\n", n.Key, n.Text, n.Clip, n.By, n.On)
	}
	return b.String()
}

// Any tells whether a language has clips.
func (f *Folder) Any(tag string) bool { return len(f.notes[tag]) > 0 }

// Clip gives the clip that speaks a text as it is worded now. One of an older wording, one that is not the file its note speaks of,
// and one that cannot be played is none.
func (f *Folder) Clip(tag, key, text string) ([]byte, bool) {
	n, ok := f.notes[tag][key]
	if !ok || n.Text != text {
		return nil, false
	}
	raw, err := fs.ReadFile(f.files, Place(tag, key))
	if err != nil || Print(raw) != n.Clip {
		return nil, false
	}
	_, err = Check(raw)
	return raw, err == nil
}

// Length tells how long a clip is, in whole seconds as Telegram wants it.
func Length(clip []byte) int {
	d, err := lengthOf(clip)
	if err != nil {
		return 0
	}
	return int((d + time.Second - 1) / time.Second)
}
