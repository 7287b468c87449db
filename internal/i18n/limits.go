package i18n

import (
	"path"
	"regexp"
	"strings"
)

// Limits of a telephone's screen, in characters. Places such as {{.place}} do not count: what fills them is bounded elsewhere.
const (
	MaxMessage = 300 // one message
	MaxButton  = 28  // one button
	MaxShare   = 600 // a lesson that is passed on
	MaxReview  = 400 // the summary before sending
	MaxLine    = 130 // one of several lines of a message
	Preview    = 80  // what a locked telephone shows of a message
	noLimit    = 0
)

// limit is a row of exceptions: keys of this form have this length, whatever they look like.
type limit struct {
	keys string // as path.Match; "*" does not reach over a dot
	most int
}

// limits are read from the top; the first row that fits holds.
var limits = []limit{
	{"*.words", noLimit},
	{"report.review", MaxReview},
	{"check.why.*", MaxLine},
	{"check.say.*", MaxLine},
	{"check.where.*", MaxLine},
	{"learn.*.share", MaxShare},
	{"learn.list_share", MaxShare},
	{"menu.short", 120},    // Bot API setMyShortDescription
	{"duty.card", noLimit}, // of its many branches only a few are shown at once
	{"duty.details", noLimit},
}

// Limit is the greatest length of a key's text in characters, 0 when it has none. keys are all keys of the source language: they
// tell a button from a message.
func Limit(key string, keys map[string]string) int {
	for _, l := range limits {
		if fits(l.keys, key) {
			return l.most
		}
	}
	if isButton(key, keys) {
		return MaxButton
	}
	return MaxMessage
}

// IsButton tells whether a key's text is a button: the Indonesian is short, and it has words that are typed instead or stands under
// a question whose key it begins with. (That Indonesian buttons are short is asked by the tests of the flows, which know them.)
func IsButton(key string, keys map[string]string) bool {
	for _, l := range limits {
		if fits(l.keys, key) {
			return false
		}
	}
	return isButton(key, keys)
}

func isButton(key string, keys map[string]string) bool {
	_, typed := keys[key+".words"]
	_, under := keys[question(key)]
	return (typed || under) && Length(keys[key]) <= MaxButton
}

// question is the key of the question that a button's key begins with.
func question(key string) string {
	if i := strings.LastIndexByte(key, '.'); i > 0 {
		return key[:i]
	}
	return ""
}

// fits matches a key with a form whose stars stand for one part of the key each; a star at the beginning stands for any parts.
func fits(form, key string) bool {
	if rest, ok := strings.CutPrefix(form, "*."); ok {
		return strings.HasSuffix(key, "."+rest)
	}
	ok, _ := path.Match(strings.ReplaceAll(form, ".", "/"), strings.ReplaceAll(key, ".", "/"))
	return ok
}

var anyAction = regexp.MustCompile(`\{\{[^}]*\}\}`)

// Length counts the characters of a text without its places.
func Length(text string) int { return len([]rune(anyAction.ReplaceAllString(text, ""))) }
