// Package i18n turns a key and its data into the words of one language, for messages and buttons; it must not know flows,
// Telegram or where the words are sent.
package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Source is the tag of the language all others are translated from.
const Source = "id"

// Language is one row of languages.toml.
type Language struct {
	Tag      string `toml:"tag"`
	Name     string `toml:"name"`     // its own name for itself
	Status   string `toml:"status"`   // "source", "draft" or "reviewed"
	Reviewer string `toml:"reviewer"` // who answers for a reviewed language
}

// Texts holds all words of all languages. It is made once and only read afterwards.
type Texts struct {
	languages []Language
	byTag     map[string]*goi18n.Localizer
	raw       map[string]map[string]string // tag -> key -> template
}

// Load reads languages.toml and one file per language, and fails when a language lacks a key, has an unknown one, or lost
// or invented a placeholder: an incomplete language never starts.
func Load(files fs.FS) (*Texts, error) {
	var list struct {
		Language []Language `toml:"language"`
	}
	raw, err := fs.ReadFile(files, "languages.toml")
	if err != nil {
		return nil, fmt.Errorf("read languages.toml: %w", err)
	}
	if err := toml.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("languages.toml: %w", err)
	}
	t := &Texts{languages: list.Language, byTag: map[string]*goi18n.Localizer{}, raw: map[string]map[string]string{}}
	for _, l := range list.Language {
		if err := t.load(files, l.Tag); err != nil {
			return nil, err
		}
	}
	return t, t.complete()
}

// load makes a bundle of one language. Every file is loaded under Indonesian plural rules: the library knows no rules for
// most of our languages and would answer in the wrong one.
func (t *Texts) load(files fs.FS, tag string) error {
	name := tag + ".toml"
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	var keys map[string]string
	if err := toml.Unmarshal(body, &keys); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	bundle := goi18n.NewBundle(language.Indonesian)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	if _, err := bundle.ParseMessageFileBytes(body, path.Join(tag, Source+".toml")); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	t.byTag[tag] = goi18n.NewLocalizer(bundle, Source)
	t.raw[tag] = keys
	return nil
}

// complete compares every language with the source.
func (t *Texts) complete() error {
	source, ok := t.raw[Source]
	if !ok {
		return errors.New("languages.toml does not list the source language " + Source)
	}
	var errs []error
	for _, l := range t.languages {
		for key, want := range source {
			got, ok := t.raw[l.Tag][key]
			if !ok && strings.HasSuffix(key, ".words") {
				continue
			}
			if !ok {
				errs = append(errs, fmt.Errorf("%s.toml lacks %q", l.Tag, key))
			} else if a, b := Placeholders(want), Placeholders(got); a != b {
				errs = append(errs, fmt.Errorf("%s.toml: %q has places {%s}, the source {%s}", l.Tag, key, b, a))
			}
		}
		for key := range t.raw[l.Tag] {
			if _, ok := source[key]; !ok {
				errs = append(errs, fmt.Errorf("%s.toml has %q, which the source does not", l.Tag, key))
			}
		}
	}
	return errors.Join(errs...)
}

// Languages lists the languages in the order of languages.toml.
func (t *Texts) Languages() []Language { return t.languages }

// Keys gives all keys of a language with their templates.
func (t *Texts) Keys(tag string) map[string]string { return t.raw[tag] }

// Has tells whether a key exists.
func (t *Texts) Has(key string) bool { _, ok := t.raw[Source][key]; return ok }

// Text writes a key's words with the data in its places. An unknown key, language or place is an error, never a guess: the
// Indonesian text stands in only for an unset language.
func (t *Texts) Text(tag, key string, data map[string]any) (string, error) {
	if tag == "" {
		tag = Source
	}
	l, ok := t.byTag[tag]
	if !ok {
		return "", fmt.Errorf("language %q is not loaded", tag)
	}
	text, err := l.Localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: clean(data), TemplateParser: parser})
	if err != nil {
		return "", fmt.Errorf("text %q in %q: %w", key, tag, err)
	}
	return text, nil
}

// Label gives a button's words, or the key itself when it does not exist (a test makes sure that none is missing).
func (t *Texts) Label(tag, key string) string {
	if tag == "" {
		tag = Source
	}
	if text, ok := t.raw[tag][key]; ok {
		return text
	}
	if text, ok := t.raw[Source][key]; ok {
		return text
	}
	return key
}

// Synonyms lists the further words for a button: the language's own and the Indonesian ones, label included.
func (t *Texts) Synonyms(tag, key string) []string {
	var out []string
	for _, lang := range []string{tag, Source} {
		if words := t.raw[lang][key+".words"]; words != "" {
			out = append(out, strings.Split(words, ",")...)
		}
		if lang != tag {
			out = append(out, t.raw[lang][key])
		}
	}
	return out
}
