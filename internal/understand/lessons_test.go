package understand

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// Of how many messages one is joined to another.
const (
	helloEvery = 3
	asideEvery = 6
)

// ownMessages are the examples, and the sets for measuring that are no longer held aside.
func ownMessages(t testing.TB) []sample {
	t.Helper()
	var all []sample
	for _, name := range append(tags[:], "messages") {
		all = append(all, examples(t, name)...)
	}
	all = append(all, offered(t)...)
	for _, name := range usedUp() {
		n := map[string]int{}
		for _, s := range samples(t, name) {
			s.fold, s.from = n[s.Lang]%folds, name
			n[s.Lang]++
			all = append(all, s)
		}
	}
	return all
}

// offered are advertisements and what recruiters write, from the set of the job-offer check that may be learnt from.
func offered(t testing.TB) (out []sample) {
	t.Helper()
	f, err := os.Open(offersSet)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var one struct{ Text, Lang, Label string }
		if err := json.Unmarshal(s.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		if one.Label != "not_offer" {
			out = append(out, sample{Text: one.Text, Lang: one.Lang, Intent: CheckOffer, from: "offers", fold: len(out) % folds})
		}
	}
	return out
}

const offersSet = "../offer/testdata/offers.jsonl"

// joined adds messages made of two: who is polite says hello first, and a cry stays a cry whatever is asked before or after it.
func joined(all []sample) []sample {
	pool := map[string][]sample{}
	key := func(s sample, intent string) string { return fmt.Sprint(s.Lang, s.fold, intent) }
	for _, s := range all {
		pool[key(s, s.Intent)] = append(pool[key(s, s.Intent)], s)
	}
	asides := [...]string{CheckOffer, Learn, Report, Status, CheckOffer, Contact, Language}
	out, n := all, 0
	for _, s := range all {
		if s.Intent == Greeting {
			continue
		}
		n++
		if hello := pool[key(s, Greeting)]; len(hello) > 0 && n%helloEvery == 0 {
			s := s
			s.Text = hello[n/helloEvery%len(hello)].Text + between[n%len(between)] + s.Text
			out = append(out, s)
		}
		if s.Intent != Emergency || n%asideEvery != 0 {
			continue
		}
		aside := pool[key(s, asides[n/asideEvery%len(asides)])]
		if len(aside) == 0 {
			continue
		}
		text := aside[n/asideEvery%len(aside)].Text
		if n/asideEvery%3 == 0 {
			s.Text += between[n%len(between)] + text
		} else {
			s.Text = text + between[n%len(between)] + s.Text
		}
		out = append(out, s)
	}
	return out
}

// between is what stands between the two.
var between = [...]string{", ", ". ", " ", "\n", "... "}

// usedUp are the sets of messages that were measured and are learnt from since.
func usedUp() []string {
	return []string{"intent.jsonl", "intent_older.jsonl", "intent_third.jsonl", "intent_blind.jsonl", "intent_fresh.jsonl", "intent_fresh2.jsonl", "intent_hard.jsonl", "intent_blind3.jsonl", "intent_blind4.jsonl"}
}

// examples reads a file of examples: "= intent", then messages, one a line.
func examples(t testing.TB, name string) (out []sample) {
	t.Helper()
	list, err := os.ReadFile("examples/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	intent, first := "", 0
	for row := range strings.Lines(string(list)) {
		row = strings.TrimSpace(row)
		if now, ok := strings.CutPrefix(row, "= "); ok {
			fifths(out[first:])
			intent, first = now, len(out)
		} else if row != "" && row[0] != '#' {
			out = append(out, sample{Text: row, Lang: name, Intent: intent, from: "examples"})
		}
	}
	fifths(out[first:])
	return out
}

// fifths parts the messages of one intent: scenarios told in several languages stand at about the same place.
func fifths(all []sample) {
	for i := range all {
		all[i].fold = i * folds / len(all)
	}
}

// sentences are those of the sets for the guess of the language.
func sentences(t testing.TB) (all []sample) {
	t.Helper()
	for _, name := range usedUpSentences() {
		n := map[string]int{}
		for _, s := range samples(t, name) {
			s.fold, s.from = n[s.Lang]%folds, name
			n[s.Lang]++
			all = append(all, s)
		}
	}
	return all
}

// usedUpSentences are the same of the sentences for the guess of the language.
func usedUpSentences() []string {
	return []string{"lang.jsonl", "lang_older.jsonl", "lang_blind.jsonl"}
}
