package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/flows/flowtest"
	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// forgery is one press that must be refused.
type forgery struct {
	kind string // how it was made
	who  int64
	data string
}

// forger makes forgeries of the true handles of a house.
type forger struct {
	rand   *rand.Rand
	holder int64
	stolen []string // true handles of the holder
	others []int64  // everybody else
	gone   int64    // an officer who was removed
	old    []string // the handles that were his
}

const hookSecret = "a-secret-for-the-forger"

const handleLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func (f *forger) random(n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = handleLetters[f.rand.IntN(len(handleLetters))]
	}
	return string(out)
}

// next draws one. Everybody forges, the holder too: a handle that is nearly right is worth nothing in the right hand either.
func (f *forger) next() forgery {
	anybody := append(slices.Clone(f.others), f.holder, f.gone)
	who := anybody[f.rand.IntN(len(anybody))]
	true1 := f.stolen[f.rand.IntN(len(f.stolen))]
	switch f.rand.IntN(8) {
	case 0, 1:
		return forgery{"stolen", f.others[f.rand.IntN(len(f.others))], true1}
	case 2:
		return forgery{"of a removed officer", f.gone, f.old[f.rand.IntN(len(f.old))]}
	case 3:
		return forgery{"stolen by a removed officer", f.gone, true1}
	case 4:
		return forgery{"nearly right", who, f.nearly(true1)}
	case 5:
		return forgery{"of another form", who, "h:" + []string{"", " ", "\x00", "../../cases", "' OR 1=1 --", "%", "AAAAAAAAAAAAAAAAAAAAAA", "h:" + true1[2:]}[f.rand.IntN(8)]}
	}
	return forgery{"made up", who, "h:" + f.random(22)}
}

// nearly changes one letter, its case, the length, or what is around it.
func (f *forger) nearly(data string) string {
	i := 2 + f.rand.IntN(len(data)-2)
	switch f.rand.IntN(5) {
	case 0:
		return data[:len(data)-1]
	case 1:
		return data + f.random(1)
	case 2:
		return data + []string{" ", "\n", "=", "\u200b"}[f.rand.IntN(4)]
	case 3:
		if swapped := data[:2] + strings.ToUpper(data[2:]); swapped != data {
			return swapped
		}
	}
	letter := f.random(1)
	for letter == data[i:i+1] {
		letter = f.random(1)
	}
	return data[:i] + letter + data[i+1:]
}

// quietTelegram answers every call with ok, and keeps what presses were told.
type quietTelegram struct {
	mu   sync.Mutex
	told map[string]int
}

func (q *quietTelegram) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/answerCallbackQuery") {
		_ = r.ParseForm()
		q.mu.Lock()
		q.told[r.Form.Get("text")]++
		q.mu.Unlock()
	}
	_, _ = w.Write([]byte(`{"ok":true,"result":true}`))
}

// TestAHundredThousandForgedPresses makes forgeries of eight kinds by a colleague, an officer of another task force, the reporter, a
// stranger, an officer who was removed, and the holder: each is told one and the same, nothing is written but that answer, and no kind takes
// visibly longer than another. By itself it plays 2,000; SIAGA_FORGE=100000 plays as many as that says.
func TestAHundredThousandForgedPresses(t *testing.T) { // not beside the others of this package: it compares how long refusals take
	all := 2000
	if n, err := strconv.Atoi(os.Getenv("SIAGA_FORGE")); err == nil {
		all = n
	}
	h, phones, ids := attacked(t)
	says(t, phones, "@officer malaka 53.21/duty/1", "officer.tts> [Lainnya]", "officer.tts> [Minta bantuan]", "officer.tts> kab malaka",
		"officer.tts> Tolong jaga terminal malam ini.")
	f := &forger{rand: rand.New(rand.NewPCG(3, 5)), holder: ids["tts"], stolen: handles(h, ids["tts"]), others: []int64{ids["lain"], ids["ntt"], ids["citizen"], ids["stranger"]},
		gone: 1006, old: handles(h, 1006)}
	if len(f.stolen) < 5 || len(f.old) < 1 {
		t.Fatalf("only %d and %d handles to forge", len(f.stolen), len(f.old))
	}
	if err := h.house.Engine.Revoke(t.Context(), casework.SeatID("53.21/duty/1")); err != nil {
		t.Fatal(err)
	}
	says(t, phones, "stranger> halo")
	h.shut()
	defer h.open() // for the cleanup

	telegram := &quietTelegram{told: map[string]int{}}
	server := httptest.NewServer(telegram)
	defer server.Close()
	cfg := h.cfg
	cfg.APIURL = server.URL
	house, err := app.Build(t.Context(), cfg, app.Options{Keys: h.keys, Clock: h.clock, Random: h.seed})
	if err != nil {
		t.Fatal(err)
	}
	defer house.Close()
	p := &presser{t: t, h: h, house: house, post: house.Bot.Webhook(hookSecret, house.Engine.Accept), took: map[string][]time.Duration{}, answers: map[string]int{}}
	if err := house.Store.SQL().QueryRowContext(t.Context(), "SELECT MAX(id) FROM jobs").Scan(&p.base); err != nil {
		t.Fatal(err)
	}
	before := rights(t, h)
	for p.n < all {
		p.press(f.next())
	}
	if after := rights(t, h); after != before {
		t.Errorf("forged presses changed something\n%s", flowtest.Diff(before, after))
	}
	if len(p.answers) != 1 || p.answers["duty.refused"] != all {
		t.Errorf("%d presses were answered with %v, want duty.refused for each", all, p.answers)
	}
	p.compareTimes()
	telegram.mu.Lock()
	defer telegram.mu.Unlock()
	if len(telegram.told) != 1 || telegram.told[""] == 0 {
		t.Errorf("the waiting sign ended with %v, want nothing said", telegram.told)
	}
}

// presser posts presses to a house that does not run, and lets it work them one by one.
type presser struct {
	t       *testing.T
	h       *inProcess
	house   *app.House
	post    http.Handler
	base    int64 // of the jobs that were there before
	n       int
	took    map[string][]time.Duration
	answers map[string]int
}

func (p *presser) press(f forgery) {
	p.t.Helper()
	p.n++
	person := map[string]any{"id": f.who, "is_bot": false, "first_name": "x"}
	raw, err := json.Marshal(map[string]any{"update_id": 5_000_000 + p.n, "callback_query": map[string]any{"id": strconv.Itoa(p.n), "from": person, "chat_instance": "1", "data": f.data,
		"message": map[string]any{"message_id": 1, "date": 1, "chat": map[string]any{"id": f.who, "type": "private"}}}})
	if err != nil {
		p.t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(raw))
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", hookSecret)
	res := httptest.NewRecorder()
	p.post.ServeHTTP(res, req)
	if res.Code != http.StatusOK {
		p.t.Fatalf("press %d (%s): status %d", p.n, f.kind, res.Code)
	}
	begin := time.Now()
	worked, err := p.house.Engine.Once(p.t.Context())
	p.took[f.kind] = append(p.took[f.kind], time.Since(begin))
	if err != nil || !worked {
		p.t.Fatalf("press %d (%s): worked %v, %v", p.n, f.kind, worked, err)
	}
	p.collect(f)
}

// collect opens what the press is answered, and takes it away again, so that the outbox stays short.
func (p *presser) collect(f forgery) {
	p.t.Helper()
	db := p.house.Store.SQL()
	var ref string
	var sealed []byte
	err := db.QueryRowContext(p.t.Context(), "DELETE FROM jobs WHERE id = (SELECT MAX(id) FROM jobs WHERE kind = 'say' AND case_id = '') AND id > $1 RETURNING ref, body", p.base).Scan(&ref, &sealed)
	if err != nil {
		p.t.Fatalf("press %d (%s, by %d) %q was not answered: %v", p.n, f.kind, f.who, f.data, err)
	}
	body, err := p.h.keys.Open(private.Binding{Table: "jobs", Row: ref, Field: "body"}, sealed)
	if err != nil {
		p.t.Fatal(err)
	}
	var m struct {
		Key string `json:"k"`
	}
	if err := json.Unmarshal(body, &m); err != nil {
		p.t.Fatal(err)
	}
	if p.answers[m.Key]++; m.Key != "duty.refused" {
		p.t.Errorf("press %d (%s, by %d) %q is answered with %s", p.n, f.kind, f.who, f.data, m.Key)
	}
}

// compareTimes asks that half of the presses of each kind take as long as half of any other, within what a network hides.
func (p *presser) compareTimes() {
	const apart = 5 * time.Millisecond
	half := map[string]time.Duration{}
	for kind, all := range p.took {
		slices.Sort(all)
		half[kind] = all[len(all)/2]
	}
	values := slices.Collect(maps.Values(half))
	if difference := slices.Max(values) - slices.Min(values); difference > apart {
		p.t.Errorf("refusals differ by %v at the median: %v", difference, half)
	}
	p.t.Logf("%d presses refused; median of each kind: %s", p.n, fmt.Sprint(half))
}
