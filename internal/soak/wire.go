package soak

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"

	"siaga/internal/emulator"
)

var errReset = errors.New("the connection was reset")

// RoundTrip carries a call to Telegram: the program may die just before it and just after it was done.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	switch {
	case w.dead:
		return nil, errDead
	case w.burns():
		return nil, w.die("before " + method)
	}
	form, err := readForm(r)
	if err != nil {
		return nil, err
	}
	if method == "getUpdates" {
		return w.getUpdates(r, form)
	}
	if w.bug == "lost message" && method == "sendMessage" {
		return &http.Response{StatusCode: http.StatusOK, Request: r, Body: io.NopCloser(strings.NewReader(`{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":1,"type":"private"}}}`))}, nil
	}
	if w.bug == "told to a stranger" && strings.Contains(form.Get("text"), "kenanga") {
		form.Set("chat_id", strconv.Itoa(firstReporter+reporters-1))
		r.Body = io.NopCloser(strings.NewReader(form.Encode()))
	}
	losing := w.losing()
	res, err := w.serve(r)
	if losing > w.losing() {
		w.watch.lost()
	}
	if err == nil && res.StatusCode == http.StatusOK && method == "editMessageText" {
		chat, _ := strconv.ParseInt(form.Get("chat_id"), 10, 64)
		w.watch.heard(chat, form.Get("text"), true)
	}
	w.trace.add(w.now, "call "+method+" "+form.Get("chat_id")+" "+form.Get("message_id")+form.Get("message_ids")+outcome(res, err))
	if w.burns() {
		return nil, w.die("after " + method)
	}
	return res, err
}

// losing is how many calls are ordered to be done without an answer.
func (w *world) losing() (n int) {
	for _, f := range w.emu.Faults() {
		if f.Kind == emulator.AcceptThenReset {
			n += f.Times
		}
	}
	return n
}

// readForm reads a form and leaves the body as it was.
func readForm(r *http.Request) (url.Values, error) {
	if r.Body == nil {
		return url.Values{}, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return url.Values{}, nil
	}
	return url.ParseQuery(string(body))
}

func outcome(res *http.Response, err error) string {
	if err != nil {
		return " no answer"
	}
	return " " + strconv.Itoa(res.StatusCode)
}

// serve lets the emulator answer in this goroutine.
func (w *world) serve(r *http.Request) (res *http.Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler { //nolint:errorlint // a panic with this very value is how a handler cuts the connection
				panic(p)
			}
			res, err = nil, errReset
		}
	}()
	rec := httptest.NewRecorder()
	w.phone.ServeHTTP(rec, r)
	return rec.Result(), nil
}

// getUpdates never waits. What its offset confirms has to be on the disk; when nothing more comes, the poll has had enough.
func (w *world) getUpdates(r *http.Request, form url.Values) (*http.Response, error) {
	if offset, err := strconv.ParseInt(form.Get("offset"), 10, 64); err == nil {
		w.watch.confirmed(offset)
	}
	form.Set("timeout", "0")
	body := form.Encode()
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	res, err := w.serve(r)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(raw))
	var got struct {
		Result []json.RawMessage `json:"result"`
	}
	if json.Unmarshal(raw, &got) == nil {
		w.watch.given(got.Result)
	}
	w.took = w.took || len(got.Result) > 0
	if len(got.Result) == 0 {
		w.enough()
	}
	if w.burns() {
		return nil, w.die("after getUpdates")
	}
	return res, nil
}
