package emulator

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestControlRefusesForeignSites(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *Options) { o.Hosts = []string{"coba.lan"} })
	for _, c := range []struct {
		name, host string
		head       map[string]string
		want       int
	}{
		{"no browser", "", nil, 200},
		{"own page", "", map[string]string{"Origin": h.url, "Sec-Fetch-Site": "same-origin"}, 200},
		{"a foreign origin", "", map[string]string{"Origin": "https://jahat.example"}, 403},
		{"a sandboxed frame", "", map[string]string{"Origin": "null"}, 403},
		{"cross-site", "", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"another port of this host", "", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"}, 403},
		{"a rebound name", "jahat.example", nil, 403},
		{"a foreign address", "192.0.2.7", nil, 403},
		{"a name of the host's", "coba.lan:8080", nil, 200},
		{"localhost", "localhost:1", nil, 200},
	} {
		req, _ := http.NewRequest(http.MethodPost, h.url+"/emulator/do/start", strings.NewReader(`{"person":1001}`))
		for k, v := range c.head {
			req.Header.Set(k, v)
		}
		if c.host != "" {
			req.Host = c.host
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", c.name, res.StatusCode, c.want)
		}
	}
	req, _ := http.NewRequest(http.MethodPost, h.url+"/bot"+testToken+"/getMe", nil)
	req.Header.Set("Origin", "https://jahat.example")
	if res, err := http.DefaultClient.Do(req); err != nil || res.StatusCode != 403 {
		t.Errorf("a web page called the Bot API: %v %v", res, err)
	} else {
		res.Body.Close()
	}
	if got := len(h.Chat(1001)); got != 4 {
		t.Errorf("%d messages, want one for each accepted call", got)
	}
}

func (h *house) control(action, body string) int {
	h.t.Helper()
	res, err := http.Post(h.url+"/emulator/do/"+action, "application/json", strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

func TestControlActions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	h.send(1001, "tombol", map[string]any{"reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"Ya","callback_data":"y"}]]}`)})
	h.send(1001, "kata", map[string]any{"reply_markup": json.RawMessage(`{"keyboard":[["Batam"]]}`)})
	for _, c := range []struct {
		action, body string
		want         int
	}{
		{"say", `{"person":1001,"text":"halo"}`, 200}, {"say", `{"person":1001,"text":" "}`, 409}, {"say", `{"person":9,"text":"x"}`, 409},
		{"press", `{"person":1001,"text":"y"}`, 200}, {"press", `{"person":1001,"text":"n"}`, 409}, {"press-again", `{"person":1001}`, 200},
		{"tap", `{"person":1001,"text":"Batam"}`, 200}, {"location", `{"person":1001,"lat":1,"lon":2}`, 200}, {"location", `{"person":1001,"lat":100}`, 409},
		{"contact", `{"person":1001}`, 200}, {"sticker", `{"person":1001,"text":"👍"}`, 200}, {"block", `{"person":1001}`, 200},
		{"say", `{"person":1001,"text":"x"}`, 409}, {"unblock", `{"person":1001}`, 200}, {"start", `{"person":1001,"text":"tidak boleh"}`, 409},
		{"fault", `{"fault":{"kind":"429","method":"getMe"}}`, 200}, {"fault", `{"fault":{"kind":"?"}}`, 409}, {"clear-faults", `{}`, 200},
		{"duplicate", `{}`, 200}, {"swap", `{}`, 200}, {"restart-ids", `{"number":5}`, 200}, {"inject", `{"update":{"x":1}}`, 200},
		{"inject", `{"update":[]}`, 409}, {"network", `{"on":true}`, 200}, {"advance", `{"seconds":60}`, 409},
		{"person", `{"new":{"firstName":"Tuti"}}`, 200}, {"group", `{"group":{"title":"Piket","members":[1001]}}`, 200},
		{"menari", `{}`, 404}, {"say", `x`, 400},
	} {
		if got := h.control(c.action, c.body); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.action, c.body, got, c.want)
		}
	}
	if len(h.Faults()) != 0 || len(h.People()) != 3 {
		t.Errorf("faults %v, people %v", h.Faults(), h.People())
	}
}

func TestLiveViewTellsWhatIsNew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	res, err := http.Get(h.url + "/emulator/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	next := func() (d delta) {
		t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if err := json.Unmarshal([]byte(data), &d); err != nil {
					t.Fatal(err)
				}
				return d
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return d
	}
	if first := next(); len(first.Messages) != 1 || len(first.Scene.People) != 2 || first.Messages[0].Text != "/start" {
		t.Fatalf("first %+v", first)
	}
	m := h.say(1001, "baru")
	if d := next(); len(d.Messages) != 1 || d.Messages[0].Text != "baru" {
		t.Fatalf("then %+v", d)
	}
	if err := h.Delete(1001, m.ID); err != nil {
		t.Fatal(err)
	}
	for d := next(); ; d = next() {
		if len(d.Messages) == 1 && d.Messages[0].Deleted {
			break
		}
	}
}

func TestPageIsSmallAndWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	total := 0
	for _, part := range []string{"/", "/page/style.css", "/page/chat.js", "/page/tools.js"} {
		res, err := http.Get(h.url + part)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		total += len(body)
		if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %d %v", part, res.StatusCode, res.Header)
		}
		for _, outside := range []string{`src="http`, `href="http`, "@import", "url(http"} {
			if strings.Contains(string(body), outside) {
				t.Errorf("%s fetches from outside: %s", part, outside)
			}
		}
	}
	if total > 80<<10 {
		t.Errorf("the page weighs %d bytes, more than 80 KB", total)
	}
}
