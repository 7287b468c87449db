// Package i18n turns a key and its data into the words of one language, for messages and buttons; it must not know flows,
// Telegram or where the words are sent.
package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"sync"
	"unicode"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Source is the tag of the language all others are translated from.
const Source = "id"

// The statuses of a language.
const (
	StatusSource   = "source"
	StatusDraft    = "draft"    // safety texts stand together with the Indonesian ones until they are reviewed, key by key
	StatusReviewed = "reviewed" // a speaker answers for the whole language
)

// Language is one row of languages.toml.
type Language struct {
	Tag       string   `toml:"tag"`
	Name      string   `toml:"name"`     // its own name for itself
	Called    []string `toml:"called"`   // what others call it, as people type it
	Status    string   `toml:"status"`   // StatusSource, StatusDraft or StatusReviewed
	Reviewer  string   `toml:"reviewer"` // role of the person who answers for a reviewed language
	Desk      bool     `toml:"desk"`     // officers' texts exist in it too
	Sensitive []string `toml:"sensitive"`
}

// Texts holds all words of all languages. It is made once and only read afterwards; With makes another one.
type Texts struct {
	languages []Language
	tongues   map[string]*tongue
	icons     map[string]string // key of a button -> picture in front of it
	safety    safety
	reviewed  map[string]map[string]bool // tag -> key: a speaker has said that it is right as it stands
}

// Load reads languages.toml and one file per language, and fails when a language lacks a key, has an unknown one, or lost
// or invented a placeholder: an incomplete language never starts.
func Load(files fs.FS) (*Texts, error) {
	t, err := Open(files)
	if err != nil {
		return nil, err
	}
	errs := make([]error, len(t.languages))
	var wg sync.WaitGroup
	for i, l := range t.languages {
		wg.Go(func() { _, errs[i] = t.tongues[l.Tag].made() })
	}
	wg.Wait()
	return t, errors.Join(errs...)
}

// Open is Load for files that went through it when the program was built: each language is read when it is first spoken, and the
// source at once. A fault that Load would have told panics then.
func Open(files fs.FS) (*Texts, error) {
	var list struct {
		Language []Language `toml:"language"`
	}
	if err := readTOML(files, "languages.toml", &list); err != nil {
		return nil, err
	}
	t := &Texts{languages: list.Language, tongues: map[string]*tongue{}}
	for _, l := range list.Language {
		if err := l.check(); err != nil {
			return nil, err
		}
		t.tongues[l.Tag] = t.tongue(files, l)
	}
	source, ok := t.tongues[Source]
	if !ok {
		return nil, errors.New("languages.toml does not list the source language " + Source)
	}
	if _, err := source.words(); err != nil {
		return nil, err
	}
	var err error
	if t.icons, err = readIcons(files); err != nil {
		return nil, err
	}
	return t, t.readReviews(files)
}

func readTOML(files fs.FS, name string, into any) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := toml.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (l Language) check() error {
	switch {
	case l.Tag == "" || l.Name == "":
		return errors.New("languages.toml: a row without tag or name")
	case l.Status != StatusSource && l.Status != StatusDraft && l.Status != StatusReviewed:
		return fmt.Errorf("languages.toml: %s has the unknown status %q", l.Tag, l.Status)
	case l.Status == StatusReviewed && l.Reviewer == "":
		return fmt.Errorf("languages.toml: %s is reviewed, but no reviewer answers for it", l.Tag)
	}
	return nil
}

// tongue is one language, read when it is needed: most programs never speak most of them.
type tongue struct {
	words func() (map[string]string, error) // key -> template
	made  func() (*goi18n.Localizer, error)
}

func (t *Texts) tongue(files fs.FS, l Language) *tongue {
	return spoken(l.Tag, sync.OnceValues(func() (map[string]string, error) {
		var words map[string]string
		if err := readTOML(files, l.Tag+".toml", &words); err != nil || l.Tag == Source {
			return words, err
		}
		return words, l.complete(t.raw(Source), words)
	}))
}

// spoken is a language of these words.
func spoken(tag string, words func() (map[string]string, error)) *tongue {
	return &tongue{words: words, made: sync.OnceValues(func() (*goi18n.Localizer, error) {
		w, err := words()
		if err != nil {
			return nil, err
		}
		return bundle(tag, w)
	})}
}

// raw gives the templates of a language by their keys, none for one that does not exist.
func (t *Texts) raw(tag string) map[string]string {
	l, ok := t.tongues[tag]
	if !ok {
		return nil
	}
	words, err := l.words()
	if err != nil {
		panic("i18n: " + err.Error())
	}
	return words
}

// bundle makes a bundle of one language. Every one is loaded under Indonesian plural rules: the library knows no rules for
// most of our languages and would answer in the wrong one.
func bundle(tag string, words map[string]string) (*goi18n.Localizer, error) {
	bundle := goi18n.NewBundle(language.Indonesian)
	messages := make([]*goi18n.Message, 0, len(words))
	for key, text := range words {
		messages = append(messages, &goi18n.Message{ID: key, Other: text})
	}
	if err := bundle.AddMessages(language.Indonesian, messages...); err != nil {
		return nil, fmt.Errorf("%s.toml: %w", tag, err)
	}
	return goi18n.NewLocalizer(bundle, Source), nil
}

// complete compares a language with the source.
func (l Language) complete(source, words map[string]string) error {
	var errs []error
	for key, want := range source {
		got, ok := words[key]
		if !ok && (strings.HasSuffix(key, ".words") || !l.Wants(key)) {
			continue
		}
		if !ok {
			errs = append(errs, fmt.Errorf("%s.toml lacks %q", l.Tag, key))
		} else if a, b := Placeholders(want), Placeholders(got); a != b {
			errs = append(errs, fmt.Errorf("%s.toml: %q has places {%s}, the source {%s}", l.Tag, key, b, a))
		}
	}
	for key := range words {
		if _, ok := source[key]; !ok {
			errs = append(errs, fmt.Errorf("%s.toml has %q, which the source does not", l.Tag, key))
		}
	}
	return errors.Join(errs...)
}

// Wants tells whether a language must have a key. What only officers and reviewers read exists where Desk is set.
func (l Language) Wants(key string) bool {
	return l.Status == StatusSource || !ForDesk(key) || l.Desk
}

// ForDesk tells whether only officers and speakers who help see a key. They work in Indonesian: a language without Desk shows them
// the Indonesian text. The questions an officer puts are the reporter's to read.
func ForDesk(key string) bool {
	return strings.HasPrefix(key, "duty.") && !strings.HasPrefix(key, "duty.question.") || strings.HasPrefix(key, "review.") || strings.HasPrefix(key, "record.")
}

// Languages lists the languages in the order of languages.toml.
func (t *Texts) Languages() []Language { return t.languages }

// Language gives the row of a tag.
func (t *Texts) Language(tag string) (Language, bool) {
	for _, l := range t.languages {
		if l.Tag == tag {
			return l, true
		}
	}
	return Language{}, false
}

// Keys gives all keys of a language with their templates.
func (t *Texts) Keys(tag string) map[string]string { return t.raw(tag) }

// Has tells whether a key exists.
func (t *Texts) Has(key string) bool { _, ok := t.raw(Source)[key]; return ok }

// Named is a value that is itself a label: it is written in the language of the text it stands in.
type Named interface{ LabelKey() string }

// Text writes a key's words with the data in its places. An unknown key, language or place is an error, never a guess: the
// Indonesian text stands in only for an unset language and for officers' texts. A safety text that no speaker has reviewed
// comes together with the Indonesian one.
func (t *Texts) Text(tag, key string, data map[string]any) (string, error) {
	if tag == "" {
		tag = Source
	}
	if _, ok := t.tongues[tag]; !ok {
		return "", fmt.Errorf("language %q is not loaded", tag)
	}
	if _, has := t.raw(tag)[key]; !has && ForDesk(key) {
		tag = Source
	}
	text, err := t.write(tag, key, data)
	if err != nil || !t.Doubled(tag, key) {
		return text, err
	}
	again, err := t.write(Source, key, t.shorter(data))
	if err != nil {
		return "", err
	}
	return text + sourceMark + again, nil
}

// sourceMark stands between a text in a draft language and the Indonesian one.
const sourceMark = "\n\n🇮🇩 "

// shorter leaves the lines with telephone numbers out of the second half: they stand above already.
func (t *Texts) shorter(data map[string]any) map[string]any {
	if _, has := data["numbers"]; !has {
		return data
	}
	data = maps.Clone(data)
	data["numbers"] = t.raw(Source)["kernel.numbers_above"]
	return data
}

// write fills one template.
func (t *Texts) write(tag, key string, data map[string]any) (string, error) {
	values := clean(data)
	for name, v := range values {
		if label, ok := v.(Named); ok {
			values[name] = Harmless(t.Label(tag, label.LabelKey()))
		}
	}
	in, err := t.tongues[tag].made()
	if err != nil {
		return "", err
	}
	text, err := in.Localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: values, TemplateParser: parser})
	if err != nil {
		return "", fmt.Errorf("text %q in %q: %w", key, tag, err)
	}
	return text, nil
}

// Label gives a label's words in one language alone, or the key itself when it does not exist (a test makes sure that none is
// missing).
func (t *Texts) Label(tag, key string) string {
	if tag == "" {
		tag = Source
	}
	if text, ok := t.raw(tag)[key]; ok {
		return text
	}
	if text, ok := t.raw(Source)[key]; ok {
		return text
	}
	return key
}

// Button gives what stands on a button: its picture, the label, and the Indonesian one beside it while no speaker has reviewed a
// safety label.
func (t *Texts) Button(tag, key string) string {
	label := pictured(t.icons[key], t.Label(tag, key))
	if again := t.raw(Source)[key]; t.Doubled(tag, key) && again != t.Label(tag, key) {
		return label + " · " + strings.TrimLeftFunc(again, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	return label
}

// Synonyms lists the further words for a button: the language's own and the Indonesian ones, labels included.
func (t *Texts) Synonyms(tag, key string) []string {
	var out []string
	for _, lang := range []string{tag, Source} {
		if words := t.raw(lang)[key+".words"]; words != "" {
			out = append(out, strings.Split(words, ",")...)
		}
		if lang != tag {
			out = append(out, t.raw(lang)[key], t.Button(tag, key))
		}
	}
	return out
}
