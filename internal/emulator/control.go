package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Handler serves the Bot API, the files, the page and the page's control calls below /emulator/.
func (s *Server) Handler() http.Handler {
	page := http.NewServeMux()
	page.HandleFunc("GET /{$}", servePage)
	page.HandleFunc("GET /page/{name}", servePage)
	page.HandleFunc("GET /emulator/events", s.serveEvents)
	page.HandleFunc("GET /emulator/state", s.serveState)
	page.HandleFunc("GET /emulator/file/{id}", s.serveMedia)
	page.HandleFunc("POST /emulator/do/{action}", s.serveAction)
	page.HandleFunc("POST /emulator/upload", s.serveUpload)
	guarded := s.guard(page)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		bot := strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot")
		switch {
		case bot && !sameOrigin(r): // a bot is no browser; a web page that guesses the token is refused
			http.Error(w, "web pages may not call the Bot API here", http.StatusForbidden)
		case strings.HasPrefix(r.URL.Path, "/bot"):
			s.serveBot(w, r)
		case strings.HasPrefix(r.URL.Path, "/file/bot"):
			s.serveFile(w, r)
		default:
			guarded.ServeHTTP(w, r)
		}
	})
}

// order is the body of a control call; each action uses what it needs.
type order struct {
	Person  int64           `json:"person"`
	Chat    int64           `json:"chat"` // the person's own chat when 0
	Message int             `json:"message"`
	Text    string          `json:"text"`
	Lat     float64         `json:"lat"`
	Lon     float64         `json:"lon"`
	On      bool            `json:"on"`
	Number  int64           `json:"number"`
	Seconds int64           `json:"seconds"`
	Fault   Fault           `json:"fault"`
	Update  json.RawMessage `json:"update"`
	New     Person          `json:"new"`
	Group   Group           `json:"group"`
}

var errNoAction = errors.New("no such action")

func (s *Server) serveAction(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&o); err != nil {
		http.Error(w, "the body must be a JSON object", http.StatusBadRequest)
		return
	}
	if o.Chat == 0 {
		o.Chat = o.Person
	}
	result, err := s.act(r.PathValue("action"), o)
	writeResult(w, result, err)
}

func writeResult(w http.ResponseWriter, result any, err error) {
	switch {
	case errors.Is(err, errNoAction):
		http.Error(w, err.Error(), http.StatusNotFound)
	case err != nil:
		http.Error(w, err.Error(), http.StatusConflict)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(result) // the page may be gone
	}
}

// act does what somebody holding a phone does; what the room's owner does is in arrange.
func (s *Server) act(action string, o order) (any, error) {
	switch action {
	case "say":
		if o.Message != 0 {
			return s.Reply(o.Chat, o.Person, o.Message, o.Text)
		}
		return s.SayIn(o.Chat, o.Person, o.Text)
	case "start":
		return s.Start(o.Person, o.Text)
	case "press":
		return s.PressIn(o.Chat, o.Person, o.Message, o.Text)
	case "press-again":
		return s.PressAgain(o.Person)
	case "tap":
		return s.Tap(o.Person, o.Text)
	case "location":
		return s.Location(o.Person, o.Lat, o.Lon)
	case "contact":
		return s.Contact(o.Person, "", "")
	case "sticker":
		return s.Sticker(o.Person, o.Text)
	case "edit":
		return true, s.Edit(o.Chat, o.Message, o.Text)
	case "delete":
		return true, s.Delete(o.Chat, o.Message)
	case "block":
		return true, s.Block(o.Person)
	case "unblock":
		return true, s.Unblock(o.Person)
	}
	return s.arrange(action, o)
}

// arrange orders faults and changes the cast.
func (s *Server) arrange(action string, o order) (any, error) {
	switch action {
	case "fault":
		return true, s.Fault(o.Fault)
	case "clear-faults":
		s.ClearFaults()
	case "duplicate":
		return true, s.DuplicateLast(1)
	case "swap":
		return s.SwapLast(), nil
	case "network":
		s.Network(o.On)
	case "restart-ids":
		s.RestartIDs(o.Number)
	case "inject":
		return true, s.Inject(o.Update)
	case "advance":
		return true, s.advanceHost(time.Duration(o.Seconds) * time.Second)
	case "person":
		return s.AddPerson(o.New), nil
	case "group":
		return s.AddGroup(o.Group), nil
	default:
		return nil, fmt.Errorf("%w: %q", errNoAction, action)
	}
	return true, nil
}

// advanceHost moves the host's clock, where the host allows it.
func (s *Server) advanceHost(d time.Duration) error {
	if s.opts.OnAdvance == nil {
		return errors.New("the host does not allow moving the clock")
	}
	if d <= 0 || d > 400*24*time.Hour {
		return errors.New("the clock moves forward, by at most 400 days")
	}
	s.opts.OnAdvance(d)
	s.ClockMoved()
	return nil
}

// serveUpload takes a file as the body; kind, person, chat, name, seconds and caption stand in the query.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpload))
	if err != nil {
		http.Error(w, "a file may have at most 50 MB", http.StatusRequestEntityTooLarge)
		return
	}
	person, _ := strconv.ParseInt(q.Get("person"), 10, 64)
	chat, _ := strconv.ParseInt(q.Get("chat"), 10, 64)
	if chat == 0 {
		chat = person
	}
	seconds, _ := strconv.Atoi(q.Get("seconds"))
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	result, err := s.SendMedia(chat, person, q.Get("kind"),
		Upload{Name: q.Get("name"), MIME: kind, Caption: q.Get("caption"), Seconds: seconds, Data: data})
	writeResult(w, result, err)
}

// serveMedia shows a file on the page; only pictures and sounds keep their type.
func (s *Server) serveMedia(w http.ResponseWriter, r *http.Request) {
	f := s.fileAt(func(f *file) bool { return f.id == r.PathValue("id") })
	if f == nil {
		http.NotFound(w, r)
		return
	}
	kind, _, _ := strings.Cut(f.mime, "/")
	if (kind != "image" && kind != "audio" && kind != "video") || strings.Contains(f.mime, "svg") {
		w.Header().Set("Content-Disposition", "attachment; filename="+strconv.Quote(f.name))
		w.Header().Set("Content-Type", "application/octet-stream")
	} else {
		w.Header().Set("Content-Type", f.mime)
	}
	_, _ = w.Write(f.data)
}
