package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"siaga/flows/flowtest"
	"siaga/internal/e2e"
	"siaga/internal/engine"
	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/locales"
)

// TestTheDeskInEnglish plays every transcript with officers in two houses in step: in one they read Indonesian, in the other English.
// The same is done and written down, reporters read the same words, officers get as many messages with as many buttons, and none of
// them holds a word of Indonesian that is not a person's or a place's.
func TestTheDeskInEnglish(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	sieve := flowtest.NewSieve(texts.Keys("id"), texts.Keys("en"), "duty.", "kernel.")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !hasOfficers(string(raw)) {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			inStep(t, file, string(raw), sieve)
		})
	}
}

// hasOfficers tells whether a transcript is one to be played: those in which somebody chooses a language are about that themselves.
func hasOfficers(script string) bool {
	chooses := regexp.MustCompile(`(?m)^officer[.\w]*> (/bahasa|english)`).MatchString(script)
	return (strings.Contains(script, "\n@officer") || strings.Contains(script, "\n@invited")) && !chooses
}

func inStep(t *testing.T, file, raw string, sieve *flowtest.Sieve) {
	t.Helper()
	script, err := flowtest.Parse(filepath.Base(file), raw)
	if err != nil {
		t.Fatal(err)
	}
	officers := officersOf(script)
	one, two := newInProcess(t, backends()[0]), newInProcess(t, backends()[0])
	leader, follower := e2e.NewPhones(one.emu, one), e2e.NewPhones(two.emu, two)
	follower.Leader, follower.Met = leader, two.readsEnglish
	for _, l := range script.Lines {
		if err := follower.Follow(t.Context(), l); err != nil {
			t.Fatalf("line %d %q in English: %v\n%s", l.Number, l.Say+l.Directive, err, tailOf(follower.Transcript()))
		}
		if err := leader.Do(t.Context(), l); err != nil {
			t.Fatalf("line %d %q: %v", l.Number, l.Say+l.Directive, err)
		}
	}
	if want, got := withoutWords(leader.Transcript(), officers), withoutWords(follower.Transcript(), officers); want != got {
		t.Errorf("in English it goes another way\n%s", flowtest.Diff(want, got))
	}
	if want, got := one.audited(), two.audited(); !slices.Equal(want, got) {
		t.Errorf("written down in Indonesian\n%s\nin English\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
	for _, b := range blocks(follower.Transcript()) {
		if said, ok := forOfficer(b, officers); ok && !strings.Contains(said, "apakah aman mengetik di HP ini") { // who is no officer is asked so
			if found := sieve.Find(withoutPeople(said, script)); len(found) > 0 {
				t.Errorf("an officer who reads English reads %q:\n%s", found, b)
			}
		}
	}
}

func tailOf(s string) string { return s[max(0, len(s)-1500):] }

// readsEnglish has officers' texts come to a phone in English from its first message on.
func (h *inProcess) readsEnglish(who string, id int64) {
	if !strings.HasPrefix(who, "officer") {
		return
	}
	address := private.NewText(fmt.Sprintf("tg:%d", id))
	person := engine.Person(h.keys.Pseudonym("chat", address.Reveal()))
	err := h.house.Store.System(h.t.Context(), func(tx engine.Tx) error {
		if err := tx.SaveChat(h.t.Context(), engine.ChatRow{Person: person, Address: address}); err != nil {
			return err
		}
		return tx.SetDeskLang(h.t.Context(), person, "en")
	})
	if err != nil {
		h.t.Error(err)
	}
}

// audited lists what was written down: by whom, what, and how.
func (h *inProcess) audited() []string {
	rows, err := h.house.Store.SQL().QueryContext(h.t.Context(), "SELECT actor, action, detail FROM audit")
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var actor, action, detail string
		if err := rows.Scan(&actor, &action, &detail); err != nil {
			h.t.Fatal(err)
		}
		if !strings.HasPrefix(actor, "speaker ") { // whose names are drawn anew in each house
			out = append(out, actor+" "+action+" "+detail)
		}
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	slices.Sort(out) // what two workers do at once is written in either order
	return out
}

// blockStart begins what one person said or read in a printed transcript, a directive, or a remark.
var blockStart = regexp.MustCompile(`^(bot|citizen|officer)[^>]*> |^[@#]`)

// blocks cuts a transcript into what was said, one block for each message.
func blocks(transcript string) []string {
	var out []string
	for line := range strings.Lines(transcript) {
		if len(out) == 0 || blockStart.MatchString(line) {
			out = append(out, "")
		}
		out[len(out)-1] += line
	}
	return out
}

// forOfficer tells whether a block was said to an officer, and what.
func forOfficer(block string, officers []string) (said string, ok bool) {
	who, said, _ := strings.Cut(block, "> ")
	name, ok := strings.CutPrefix(who, "bot.")
	name, _, _ = strings.Cut(name, " ") // "bot.satu (changed)"
	return said, ok && slices.Contains(officers, name)
}

// officersOf lists the names of the phones of officers. A reporter's phone must not have the same name: what is printed would not tell.
func officersOf(script flowtest.Script) (names []string) {
	for _, l := range script.Lines {
		name, officer := strings.CutPrefix(l.Who, "officer.")
		if l.Directive == "officer" || l.Directive == "invited" {
			name, _, _ = strings.Cut(l.Arg, " ")
			officer = true
		}
		if officer {
			names = append(names, name)
		}
	}
	return names
}

var buttonForm = regexp.MustCompile(`\[[^\]\n]+\]`)

// withoutWords leaves of each message to an officer who got it and how many buttons stand under it.
func withoutWords(transcript string, officers []string) string {
	var out strings.Builder
	for _, b := range blocks(transcript) {
		if _, ok := forOfficer(b, officers); ok {
			who, _, _ := strings.Cut(b, "> ")
			buttons := 0
			for line := range strings.Lines(b) {
				if strings.HasPrefix(line, "     [") {
					buttons += len(buttonForm.FindAllString(line, -1))
				}
			}
			b = fmt.Sprintf("%s> %d buttons\n", who, buttons)
		}
		out.WriteString(b)
	}
	return receiptNumber.ReplaceAllString(out.String(), "0xxx xxxx xxxx xxxx")
}

// withoutPeople takes out of a message what people of the script wrote themselves.
func withoutPeople(message string, script flowtest.Script) string {
	message = strings.ReplaceAll(message, "\n     ", "\n")
	var wrote []string
	for _, l := range script.Lines {
		wrote = append(wrote, strings.Split(l.Say, "\n")...)
	}
	slices.SortFunc(wrote, func(a, b string) int { return len(b) - len(a) }) // a word may stand in a longer sentence
	for _, words := range wrote {
		message = strings.ReplaceAll(message, words, "")
	}
	return message
}
