package app

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"siaga/flows"
	"siaga/internal/engine"
	"siaga/internal/i18n"
	"siaga/internal/screens"
	"siaga/internal/voice"
	"siaga/internal/wording"
)

// Book is the texts as speakers go through them, and as they have changed them since the release. What it gives out as Words is what
// everybody reads.
type Book struct {
	release *i18n.Texts
	live    atomic.Pointer[i18n.Texts]
}

var _ engine.Book = (*Book)(nil)

// NewBook opens the texts this program was built with.
func NewBook() (*Book, error) {
	b := &Book{}
	var err error
	if b.release, err = embeddedTexts(); err != nil {
		return nil, err
	}
	b.live.Store(b.release)
	return b, nil
}

// judge and source are needed only where speakers go through the texts. What is embedded was read by the tests.
func (b *Book) judge() *i18n.Judge        { return sound(embeddedJudge()) }
func (b *Book) source() *wording.Document { return sound(embeddedSource()) }

func sound[T any](embedded T, err error) T {
	if err != nil {
		panic("app: embedded texts: " + err.Error())
	}
	return embedded
}

// Release implements engine.Book.
func (b *Book) Release() *i18n.Texts { return b.release }

// Now gives the texts as everybody reads them at this moment.
func (b *Book) Now() *i18n.Texts { return b.live.Load() }

// Lay implements engine.Book.
func (b *Book) Lay(said []i18n.Verdict) error {
	texts, err := b.release.With(b.release.Settle(said))
	if err == nil {
		b.live.Store(texts)
	}
	return err
}

// Keys implements engine.Book: safety texts first, then the others as the source has them. Lists of words that people type are
// left to the spreadsheet.
func (b *Book) Keys(tag string) []string {
	lang, _ := b.release.Language(tag)
	var safety, others []string
	for _, key := range b.source().Keys() {
		switch {
		case strings.HasSuffix(key, ".words") || !lang.Wants(key):
		case b.release.Safety(key):
			safety = append(safety, key)
		default:
			others = append(others, key)
		}
	}
	return append(safety, others...)
}

// Spoken implements engine.Book.
func (b *Book) Spoken(tag, key string) string { return b.Now().Spoken(tag, key) }

// Aloud implements engine.Book: what reporters are told and a clip can speak. Buttons, menus and parts of other texts are not heard.
func (b *Book) Aloud(tag string) []string {
	texts := b.Now()
	return slices.DeleteFunc(b.Keys(tag), func(key string) bool {
		room, _, _ := strings.Cut(key, ".")
		said := texts.Spoken(i18n.Source, key)
		return i18n.ForDesk(key) || room == "menu" || room == "directory" || i18n.IsButton(key, b.release.Keys(i18n.Source)) || !sentence.MatchString(said) ||
			texts.Spoken(tag, key) == ""
	})
}

// sentence is a text that can stand by itself.
var sentence = regexp.MustCompile(`[.?!…:]["”)]?$`)

// Show implements engine.Book.
func (b *Book) Show(tag, key, text string) flows.Sheet {
	source, _ := b.source().Text(key)
	room, _, _ := strings.Cut(key, ".")
	return flows.Sheet{Key: key, Source: readable(source), Text: readable(text), Said: b.source().Comment(key), Room: room, Screen: b.screen(tag, key, text),
		Limit: b.judge().Limit(key), Safety: b.release.Safety(key), Button: i18n.IsButton(key, b.release.Keys(i18n.Source)),
		Fixed: strings.Contains(shown(source)+shown(text), "{{")}
}

// screen shows what stands around a text; "" when it is by itself.
func (b *Book) screen(tag, key, text string) string {
	s, known := screensOf(tag)[key]
	if !known || s.Said == "" && len(s.Buttons) == 0 {
		return ""
	}
	was := b.release.Keys(tag)[key]
	if text == was {
		return s.Chat()
	}
	again, ok := s.Retold(was, text)
	if !ok {
		return ""
	}
	return again.Chat()
}

// Places of a text stand as {{.place}} in the files and as {place} in a chat.
var (
	filePlace = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)
	anyAction = regexp.MustCompile(`\{\{[^}]*\}\}`)
	chatPlace = regexp.MustCompile(`\{(\w+)\}`)
)

func shown(text string) string { return filePlace.ReplaceAllString(text, "{$1}") }

// readable leaves out what only the files can say.
func readable(text string) string { return anyAction.ReplaceAllString(shown(text), "…") }

// Written implements engine.Book.
func (b *Book) Written(key, typed string) string {
	text := strings.TrimSpace(i18n.Harmless(strings.ReplaceAll(typed, "\r\n", "\n")))
	if i18n.IsButton(key, b.release.Keys(i18n.Source)) {
		text = strings.Join(strings.Fields(text), " ")
	}
	if strings.Contains(text, "{{") { // what only the files may hold; see Flaws
		return text
	}
	return chatPlace.ReplaceAllString(text, "{{.$1}}")
}

// Flaws implements engine.Book.
func (b *Book) Flaws(tag, key, text string) []flows.Flaw {
	source, _ := b.source().Text(key)
	if strings.Contains(shown(text), "{{") {
		return []flows.Flaw{b.flaw(i18n.Problem{Key: key, Kind: i18n.Places}, source, text)}
	}
	problems := b.judge().Text(tag, key, text)
	texts := b.Now().Keys(tag)
	before := b.judge().Doubles(tag, texts)
	changed := map[string]string{}
	for k, v := range texts {
		changed[k] = v
	}
	changed[key] = text
	for _, p := range b.judge().Doubles(tag, changed) {
		if !slices.Contains(before, p) {
			problems = append(problems, p)
		}
	}
	var out []flows.Flaw
	for _, p := range problems {
		out = append(out, b.flaw(p, source, text))
	}
	return out
}

// flaw gives a problem what its explanation needs.
func (b *Book) flaw(p i18n.Problem, source, text string) flows.Flaw {
	quoted := quote.FindStringSubmatch(p.Detail)
	word := ""
	if quoted != nil {
		word = quoted[1]
	}
	var places []string
	for _, name := range strings.Fields(i18n.Placeholders(source)) {
		places = append(places, "{"+name+"}")
	}
	return flows.Flaw{Kind: string(p.Kind), Data: flows.Data{"word": word, "places": strings.Join(places, " "),
		"n": fmt.Sprint(i18n.Length(text)), "most": fmt.Sprint(b.judge().Limit(p.Key))}}
}

var quote = regexp.MustCompile(`"([^"]*)"`)

// Warm plays the conversations in a language, so that nobody has to wait for its screens.
func (b *Book) Warm(tag string) { screensOf(tag) }

// screensOf plays the conversations in a language as this program was built; once, for they do not change.
func screensOf(tag string) screens.All {
	play, _ := embeddedScreens.LoadOrStore(tag, sync.OnceValue(func() screens.All { return playAll(tag) }))
	return play.(func() screens.All)()
}

// playAll gives no screens rather than none of the house: a text can be judged without its screen.
func playAll(tag string) (all screens.All) {
	defer func() {
		if recover() != nil {
			all = nil
		}
	}()
	texts, err := embeddedTexts()
	if err != nil {
		return nil
	}
	if all, err = Screens(texts, tag); err != nil {
		return nil
	}
	return all
}

// Live lets everybody read the texts as they are at this moment.
type Live struct{ book *Book }

var _ engine.Texts = Live{}

// Text writes a message.
func (l Live) Text(tag, key string, data map[string]any) (string, error) {
	return l.book.Now().Text(tag, key, data)
}

// Heard writes a message in the parts in which it is heard.
func (l Live) Heard(tag, key string, data map[string]any, has func(tag, key string) bool) ([]voice.Part, error) {
	return l.book.Now().Heard(tag, key, data, has)
}

// Spoken gives the words that a clip can speak.
func (l Live) Spoken(tag, key string) string { return l.book.Now().Spoken(tag, key) }

// Label is the text of a label key.
func (l Live) Label(tag, key string) string { return l.book.Now().Label(tag, key) }

// Button is what stands on a button.
func (l Live) Button(tag, key string) string { return l.book.Now().Button(tag, key) }

// Synonyms lists further words for a button.
func (l Live) Synonyms(tag, key string) []string { return l.book.Now().Synonyms(tag, key) }

// Languages lists the languages that can be chosen.
func (l Live) Languages() []flows.Language { return Words{l.book.Now()}.Languages() }
