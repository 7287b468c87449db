package flowtest

import (
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/offer"
	"siaga/internal/private"
)

// outside is what a script says of the world outside the conversation: pictures can be read ("@reads"), the words of one came
// ("@read file-1 LOWONGAN ...", without words when it could not be read), what the register of 1 November 2026 says of every agency
// ("@listed in", "@licence borrowed"), and words that earlier reports named ("@known 0812-0000-1101").
type outside struct {
	reads                   bool
	listing, known, licence string
}

// read makes the input of a picture that was read.
func (outside) read(arg string) flows.Input {
	file, words, _ := strings.Cut(arg, " ")
	return flows.Input{Kind: flows.FileRead, File: file, Text: private.NewText(strings.ReplaceAll(words, " / ", "\n"))}
}

func (o outside) fill(env *flows.Env) {
	if o.reads {
		env.Reads = true
	}
	if o.listing != "" {
		env.Listing = func(string) (offer.Listing, time.Time) {
			return offer.Listing(o.listing), time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		}
	}
	if o.licence != "" {
		env.Licence = func(string, []string) (offer.Listing, time.Time) {
			return offer.Listing(o.licence), time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		}
	}
	if o.known != "" {
		env.Known = func(words string) []offer.Trace {
			if !strings.Contains(words, o.known) {
				return nil
			}
			return []offer.Trace{{Kind: offer.TracePhone, Value: o.known, Span: o.known}}
		}
	}
}
