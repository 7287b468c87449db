package voice

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Fault is one thing that is wrong with the clips of a language.
type Fault struct {
	Key  string
	What string
}

// Faults judges the clips of a language, and counts those that are played. words gives the fingerprint of what a key's clip speaks
// now: "" when the text cannot be spoken or does not exist.
func Faults(files fs.FS, tag string, words func(key string) string) (played int, found []Fault) {
	notes, err := Notes(files, tag)
	if err != nil {
		return 0, []Fault{{What: err.Error()}}
	}
	noted := map[string]bool{}
	for _, n := range notes {
		var what string
		if noted[n.Key] {
			what = notesFile + " has it twice"
		} else {
			what = n.fault(files, tag, words(n.Key))
		}
		if noted[n.Key] = true; what != "" {
			found = append(found, Fault{n.Key, what})
			continue
		}
		played++
	}
	clips, err := fs.Glob(files, Place(tag, "*"))
	if err != nil {
		return played, append(found, Fault{What: err.Error()})
	}
	for _, name := range clips {
		if key := strings.TrimSuffix(path.Base(name), ".ogg"); !noted[key] {
			found = append(found, Fault{key, "the clip has no row in " + notesFile + ", so nobody knows which wording it speaks"})
		}
	}
	return played, found
}

// fault tells why a clip is not played, or what its row lacks.
func (n Note) fault(files fs.FS, tag, words string) string {
	raw, err := fs.ReadFile(files, Place(tag, n.Key))
	switch {
	case words == "":
		return "there is no such text, or none of its lines can be spoken"
	case n.By == "" || n.On == "":
		return notesFile + " says not who spoke it, or when"
	case err != nil:
		return "the file " + Place(tag, n.Key) + " cannot be read"
	case Print(raw) != n.Clip:
		return "the file is not the one that " + notesFile + " speaks of"
	case n.Text != words:
		return "it speaks an older wording: record it again"
	}
	if _, err := Check(raw); err != nil {
		return fmt.Sprintf("no voice message: %v", err)
	}
	return ""
}
