package private

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
)

// Struck is what a [Redactor] puts in place of a secret.
const Struck = "[struck]"

// minSecret is the shortest secret a Redactor takes: shorter ones would strike ordinary words.
const minSecret = 8

// Redactor strikes the secrets it was told (bot token, passwords, webhook secret) from text on its way out. It is the last
// net, not the rule: the rule is never to log a struct or a foreign error's text. A nil Redactor strikes nothing.
type Redactor struct {
	hidden
	replace *strings.Replacer
}

// NewRedactor prepares a Redactor. Empty secrets are passed over, others must have 8 bytes or more. Each is struck as it is and
// as it looks in a URL, in JSON and in a quoted Go string. A secret that is used in parts (user:password) is listed in parts.
func NewRedactor(secrets ...string) (*Redactor, error) {
	var forms []string
	for i, s := range secrets {
		if s == "" {
			continue
		}
		if len(s) < minSecret {
			return nil, fmt.Errorf("secret number %d has fewer than %d characters and cannot be struck from logs: choose a longer one", i+1, minSecret)
		}
		forms = append(forms, formsOf(s)...)
	}
	// The replacer prefers the earlier of two that match at one place: the longer must come first.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(forms))
	for _, f := range slices.Compact(forms) {
		pairs = append(pairs, f, Struck)
	}
	return &Redactor{replace: strings.NewReplacer(pairs...)}, nil
}

// formsOf returns the spellings in which a secret may turn up.
func formsOf(s string) []string {
	quoted := fmt.Sprintf("%q", s)
	out := []string{s, url.QueryEscape(s), url.PathEscape(s), quoted[1 : len(quoted)-1]}
	if j, err := json.Marshal(s); err == nil {
		out = append(out, string(j[1:len(j)-1]))
	}
	return out
}

// Strike returns s with every listed secret replaced by [Struck].
func (r *Redactor) Strike(s string) string {
	if r == nil {
		return s
	}
	return r.replace.Replace(s)
}

// Writer returns a writer that strikes secrets from each call's bytes before passing them on. It suits loggers, which write
// one whole line at a time; a secret split over two calls passes.
func (r *Redactor) Writer(w io.Writer) io.Writer { return &redactWriter{r, w} }

type redactWriter struct {
	r *Redactor
	w io.Writer
}

// Write reports len(p) on success, however much was struck.
func (w *redactWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.w, w.r.Strike(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
