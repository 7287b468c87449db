package i18n

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
)

// safety knows which texts are about danger, consent, wiping and the receipt (safety.toml).
type safety struct {
	keys     map[string]bool
	prefixes []string
}

func (s safety) has(key string) bool {
	if s.keys[key] {
		return true
	}
	for _, p := range s.prefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// Safety tells whether a text is about danger, consent, wiping or the receipt.
func (t *Texts) Safety(key string) bool {
	return !strings.HasSuffix(key, ".words") && t.safety.has(key)
}

// Reviewed tells whether a speaker has said that a text is right as it stands. The source is.
func (t *Texts) Reviewed(tag, key string) bool {
	return tag == Source || tag == "" || t.reviewed[tag][key]
}

// Doubled tells whether a text is shown together with the Indonesian one: a safety text that no speaker has reviewed, or any
// text that a speaker called wrong.
func (t *Texts) Doubled(tag, key string) bool {
	right, said := t.reviewed[tag][key]
	return said && !right || t.Safety(key) && !t.Reviewed(tag, key)
}

// Fingerprint names a text as it stands, in twelve characters. It ties a review or a recording to the words it was given for.
func Fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// Review is one row of reviews.toml: a speaker has said that a translation is right.
type Review struct {
	Tag    string `toml:"tag"`
	Key    string `toml:"key"`
	Source string `toml:"source"` // Fingerprint of the Indonesian text
	Text   string `toml:"text"`   // Fingerprint of the translation
	By     string `toml:"by"`     // role of the reviewer
	On     string `toml:"on"`     // day, YYYY-MM-DD
}

// readReviews takes in which texts are safety texts and which of them are reviewed. A row whose texts have changed since does not
// count any more, and is no error.
func (t *Texts) readReviews(files fs.FS) error {
	var list struct {
		Keys []string `toml:"keys"`
	}
	if err := readOptional(files, "safety.toml", &list); err != nil {
		return err
	}
	t.safety = safety{keys: map[string]bool{}}
	var errs []error
	for _, k := range list.Keys {
		if prefix, star := strings.CutSuffix(k, "*"); star {
			t.safety.prefixes = append(t.safety.prefixes, prefix)
			continue
		}
		if t.safety.keys[k] = true; !t.Has(k) {
			errs = append(errs, fmt.Errorf("safety.toml names %q, which does not exist", k))
		}
	}
	var rows struct {
		Review []Review `toml:"review"`
	}
	if err := readOptional(files, "reviews.toml", &rows); err != nil {
		return err
	}
	t.reviewed = map[string]map[string]bool{}
	for _, r := range rows.Review {
		if r.By == "" || r.On == "" {
			errs = append(errs, fmt.Errorf("reviews.toml: %s %s says not who reviewed it, or when", r.Tag, r.Key))
		}
		if t.current(r) {
			t.markReviewed(r.Tag, r.Key, true)
		}
	}
	return errors.Join(errs...)
}

// readOptional reads a file that need not be there.
func readOptional(files fs.FS, name string, into any) error {
	err := readTOML(files, name, into)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// current tells whether a review is of the texts as they stand now.
func (t *Texts) current(r Review) bool {
	text, ok := t.raw(r.Tag)[r.Key]
	return ok && Fingerprint(text) == r.Text && Fingerprint(t.raw(Source)[r.Key]) == r.Source
}

func (t *Texts) markReviewed(tag, key string, yes bool) {
	if t.reviewed[tag] == nil {
		t.reviewed[tag] = map[string]bool{}
	}
	t.reviewed[tag][key] = yes
}

// What a reviewer says of a text.
const (
	Keep   = "keep"   // right as it stands
	Better = "better" // Override.Text is right
	Draft  = "draft"  // Override.Text is used, and the Indonesian text is shown with it
	Wrong  = "wrong"  // not to be relied on: Override.Text is used with the Indonesian text; without one, the text of the release
)

// Override is what a reviewer said of one text while the program runs. Source and Was are the fingerprints of the texts it was
// said of: when either has changed since, the override is left out.
type Override struct {
	Tag, Key    string
	Status      string // Keep, Better, Draft or Wrong
	Text        string // with all but Keep
	Source, Was string
	By          string // role of the reviewer
	On          string // day, YYYY-MM-DD
}

// With gives texts with reviewers' words laid over. An override of an unknown key or language, of texts that have changed since,
// or one that lost or invented a place, is left out.
func (t *Texts) With(overrides []Override) (*Texts, error) {
	n := &Texts{languages: t.languages, tongues: maps.Clone(t.tongues), icons: t.icons, safety: t.safety,
		reviewed: map[string]map[string]bool{}}
	for tag, keys := range t.reviewed {
		n.reviewed[tag] = maps.Clone(keys)
	}
	changed := map[string]map[string]string{}
	for _, o := range overrides {
		if !t.applies(o) {
			continue
		}
		if o.Status != Keep && o.Text != "" && o.Text != t.raw(o.Tag)[o.Key] {
			if changed[o.Tag] == nil {
				changed[o.Tag] = maps.Clone(t.raw(o.Tag))
			}
			changed[o.Tag][o.Key] = o.Text
		}
		n.markReviewed(o.Tag, o.Key, o.Status == Keep || o.Status == Better)
	}
	for tag, words := range changed {
		n.tongues[tag] = spoken(tag, func() (map[string]string, error) { return words, nil })
		if _, err := n.tongues[tag].made(); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (t *Texts) applies(o Override) bool {
	was, ok := t.raw(o.Tag)[o.Key]
	if !ok || o.Tag == Source || o.Source != Fingerprint(t.raw(Source)[o.Key]) || o.Was != Fingerprint(was) {
		return false
	}
	return o.Status == Keep || o.Status == Wrong && o.Text == "" || fitsPlaces(o.Text, was)
}

// parses tells whether a text is a template that can be written.
func parses(text string) bool {
	_, err := parser.Parse(text, "", "")
	return err == nil
}
