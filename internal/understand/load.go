package understand

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
)

// packed are the words of every language, the rules over them, and what was made of our own sentences beforehand: the folders
// rules, gloss and model, made by go generate.
//
//go:generate go test -run ^TestModel$ -update
//go:embed model.zip
var packed []byte

func lists() (fs.FS, error) { return zip.NewReader(bytes.NewReader(packed), int64(len(packed))) }

// goals are what rules may give points to: the intents, then the flags. Of equal points the earlier intent wins.
var goals = [...]string{
	Emergency, Delete, Report, Officer, Status, Contact, CheckOffer, Language, Learn, Greeting, Other,
	"urgent", "minor", "abroad", "evade", "idle", "pilgrim",
}

const intents = 11 // of the goals

// Weights of training: everyday words count more, words of the lists (which hold loan words) less.
const (
	weightText  = 1 // each time a word comes in our sentences
	weightPlain = 3
	weightList  = 0.4
	shared      = 0.05 // part of it for words that Indonesian has too
)

// load reads all lists and trains the guess of the language.
func (r *Reader) load() error {
	in, err := lists()
	if err != nil {
		return err
	}
	words, err := fs.ReadFile(in, "model/words.txt")
	if err != nil {
		return err
	}
	if err := r.loadLists(in, string(words)); err != nil {
		return err
	}
	text, err := fs.ReadFile(in, "model/weights.txt")
	if err != nil {
		return err
	}
	r.weighs, err = parseWeights(string(text))
	return err
}

// loadLists does all but the weights, which are learnt from messages read without them.
func (r *Reader) loadLists(in fs.FS, counted string) error {
	aside := train(counted)
	err := r.loadAll(in, aside)
	names, model, trained := aside.end()
	if err := errors.Join(err, trained); err != nil {
		return err
	}
	r.lex.learnSpelling(names)
	rules, err := fs.ReadFile(in, "rules/rules.txt")
	if err != nil {
		return err
	}
	if err := r.parseRules(string(rules)); err != nil {
		return err
	}
	signs, err := fs.ReadFile(in, "rules/signs.txt")
	if err != nil {
		return err
	}
	common, err := fs.ReadFile(in, "rules/function.txt")
	if err != nil {
		return err
	}
	if err := r.lex.parseCommon(string(common)); err != nil {
		return err
	}
	r.lang = <-model
	return r.parseSigns(string(signs))
}

// loadAll reads the words of all languages.
func (r *Reader) loadAll(in fs.FS, t *apprentice) error {
	if err := r.loadWords(in, "any", 1<<langs-1, t, -1); err != nil {
		return err
	}
	for i, tag := range tags {
		if err := r.loadWords(in, tag, 1<<i, t, i); err != nil {
			return err
		}
		if err := r.loadGlosses(in, tag, 1<<i, t, i); err != nil {
			return err
		}
	}
	return nil
}

// apprentice trains beside whoever reads the lists, in the order in which they are given.
type apprentice struct {
	lists chan []listed
	names chan []string
	model chan *languages
	err   error // before names is closed
}

// listed is one item of a list.
type listed struct {
	lang   int
	words  []word
	weight float32
}

// train begins; the words of our own sentences come after the lists.
func train(counted string) *apprentice {
	a := &apprentice{lists: make(chan []listed, 2*langs+1), names: make(chan []string, 1), model: make(chan *languages, 1)}
	go func() {
		t := newTrainer()
		for list := range a.lists {
			for _, l := range list {
				t.list(l.lang, l.words, l.weight)
			}
		}
		if a.err = t.counted(counted); a.err == nil {
			a.names <- t.names
		}
		close(a.names)
		if a.err == nil {
			a.model <- t.model()
		}
	}()
	return a
}

// end gives the words that were met, and where the guess of the language comes from when it is made.
func (a *apprentice) end() ([]string, <-chan *languages, error) {
	close(a.lists)
	names := <-a.names
	return names, a.model, a.err
}

func (r *Reader) loadGlosses(in fs.FS, tag string, mask uint16, t *apprentice, lang int) error {
	list, err := fs.ReadFile(in, "gloss/"+tag+".txt")
	if err != nil {
		return err
	}
	var all []listed
	err = r.lex.glosses.parse(string(list), mask, r.lex, func(words []word) { all = append(all, listed{lang, words, weightList}) })
	t.lists <- all
	if err != nil {
		return fmt.Errorf("gloss/%s.txt: %w", tag, err)
	}
	return nil
}

func (r *Reader) loadWords(in fs.FS, tag string, mask uint16, t *apprentice, lang int) error {
	list, err := fs.ReadFile(in, "rules/"+tag+".txt")
	if err != nil {
		return err
	}
	var all []listed
	err = r.lex.parse(string(list), mask, func(concept string, words []word) {
		switch {
		case lang < 0:
			all = append(all, listed{id, words, weightList})
		case concept == plainWords:
			all = append(all, listed{lang, words, weightPlain})
		default:
			all = append(all, listed{lang, words, weightList})
		}
	})
	t.lists <- all
	if err != nil {
		return fmt.Errorf("rules/%s.txt: %w", tag, err)
	}
	return nil
}

// learnSpelling takes the words of the lists as those that may be meant, and all words of the model as known.
func (l *lexicon) learnSpelling(names []string) {
	known := make(map[string]bool, len(names)+len(l.exact))
	words := make([]string, 0, len(l.exact))
	for w := range l.exact {
		known[w] = true
		words = append(words, w)
	}
	for w := range l.glosses.at {
		if _, ok := l.exact[w]; !ok {
			known[w] = true
			words = append(words, w)
		}
	}
	for _, w := range names {
		known[fold(w)] = true
	}
	l.spelling.learn(words, known)
}
