package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"siaga/flows/flowtest"
	"siaga/internal/e2e"
)

// scenarios are whole stories; each is killed at every outgoing call, before it is made and after it was done.
// What needs a moved clock cannot be played by a program of its own.
var scenarios = []string{"report_accepted", "hand_over_to_neighbour", "wipe_and_other_phone", "refused_to_next_owner", "question_and_answer", "close_by_two",
	"rotation_in_mid_case", "revoked_while_holding", "named_in_the_answer", "invitation_confirmed", "talk_media", "offer_to_report", "split_report",
	"merge_same_reporter", "voice_names_official", "closing_and_the_reporter"}

// TestChaosStoriesCanBePlayed wants every story of the chaos to be there and to need no moved clock: else nobody notices before the whole form
// is run.
func TestChaosStoriesCanBePlayed(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Concat(scenarios, commitStories) {
		raw, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		if err != nil {
			t.Error(err)
			continue
		}
		if movedClock.Match(raw) {
			t.Errorf("%s moves the clock", name)
		}
	}
}

// movedClock finds what a program of its own cannot do.
var movedClock = regexp.MustCompile(`(?m)^@(wait|outage|words)|^(citizen|officer\.\w+)> .*–\d\d WIT?[ABT]`)

// shortForm is how many seams are tried without SIAGA_CHAOS, spread over one story.
const shortForm = 6

// TestKilledAtEverySeam kills the program with signal 9 at its k-th call to Telegram, before or after Telegram has done it, starts it
// again and plays on. The end is that of the undisturbed story: the same rows, the same messages, each of them once, one in flight at the
// kill at most twice on one phone. SIAGA_CHAOS=1 does so for every k of all
// stories, SIAGA_CHAOS=NAME of one.
func TestKilledAtEverySeam(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts many programs; left out with -short")
	}
	path, b := program(t), backends()[0]
	stories := scenarios
	switch only := os.Getenv("SIAGA_CHAOS"); only {
	case "":
		stories = scenarios[:1]
	case "1":
	default: // a story by its name
		stories = []string{only}
	}
	slots := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for _, name := range stories {
		all.Go(func() {
			whole := tell(t, path, b, name, 0, false)
			if whole.calls < 10 {
				t.Errorf("%s makes only %d calls", name, whole.calls)
				return
			}
			step := 1
			if os.Getenv("SIAGA_CHAOS") == "" {
				step = max(whole.calls*2/shortForm, 1)
			}
			for seam := 0; seam < whole.calls*2; seam += step {
				all.Go(func() {
					slots <- struct{}{}
					defer func() { <-slots }()
					k, after := seam/2+1, seam%2 == 1
					t.Run(fmt.Sprintf("%s/%d-%v", name, k, after), func(t *testing.T) {
						whole.equals(t, tell(t, path, b, name, k, after))
					})
				})
			}
		})
	}
	all.Wait()
}

// ending is what can be seen from outside when a story is over.
type ending struct {
	calls  int
	rows   string                    // of the tables that hold what happened
	said   map[string]map[string]int // by phone: each text that is still there, and how often
	ever   map[string]bool           // texts that were said to anybody, changed or deleted since
	proofs map[string]int            // receipt numbers and case codes seen, by phone
	killed string                    // the method of the call at which it was killed
}

// tell plays one story, killed at call k.
func tell(t *testing.T, path string, b backend, name string, k int, after bool) ending {
	t.Helper()
	script := story(t, name)
	h := &fragile{k: k, after: after}
	h.process = newProcessBehind(t, path, b, h.front, voices(script)...)
	e := h.tells(t, script)
	if k > 0 {
		t.Logf("killed at call %d: %s", k, h.killed)
	}
	return e
}

// story reads a transcript.
func story(t *testing.T, name string) flowtest.Script {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := flowtest.Parse(name, string(raw))
	if err != nil {
		t.Fatal(err)
	}
	return script
}

// tells plays a story on a program that dies at some place in it.
func (h *fragile) tells(t *testing.T, script flowtest.Script) ending {
	t.Helper()
	phones := newPhones(h.emu, h)
	phones.Patience, phones.Drawn = 4*time.Minute, true
	ids := map[string]int64{}
	phones.Met = func(who string, id int64) { ids[who] = id }
	if got, err := phones.Play(t.Context(), script); err != nil {
		t.Fatalf("struck at %q: %v\n%s\nlog:\n%s", h.killed, err, got, h.serve.err)
	}
	if h.failed != nil {
		t.Fatalf("the second start: %v", h.failed)
	}
	return h.ending(t, ids)
}

// fragile is a program that dies at a call.
type fragile struct {
	*process
	k      int
	after  bool
	mu     sync.Mutex
	calls  int
	down   bool
	killed string
	failed error
	left   func(context.Context) (int, error) // how much is tried again later; nil: nobody asks
}

// front stands before the emulator, counts calls, and kills.
func (h *fragile) front(emulator http.Handler) http.Handler {
	server := httptest.NewServer(emulator)
	target, _ := url.Parse(server.URL) // its own address
	proxy := httputil.NewSingleHostReverseProxy(target)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if !h.dies(method) {
			proxy.ServeHTTP(w, r)
			return
		}
		if h.after {
			proxy.ServeHTTP(httptest.NewRecorder(), r)
		}
		h.kill()
		panic(http.ErrAbortHandler)
	})
}

// dies counts a call that says or changes something.
func (h *fragile) dies(method string) bool {
	if method == "getUpdates" || method == "getMe" || strings.HasPrefix(method, "setMy") || strings.HasPrefix(method, "getMy") || strings.Contains(method, "Webhook") || method == "answerCallbackQuery" {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls++
	if h.calls == h.k {
		h.down, h.killed = true, method
		return true
	}
	return false
}

// kill ends the program and starts it again.
func (h *fragile) kill() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := h.serve.end(ctx, syscall.SIGKILL)
	if err == nil {
		err = h.start(ctx)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down, h.failed = false, err
}

// Idle implements e2e.House: a program that is down is not at rest.
func (h *fragile) Idle(ctx context.Context) (bool, error) {
	h.mu.Lock()
	down := h.down
	h.mu.Unlock()
	if down {
		time.Sleep(5 * time.Millisecond) // nothing signals the second start
		return false, nil
	}
	idle, err := h.process.Idle(ctx)
	if err != nil { // it died in this moment
		return false, ctx.Err()
	}
	if idle && h.left != nil { // a message whose commit failed is not due before it is tried again
		n, err := h.left(ctx)
		return n == 0, err
	}
	return idle, nil
}

var _ e2e.House = (*fragile)(nil)

// happened are the tables whose rows are the same however often the program died. In the inbox and the jobs old rows differ by when
// they are tidied.
var happened = []string{"audit", "cases", "case_keys", "drafts", "files", "receipts", "referrals", "seats"}

func (h *fragile) ending(t *testing.T, ids map[string]int64) ending {
	t.Helper()
	e := ending{calls: h.calls, killed: h.killed, said: map[string]map[string]int{}, ever: map[string]bool{}, proofs: map[string]int{}}
	tallies := h.tallies(t)
	for _, table := range happened {
		e.rows += fmt.Sprintf("%s %d\n", table, tallies[table])
	}
	for _, c := range h.emu.Calls() {
		e.ever[alike(c.Text())] = true
	}
	for who, id := range ids {
		e.said[who] = map[string]int{}
		proofs := map[string]bool{}
		for _, m := range h.emu.History(id) {
			if !m.FromBot {
				continue
			}
			for _, p := range append(receiptNumber.FindAllString(m.Text, -1), caseCode.FindAllString(m.Text, -1)...) {
				proofs[p] = true
			}
			if !m.Deleted {
				e.said[who][alike(m.Text)+media(m)]++
			}
		}
		e.proofs[who] = len(proofs)
	}
	return e
}

// alike removes what differs where a program was killed: also how many minutes something took.
func alike(text string) string { return minutes.ReplaceAllString(blank(text), "(some) menit") }

var minutes = regexp.MustCompile(`\b\d+ menit\b`)

// equals compares with the story that was killed.
func (e ending) equals(t *testing.T, got ending) {
	t.Helper()
	if got.killed == "" {
		return // this story came to its end with fewer calls: messages of one moment may become one
	}
	if got.rows != e.rows {
		t.Errorf("killed at %s: the rows differ\n%s", got.killed, flowtest.Diff(e.rows, got.rows))
	}
	for who, said := range e.said {
		repeats, twice := 0, ""
		for text, n := range said {
			m := got.said[who][text]
			if m < n {
				t.Errorf("killed at %s: %s was told %d times, want %d: %q", got.killed, who, m, n, text)
			}
			if m > n {
				repeats += m - n
				twice += fmt.Sprintf("\n%d for %d: %q", m, n, text)
			}
		}
		for text := range got.said[who] {
			switch {
			case said[text] > 0:
			case strings.HasPrefix(text, resumed):
				repeats += got.said[who][text]
			case !e.ever[text] || len(said) < wipedLeaves: // a card whose number nobody knows any more may stay, void; after a wipe nothing may
				t.Errorf("killed at %s: %s was told what belongs to another story: %q", got.killed, who, text)
			default:
				repeats += got.said[who][text]
				twice += fmt.Sprintf("\n%d for none any more: %q", got.said[who][text], text)
			}
		}
		if repeats > 1+askedAgain(said, got.said[who]) {
			t.Errorf("killed at %s: %d messages came twice to %s, want one at most%s", got.killed, repeats, who, twice)
		}
		if got.proofs[who] != e.proofs[who] {
			t.Errorf("killed at %s: %s saw %d numbers, want %d: a repetition has another number", got.killed, who, got.proofs[who], e.proofs[who])
		}
	}
}

// resumed begins what is said at the start after an outage, before the question that was open is put again.
const resumed = "Maaf, tadi ada gangguan sebentar."

// askedAgain is how many messages may come again because a program that was killed just after the clock had been moved finds, as it must,
// that it was away so long: the sentence, and the question.
func askedAgain(whole, got map[string]int) int {
	more := 0
	for text, n := range got {
		if strings.HasPrefix(text, resumed) {
			more += n - whole[text]
		}
	}
	return 2 * min(max(more, 0), 1)
}

// wipedLeaves is how few texts stand on a phone that was wiped; every other phone of these stories has more.
const wipedLeaves = 3

// tallies counts rows as an operator would, by a backup.
func (h *process) tallies(t *testing.T) map[string]int {
	t.Helper()
	out, err := h.command(t.Context(), "backup", filepath.Join(t.TempDir(), "end.backup"))
	if err != nil {
		t.Fatal(err)
	}
	tallies := map[string]int{}
	for line := range strings.Lines(out) {
		if f := strings.Fields(line); len(f) == 3 {
			tallies[f[0]], _ = strconv.Atoi(f[1])
		}
	}
	return tallies
}
