package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/directory"
	"siaga/internal/offer"
	"siaga/internal/region"
)

// Numbers gives the hotlines of a directory for a place in the words of a language, each with its date, as the data of a text.
func Numbers(words flows.Words, current func() *directory.Directory) func(lang string, p casework.Place, now time.Time) flows.Data {
	return func(lang string, p casework.Place, now time.Time) flows.Data {
		word := func(key string) string { return words.Label(lang, "directory."+key) }
		return flows.Data{"numbers": directory.LinesIn(lang, word, current().For(placeIn(p), now))}
	}
}

// Helpers says who to turn to with a need at a place: the bodies, and the numbers that are known of them.
func Helpers(words flows.Words, current func() *directory.Directory) func(lang, need string, p casework.Place, now time.Time) flows.Data {
	return func(lang, need string, p casework.Place, now time.Time) flows.Data {
		i := slices.IndexFunc(directory.Needs(), func(n directory.Need) bool { return n.Code == need })
		if i < 0 {
			return Numbers(words, current)(lang, p, now)
		}
		n := directory.Needs()[i]
		word := func(key string) string { return words.Label(lang, "directory."+key) }
		return flows.Data{"first": directory.Names(n.First), "then": directory.Names(n.Then), "numbers": directory.LinesIn(lang, word, current().ForNeed(n, placeIn(p), now))}
	}
}

// placeIn is a place as the directory knows it.
func placeIn(p casework.Place) directory.Place {
	at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
	if town, ok := region.Default().Town(p.Country, p.Town); ok {
		at.Area = town.Area
	}
	return at
}

// contacts gives officers the number of an agency, where two people have verified one.
func contacts(current func() *directory.Directory) func(lang, agency, mission string, now time.Time) (string, bool) {
	return func(lang, agency, mission string, now time.Time) (string, bool) {
		return current().ContactLine(lang, agency, mission, now)
	}
}

// Traces gives what two reports can have in common. What stands in the directory is everybody's and leads to no recruiter.
func Traces(current func() *directory.Directory) func(string) []offer.Trace {
	return func(words string) []offer.Trace {
		return slices.DeleteFunc(embeddedOffers().Traces(words), func(t offer.Trace) bool {
			return t.Kind != offer.TraceCompany && listed(current(), t.Value)
		})
	}
}

// listed tells whether a number stands in the directory, in whichever way it is written there.
func listed(d *directory.Directory, number string) bool {
	return slices.ContainsFunc(d.Entries(), func(e directory.Entry) bool {
		return e.Number != "" && (e.Number == number || offer.PlainNumber(e.Number) == number)
	})
}

// numbersAge is how long the operator's list is used before the file is looked at again.
const numbersAge = 30 * time.Second

// numbersBook is the directory of telephone numbers with the operator's file over it. The file is read anew when it changes; one
// that cannot be read any more changes nothing, since old numbers are better than none, and is told in the log.
type numbersBook struct {
	path string
	log  *slog.Logger

	mu     sync.Mutex
	looked time.Time
	stamp  fileStamp
	list   *directory.Directory
}

// fileStamp tells whether a file is still the one that was read.
type fileStamp struct {
	changed time.Time
	size    int64
}

// openNumbers reads the operator's file; an empty path means the numbers this program was built with.
func openNumbers(path string, log *slog.Logger) (*numbersBook, error) {
	b := &numbersBook{path: path, log: log, list: directory.Default()}
	if path == "" {
		return b, nil
	}
	list, stamp, err := readNumbers(path)
	if err != nil {
		return nil, err
	}
	b.list, b.stamp, b.looked = list, stamp, time.Now()
	return b, nil
}

func readNumbers(path string) (*directory.Directory, fileStamp, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		err = &fs.PathError{Err: errors.New("it is a folder")}
	}
	var raw []byte
	if err == nil {
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fileStamp{}, config.Bad("SIAGA_NUMBERS: the file cannot be read (%v); write one with: siaga directory import", config.Reason(err))
	}
	list, err := directory.Default().Import(bytes.NewReader(raw))
	if err != nil {
		return nil, fileStamp{}, config.Bad("SIAGA_NUMBERS: %v; see: siaga directory check --file FILE", err)
	}
	return list, fileStamp{info.ModTime(), info.Size()}, nil
}

// Current is the directory as it stands now.
func (b *numbersBook) Current() *directory.Directory {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.path != "" && time.Since(b.looked) >= numbersAge {
		b.looked = time.Now()
		b.refresh()
	}
	return b.list
}

func (b *numbersBook) refresh() {
	info, err := os.Stat(b.path)
	if err == nil && b.stamp == (fileStamp{info.ModTime(), info.Size()}) {
		return
	}
	list, stamp, err := readNumbers(b.path)
	if err != nil {
		b.log.Warn("the list of numbers cannot be read any more; the numbers read before are shown on", "class", "numbers")
		return
	}
	b.list, b.stamp = list, stamp
	b.log.Info("the list of numbers was read anew")
}

// examineNumbers tells how far the numbers that people get have been verified.
func examineNumbers(cfg config.Config) Finding {
	book, err := openNumbers(cfg.Numbers, slog.New(slog.DiscardHandler))
	if err != nil {
		return Finding{Bad, "numbers", err.Error()}
	}
	stale, all := book.Current().CountStale(time.Now())
	if stale > 0 {
		return Finding{Warn, "numbers", fmt.Sprintf("%d of %d telephone numbers have not been verified by two people within 90 days and are shown with that warning; see: siaga directory check", stale, all)}
	}
	return Finding{Good, "numbers", fmt.Sprintf("all %d telephone numbers are verified", all)}
}

// numbersLooked is how often the log says that numbers are not verified.
const numbersLooked = 24 * time.Hour

// watchNumbers says once a day how many of the numbers people get are not verified, from the start on.
func (h *House) watchNumbers(ctx context.Context) {
	tick := time.NewTicker(numbersLooked)
	defer tick.Stop()
	for {
		if stale, all := h.numbers.Current().CountStale(h.clock()); stale > 0 {
			h.Metrics.Event("numbers_stale")
			h.Log.Warn("telephone numbers were not verified by two people within 90 days; see: siaga directory check", "class", "numbers", "stale", stale, "all", all)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
