package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"siaga/internal/private"
)

// Time-outs of the connection itself; how long a whole call may take is set call by call.
const (
	dialTimeout = 5 * time.Second
	pingAfter   = 20 * time.Second // a silent HTTP/2 connection is asked whether it still lives
	pingTimeout = 10 * time.Second
)

// Limits of what is held in memory, in bytes.
const (
	maxAnswer  = 16 << 20 // a hundred updates are far smaller
	maxRequest = 51 << 20 // Bot API: uploads up to 50 MB
)

// wire makes the HTTP calls. Its errors carry no text of the transport, because that holds the address and so the token.
type wire struct {
	http  *http.Client
	base  string
	token private.Text
	dated atomic.Pointer[dated] // the newest answer that told the time
}

// dated is the time an answer told, and when it came by our own steady clock.
type dated struct{ told, came time.Time }

// client gives an HTTP client that follows no redirects; without one given, it has time-outs and connections of its own.
func client(given *http.Client) *http.Client {
	c := http.Client{Transport: transport()}
	if given != nil {
		c = *given
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

func transport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: dialTimeout,
		ForceAttemptHTTP2:   true,
		MaxIdleConns:        64,
		MaxIdleConnsPerHost: 64, // there is one host
		IdleConnTimeout:     90 * time.Second,
		HTTP2:               &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
	}
}

// outcome is how a call ended. It never leaves this package: a description may quote a person.
type outcome struct {
	status   int
	answered bool // the Bot API itself answered, not a proxy on the way, and nothing was cut
	whole    bool // the body was read to its end, whatever it is
	waitFor  int  // seconds, of the header Retry-After
	body     []byte
	envelope
}

type envelope struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	Code        int             `json:"error_code"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

type outcomeKey struct{}

var errWire = errors.New("the call did not end well")

// Do serves the library: it sends what the library streams as multipart in one plain body with its length (a body without files
// as a form), and notes how the call ended for [Bot.call].
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	defer func() { _ = req.Body.Close() }() // ends the library's writer
	body, kind, err := plain(req)
	if err != nil {
		return nil, errWire
	}
	o := w.post(req.Context(), req.URL.String(), kind, body)
	if noted, ok := req.Context().Value(outcomeKey{}).(*outcome); ok {
		*noted = *o
	}
	if !o.whole {
		return nil, errWire
	}
	return &http.Response{StatusCode: o.status, Body: io.NopCloser(bytes.NewReader(o.body)), Request: req}, nil
}

// plain reads the library's body. Without files it becomes a form.
func plain(req *http.Request) (body []byte, kind string, err error) {
	kind = req.Header.Get("Content-Type")
	if body, err = io.ReadAll(io.LimitReader(req.Body, maxRequest+1)); err != nil || len(body) > maxRequest {
		return nil, "", errWire
	}
	form := url.Values{}
	_, args, _ := mime.ParseMediaType(kind)
	for parts := multipart.NewReader(bytes.NewReader(body), args["boundary"]); len(body) > 0; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", errWire
		}
		if part.FileName() != "" {
			return body, kind, nil
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, "", errWire
		}
		form.Set(part.FormName(), string(value))
	}
	return []byte(form.Encode()), "application/x-www-form-urlencoded", nil
}

// post makes one call and reads its answer.
func (w *wire) post(ctx context.Context, address, kind string, body []byte) *outcome {
	o := &outcome{}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return o
	}
	req.Header.Set("Content-Type", kind)
	resp, err := w.http.Do(req)
	if err != nil {
		return o
	}
	defer func() { _ = resp.Body.Close() }()
	o.status = resp.StatusCode
	if told, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		w.dated.Store(&dated{told: told, came: time.Now()})
	}
	o.waitFor, _ = strconv.Atoi(resp.Header.Get("Retry-After"))
	o.body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	o.whole = err == nil && len(o.body) <= maxAnswer
	if o.whole {
		o.answered = json.Unmarshal(o.body, &o.envelope) == nil && (o.OK || o.Code != 0)
	}
	return o
}

// method is the address of a method; it holds the token, so it goes nowhere but into a request.
func (w *wire) method(name string) string { return w.base + "/bot" + w.token.Reveal() + "/" + name }

// file is the address of a file, by the path that getFile gave.
func (w *wire) file(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return w.base + "/file/bot" + w.token.Reveal() + "/" + strings.Join(parts, "/")
}
