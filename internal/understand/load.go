package understand

import (
	"embed"
	"fmt"
	"strings"
)

// lists are the words of every language, the rules over them, and sentences of our own to learn the languages from.
//
//go:embed rules/*.txt train/*.txt
var lists embed.FS

// goals are what rules may give points to: the intents, then the flags. Of equal points the earlier intent wins.
var goals = [...]string{
	Emergency, Delete, Report, Officer, Status, Contact, CheckOffer, Language, Learn, Greeting, Other,
	"urgent", "minor", "abroad",
}

const intents = 11 // of the goals

// Weights of training: everyday words count more, words of the lists (which hold loan words) less.
const (
	weightText  = 1
	weightPlain = 3
	weightList  = 0.4
	shared      = 0.05 // part of it for words that Indonesian has too
)

// load reads all lists and trains the guess of the language.
func (r *Reader) load() error {
	t := newTrainer()
	r.goals = goals[:]
	if err := r.loadWords("any", 1<<langs-1, t, -1); err != nil {
		return err
	}
	for i, tag := range tags {
		if err := r.loadWords(tag, 1<<i, t, i); err != nil {
			return err
		}
		text, err := lists.ReadFile("train/" + tag + ".txt")
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(text)) {
			if line[0] != '#' {
				t.text(i, line, weightText)
			}
		}
	}
	r.lang = t.model()
	r.lex.learnSpelling(r.lang)
	rules, err := lists.ReadFile("rules/rules.txt")
	if err != nil {
		return err
	}
	return r.parseRules(string(rules))
}

func (r *Reader) loadWords(tag string, mask uint16, t *trainer, lang int) error {
	list, err := lists.ReadFile("rules/" + tag + ".txt")
	if err != nil {
		return err
	}
	err = r.lex.parse(string(list), mask, func(concept, item string) {
		switch {
		case lang < 0:
			t.list(id, item, weightList)
		case concept == plainWords:
			t.list(lang, item, weightPlain)
		default:
			t.list(lang, item, weightList)
		}
	})
	if err != nil {
		return fmt.Errorf("rules/%s.txt: %w", tag, err)
	}
	return nil
}

// learnSpelling takes the words of the lists as those that may be meant, and all words of the model as known.
func (l *lexicon) learnSpelling(model *languages) {
	words, known := map[string]bool{}, map[string]bool{}
	for w := range l.exact {
		words[w], known[w] = true, true
	}
	for w := range model.words {
		known[fold(w)] = true
	}
	l.spelling.learn(words, known)
}
