package e2e_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"siaga/flows/flowtest"
)

var picture = flag.String("picture", "", "write the picture of the demonstration for the README to this file")

// The phones of the demonstration.
const (
	citizenPhone = 1001
	officerPhone = 1002
)

// TestDemoInABrowser builds the program, runs "siaga demo" as a newcomer does, and plays a whole report with the fingers of a
// headless Chromium, by the same transcript that the house is tested with. Everything that the transcript says must be seen.
func TestDemoInABrowser(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/report_accepted.txt")
	if err != nil {
		t.Fatal(err)
	}
	ctx := chromium(t)
	demo, temp := startDemo(t)
	address := strings.TrimSpace(between(demo.out.String(), "Siaga demo: ", "\n"))
	h := &hand{t: t, ctx: ctx}
	h.do("open", chromedp.EmulateViewport(wide, tall), chromedp.Navigate(address), chromedp.WaitVisible(onPhone(officerPhone, "Anda sedang piket")))
	h.shoot("demo-start")
	for _, step := range steps(t, string(raw)) {
		h.step(step)
	}
	h.reads(officerPhone, "Baca isi")
	if *picture != "" {
		h.keep(*picture)
	}
	endDemo(t, demo, temp)
}

// startDemo runs the demonstration in a temporary folder of its own.
func startDemo(t *testing.T, more ...string) (*child, string) {
	t.Helper()
	temp := t.TempDir()
	demo, err := begin(program(t), []string{"TMPDIR=" + temp}, append([]string{"demo", "--headless", "--listen", "127.0.0.1:0", "--seed", "7"}, more...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = demo.cmd.Process.Kill() })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := demo.await(ctx, demo.out, "Ctrl-C"); err != nil {
		t.Fatal(err)
	}
	return demo, temp
}

// endDemo presses Ctrl-C: the program ends with code 0 and leaves nothing behind.
func endDemo(t *testing.T, demo *child, temp string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
	defer cancel()
	began := time.Now()
	if err := demo.end(ctx, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	t.Logf("Ctrl-C ended it in %v", time.Since(began).Round(time.Millisecond))
	if demo.result != nil {
		t.Errorf("after Ctrl-C: %v\n%s", demo.result, demo.err)
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// chromium opens a tab in a headless Chromium, or skips the test with the reason.
func chromium(t *testing.T, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	path := os.Getenv("SIAGA_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		if os.Getenv("SIAGA_REQUIRE_BROWSER") == "1" {
			t.Fatal("SIAGA_REQUIRE_BROWSER=1, but no Chromium was found")
		}
		t.Skip("no Chromium on this machine (set SIAGA_CHROMIUM to its path)")
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Headless,
		chromedp.DisableGPU, chromedp.Flag("disable-background-networking", true), chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("force-prefers-reduced-motion", true)}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(alloc)
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as the context it is started with
		t.Fatalf("start %s: %v", path, err)
	}
	return ctx
}

// step is one deed of a transcript and what must be seen after it.
type step struct {
	phone int
	deed  flowtest.Deed
	sees  []sight
}

// sight is a text or a button on a phone.
type sight struct {
	phone  int
	text   string
	button bool
}

var speaker = regexp.MustCompile(`^(citizen|officer\.tts|bot|bot\.tts)( \(changed\))?> (.*)$`)

// steps reads a transcript with its answers. Lines before the first deed are what the demonstration has done already.
func steps(t *testing.T, transcript string) []step {
	t.Helper()
	var out []step
	phone := 0
	for line := range strings.Lines(transcript) {
		line = strings.TrimRight(line, "\n")
		said := strings.TrimSpace(line)
		if m := speaker.FindStringSubmatch(line); m != nil {
			phone, said = citizenPhone, m[3]
			if strings.HasSuffix(m[1], ".tts") {
				phone = officerPhone
			}
			if !strings.HasPrefix(m[1], "bot") {
				deed, err := flowtest.Read(said)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, step{phone: phone, deed: deed})
				continue
			}
		}
		if len(out) > 0 && said != "" && phone != 0 {
			last := &out[len(out)-1]
			last.sees = append(last.sees, sights(phone, said)...)
		}
	}
	if len(out) < 10 {
		t.Fatalf("only %d steps in the transcript", len(out))
	}
	return out
}

// sights reads one printed line: a row of buttons, or a text up to its first figure, for times and numbers differ.
func sights(phone int, line string) []sight {
	if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
		var out []sight
		for _, label := range strings.Split(line[1:len(line)-1], "] [") {
			out = append(out, sight{phone, label, true})
		}
		return out
	}
	if i := strings.IndexAny(line, "0123456789"); i >= 0 {
		line = line[:i]
	}
	return []sight{{phone, strings.TrimSpace(line), false}}
}

// The sizes of the two screens.
const (
	wide, tall   = 1440, 900
	narrow, high = 390, 844
)

// hand is somebody at the page.
type hand struct {
	t     *testing.T
	ctx   context.Context
	count int
}

func (h *hand) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		seen, _ := chromedp.Run(h.ctx, chromedp.Evaluate[string](`document.querySelector('#ponsel').innerText.slice(-3000)`))
		h.shoot("demo-failed")
		h.t.Fatalf("%s: %v; the phones show:\n%s", what, err, seen)
	}
}

// step does one thing, waits for all that must be seen, and keeps a picture of the small screen and now and then of the wide one.
func (h *hand) step(s step) {
	h.t.Helper()
	began := time.Now()
	switch {
	case h.count == 0: // a phone that never wrote to the bot shows only this, as in Telegram
		h.do("begin", chromedp.Click(labelled(s.phone, "Mulai")))
	case s.deed.Kind == "press":
		h.do("press "+s.deed.Text, chromedp.Click(labelled(s.phone, s.deed.Text)))
	default:
		h.do("type "+s.deed.Text, chromedp.SendKeys(chromedp.CSS(fmt.Sprintf("#kursi%d textarea", s.phone)), s.deed.Text+"\r"))
	}
	if s.deed.Text == "Kirim" {
		h.do("the officer's card", chromedp.WaitVisible(labelled(officerPhone, "Terima")))
		took := time.Since(began)
		h.t.Logf("from Kirim to the officer's card: %v", took.Round(time.Millisecond))
		if took > 5*time.Second {
			h.t.Errorf("the card came after %v", took)
		}
	}
	for _, see := range s.sees {
		where := onPhone(see.phone, see.text)
		if see.button {
			where = labelled(see.phone, see.text)
		}
		h.do(fmt.Sprintf("after %q, %q on phone %d", s.deed.Text, see.text, see.phone), chromedp.WaitVisible(where))
	}
	h.count++
	h.shootSmall(s.phone)
	if s.deed.Text == "Kirim" || s.phone == officerPhone {
		h.shoot(fmt.Sprintf("demo-%02d-wide", h.count))
	}
}

// reads wants the last deed's result to be in sight, not scrolled away.
func (h *hand) reads(phone int, label string) {
	h.t.Helper()
	end, err := chromedp.Run(h.ctx, chromedp.Evaluate[bool](
		fmt.Sprintf(`(l => l.scrollHeight - l.scrollTop - l.clientHeight < 80)(document.querySelector('#kursi%d .log'))`, phone)))
	if err != nil || !end {
		h.t.Errorf("the newest message on phone %d (%s) is out of sight (%v)", phone, label, err)
	}
}

// onPhone is the last message on a phone that shows a text.
func onPhone(phone int, text string) chromedp.JSPath {
	return chromedp.JSPath(fmt.Sprintf(`[...document.querySelectorAll('#kursi%d .msg:not(.gone)')].filter(n => n.textContent.includes(%q)).pop()`, phone, text))
}

// labelled is the last button on a phone with exactly this label; a picture in front of it may be left out, as in transcripts.
func labelled(phone int, label string) chromedp.JSPath {
	return chromedp.JSPath(fmt.Sprintf(`[...document.querySelectorAll('#kursi%d button')].filter(n => [n.textContent, n.textContent.replace(/^[^\p{L}\p{N}]+/u, '')].includes(%q)).pop()`, phone, label))
}

// shoot keeps a picture in SIAGA_ARTEFACTS, when that is set.
func (h *hand) shoot(name string) {
	h.t.Helper()
	if dir := os.Getenv("SIAGA_ARTEFACTS"); dir != "" {
		h.keep(filepath.Join(dir, name+".png"))
	}
}

// shootSmall keeps a picture of one phone on a phone's screen.
func (h *hand) shootSmall(phone int) {
	h.t.Helper()
	if os.Getenv("SIAGA_ARTEFACTS") == "" {
		return
	}
	h.do("a small screen", chromedp.EmulateViewport(narrow, high, chromedp.EmulateScale(2)),
		chromedp.Click(chromedp.CSS(fmt.Sprintf(`#tab button[data-id="%d"]`, phone))),
		chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf("#kursi%d", phone))))
	h.shoot(fmt.Sprintf("demo-%02d", h.count))
	h.do("the wide screen", chromedp.EmulateViewport(wide, tall))
}

func (h *hand) keep(file string) {
	h.t.Helper()
	shot, err := chromedp.Run(h.ctx, chromedp.CaptureScreenshot())
	if err != nil || len(shot) < 5000 {
		h.t.Fatalf("screenshot of %d bytes: %v", len(shot), err)
	}
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, shot, 0o644)); err != nil {
		h.t.Fatal(err)
	}
}
