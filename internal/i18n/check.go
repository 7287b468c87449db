package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

// Kind says what is wrong with a text.
type Kind string

// The kinds of problems.
const (
	Unreadable Kind = "unreadable" // the file, or the template in the text
	Missing    Kind = "missing"    // the key is not there
	Empty      Kind = "empty"
	Unknown    Kind = "unknown"   // the source has no such key
	Places     Kind = "places"    // a place such as {{.place}} was lost or invented
	Long       Kind = "long"      // longer than a telephone shows
	Sensitive  Kind = "sensitive" // a word that a locked screen must not show
	Clip       Kind = "clip"      // a recorded clip that is not played
	Double     Kind = "double"    // the same word for two buttons of one question
	Contact    Kind = "contact"   // a telephone number or an address; those come from the directory alone
)

// Problem is one thing that is wrong, in one text of one language.
type Problem struct {
	Tag    string `json:"tag"`
	Key    string `json:"key,omitempty"`
	Kind   Kind   `json:"kind"`
	Detail string `json:"detail"` // the places, the length and the limit, the word
}

func (p Problem) String() string {
	where := p.Tag
	if p.Key != "" {
		where += " " + p.Key
	}
	return fmt.Sprintf("%s: %s: %s", where, p.Kind, p.Detail)
}

// Judge knows the rules for texts: of the files it was made from, it keeps the source and the sensitive words.
type Judge struct {
	source    map[string]string
	languages map[string]Language
	icons     map[string]string
	tags      []string
}

// List reads the rows of languages.toml, of languages that are not complete yet too.
func List(files fs.FS) ([]Language, error) {
	var list struct {
		Language []Language `toml:"language"`
	}
	return list.Language, readTOML(files, "languages.toml", &list)
}

// Words reads the texts of one language, complete or not.
func Words(files fs.FS, tag string) (map[string]string, error) {
	var texts map[string]string
	err := readTOML(files, tag+".toml", &texts)
	return texts, err
}

// NewJudge reads languages.toml and the source.
func NewJudge(files fs.FS) (*Judge, error) {
	list, err := List(files)
	if err != nil {
		return nil, err
	}
	j := &Judge{languages: map[string]Language{}}
	for _, l := range list {
		j.tags = append(j.tags, l.Tag)
		j.languages[l.Tag] = l
	}
	if j.icons, err = readIcons(files); err != nil {
		return nil, err
	}
	return j, readTOML(files, Source+".toml", &j.source)
}

// Check lists all that is wrong in the files, language by language, in the order of the keys.
func Check(files fs.FS) []Problem {
	j, err := NewJudge(files)
	if err != nil {
		return []Problem{{Tag: Source, Kind: Unreadable, Detail: err.Error()}}
	}
	all := j.Icons()
	for _, tag := range j.tags {
		var texts map[string]string
		if err := readTOML(files, tag+".toml", &texts); err != nil {
			all = append(all, Problem{Tag: tag, Kind: Unreadable, Detail: err.Error()})
			continue
		}
		all = append(all, j.Language(tag, texts)...)
	}
	return all
}

// Language judges all texts of one language.
func (j *Judge) Language(tag string, texts map[string]string) []Problem {
	var all []Problem
	for key := range j.source {
		if _, ok := texts[key]; !ok && j.Wants(tag, key) && !strings.HasSuffix(key, ".words") {
			all = append(all, Problem{tag, key, Missing, "the source has it"})
		}
	}
	for key, text := range texts {
		all = append(all, j.Text(tag, key, text)...)
	}
	all = append(all, j.Doubles(tag, texts)...)
	slices.SortFunc(all, func(a, b Problem) int { return strings.Compare(a.Key+string(a.Kind), b.Key+string(b.Kind)) })
	return all
}

// Wants tells whether a language has a key.
func (j *Judge) Wants(tag, key string) bool { return tag == Source || j.languages[tag].Wants(key) }

// Text judges one text by itself.
func (j *Judge) Text(tag, key, text string) []Problem {
	bad := func(kind Kind, format string, args ...any) []Problem {
		return []Problem{{tag, key, kind, fmt.Sprintf(format, args...)}}
	}
	source, ok := j.source[key]
	switch {
	case !ok:
		return bad(Unknown, "the source has no such key")
	case !j.Wants(tag, key):
		return bad(Unknown, "this language has no texts for officers")
	case strings.TrimSpace(text) == "":
		return bad(Empty, "no words")
	}
	if _, err := template.New("").Parse(text); err != nil {
		return bad(Unreadable, "double braces that the program cannot read")
	}
	if want, got := Placeholders(source), Placeholders(text); want != got {
		return bad(Places, "{%s} instead of {%s}", got, want)
	}
	var all []Problem
	if most, n := Limit(key, j.source), Length(pictured(j.icons[key], text)); most != noLimit && n > most {
		all = append(all, bad(Long, "%d characters, at most %d", n, most)...)
	}
	if found := contact.FindString(text); found != "" && !strings.Contains(source, found) {
		all = append(all, bad(Contact, "%q", found)...)
	}
	if word := j.shows(tag, key, text); word != "" {
		all = append(all, bad(Sensitive, "%q stands in the first %d characters", word, Preview)...)
	}
	return all
}

// contact is by what somebody could be led away: a number of five digits or more, in any writing, or an address of the net.
var contact = regexp.MustCompile(`(?i)\+?\p{Nd}(?:[\s().\-–]*\p{Nd}){4,}|\w+://\S*|\bwww\.\S*|@\w{3,}|\b[\w-]+\.(?:com|net|org|id|me|info|site|xyz|link|ly|gg|top)\b\S*`)

// Limit is the greatest length of a key's text, 0 when it has none.
func (j *Judge) Limit(key string) int {
	most := Limit(key, j.source)
	if j.icons[key] != "" && most != noLimit {
		most -= Length(pictured(j.icons[key], "")) // the picture is put there by the program
	}
	return most
}

// shows finds a sensitive word in what a locked telephone shows of a message; "" when there is none. Indonesian words count in
// every language: who holds the telephone reads them.
func (j *Judge) shows(tag, key, text string) string {
	if !seen(key) || strings.HasSuffix(key, ".words") || IsButton(key, j.source) {
		return ""
	}
	first := []rune(strings.ToLower(Filled(text)))
	start := string(first[:min(len(first), Preview)])
	for _, word := range slices.Concat(j.languages[tag].Sensitive, j.languages[Source].Sensitive) {
		if strings.Contains(start, strings.ToLower(word)) && !harmless(key, word) {
			return word
		}
	}
	return ""
}

// parts are texts that never begin a message.
var parts = []string{"check.why.", "check.say.", "check.where.", "check.read.", "check.land.", "report.door.", "report.step.", "report.closing.", "report.right_why.",
	"rights.what.", "rights.why.", "rights.who.", "rights.mark", "rights.no_day",
	"report.after_wipe"}

// everyday are words that are no secret where work abroad is talked about: in the lessons and the check of an offer.
var everyday = []string{"paspor", "majikan", "agen"}

// seen tells whether a key's text arrives as a message of its own at somebody who is no officer.
func seen(key string) bool {
	room, _, _ := strings.Cut(key, ".")
	part := slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(key, p) })
	return slices.Contains([]string{"report", "kernel", "notice", "menu", "learn", "check", "rights"}, room) && !part
}

// harmless tells whether a sensitive word may stand in this room.
func harmless(key, word string) bool {
	return (strings.HasPrefix(key, "learn.") || strings.HasPrefix(key, "check.")) && slices.Contains(everyday, word)
}

// Filled puts a neutral word in the place of each value. The name of a task force is no neutral word: it would stand there.
func Filled(text string) string {
	return anyAction.ReplaceAllStringFunc(text, func(v string) string {
		if strings.Contains(v, "taskforce") || strings.Contains(v, ".to}") {
			return "Gugus Tugas PP TPPO"
		}
		return "x"
	})
}

// Doubles finds words that name two buttons of one question.
func (j *Judge) Doubles(tag string, texts map[string]string) []Problem {
	type use struct{ question, word string }
	first := map[use]string{}
	var all []Problem
	for _, key := range sorted(j.source) {
		ask := question(key)
		if _, ok := j.source[ask]; !ok || !IsButton(key, j.source) {
			continue
		}
		for _, word := range append(strings.Split(texts[key+".words"], ","), texts[key]) {
			u := use{ask, strings.ToLower(strings.TrimSpace(word))}
			if u.word == "" || first[u] == key {
				continue
			}
			if other, taken := first[u]; taken {
				all = append(all, Problem{tag, key, Double, fmt.Sprintf("%q names %s too", u.word, other)})
			}
			first[u] = key
		}
	}
	return all
}

func sorted(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Problems joins problems into one error, nil when there are none.
func Problems(list []Problem) error {
	var errs []error
	for _, p := range list {
		errs = append(errs, errors.New(p.String()))
	}
	return errors.Join(errs...)
}
