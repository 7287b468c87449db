package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"siaga/flows"
	"siaga/internal/private"
)

// Reader reads the words in a picture; any error but the context's means that this picture cannot be read.
type Reader interface {
	Read(ctx context.Context, picture []byte) (words string, err error)
}

// readMark begins the body of an update that the house writes when a picture was read. No update of a channel begins so.
var readMark = []byte("siaga:read:")

const (
	queueOfReadings = 3               // jobs that wait for the reader or use it; others come back later and hold up nobody
	readAgain       = time.Second     // when they come back
	readWithin      = 3 * time.Minute // a picture that cannot be fetched for so long is not waited for
)

// readQueue lets one picture be read at a time: reading takes a whole processor for seconds, and people wait for answers.
type readQueue struct {
	places chan struct{}
	one    sync.Mutex
}

func newReadQueue() *readQueue { return &readQueue{places: make(chan struct{}, queueOfReadings)} }

// pictureWords is what the house writes to itself.
type pictureWords struct {
	File  string `json:"f"`
	Words string `json:"w,omitempty"`
}

// readFile lets the outbox read a picture, outside of any transaction.
func (t *turn) readFile(f flows.ReadFile) error {
	return t.tx.Enqueue(t.ctx, Job{Kind: "read", Key: "read:" + f.File, RunAt: t.now, Body: []byte(f.File)})
}

// readPicture fetches a picture if that was not done yet, lets its words be read, and brings them to the person's conversation as
// an update of its own, in turn with everything else. After a crash it is done again; the second update of a picture is none.
func (e *Engine) readPicture(ctx context.Context, id string) error {
	if err := e.fetch(ctx, id); err != nil && !e.tooLate(ctx, id) {
		return err
	}
	f, chat, err := e.pictureOf(ctx, id)
	if err != nil || f.ID == "" || !chat.Wiped.IsZero() {
		return err
	}
	words, err := e.wordsIn(ctx, f)
	if err != nil {
		return err
	}
	body, err := json.Marshal(pictureWords{File: id, Words: words})
	if err != nil {
		return errors.New("words of a picture cannot be written")
	}
	return e.Accept(context.WithoutCancel(ctx), Incoming{Key: "read:" + id, Address: chat.Address, Body: append(bytes.Clone(readMark), body...)})
}

// tooLate tells whether a picture has been waited for long enough, or is gone.
func (e *Engine) tooLate(ctx context.Context, id string) bool {
	f, _, err := e.pictureOf(ctx, id)
	return err == nil && (f.ID == "" || e.Clock().Sub(f.At) > readWithin)
}

// pictureOf gives a file and the chat of whoever sent it; nothing when the file was dropped meanwhile.
func (e *Engine) pictureOf(ctx context.Context, id string) (f File, chat ChatRow, err error) {
	err = e.Store.System(ctx, func(tx Tx) error {
		if f, err = tx.File(ctx, id); err != nil {
			return ignoreMissing(err)
		}
		chat, err = tx.Chat(ctx, f.Person)
		return err
	})
	return f, chat, err
}

// wordsIn reads; what cannot be read has no words.
func (e *Engine) wordsIn(ctx context.Context, f File) (string, error) {
	if f.State != "kept" || e.Reader == nil {
		return "", nil
	}
	select {
	case e.reads.places <- struct{}{}:
		defer func() { <-e.reads.places }()
	default:
		return "", &DeliveryError{Class: "later", After: readAgain}
	}
	e.reads.one.Lock()
	defer e.reads.one.Unlock()
	words, err := e.Reader.Read(ctx, f.Body)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		e.Watch.Event("picture_unreadable")
		return "", nil
	}
	e.Watch.Event("picture_read")
	return words, nil
}

// pictureRead tells whether an update is one that the house wrote when a picture was read.
func pictureRead(body []byte) (Arrival, bool) {
	rest, own := bytes.CutPrefix(body, readMark)
	if !own {
		return Arrival{}, false
	}
	var p pictureWords
	if json.Unmarshal(rest, &p) != nil || p.File == "" {
		return Arrival{Ignore: "read"}, true
	}
	return Arrival{Input: flows.Input{Kind: flows.FileRead, File: p.File, Text: private.NewText(p.Words)}}, true
}
