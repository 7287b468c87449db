package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// browser opens a tab in a headless Chromium, or skips the test with the reason.
func browser(t *testing.T) context.Context {
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
	alloc, stop := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Headless,
		chromedp.DisableGPU, chromedp.Flag("disable-background-networking", true), chromedp.Flag("force-color-profile", "srgb"))
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(alloc)
	t.Cleanup(end)
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// shoot keeps a picture of the page, in SIAGA_ARTEFACTS when that is set.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("SIAGA_ARTEFACTS")
	if dir == "" {
		dir = t.TempDir()
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil || len(picture) < 5000 {
		t.Fatalf("screenshot of %d bytes: %v", len(picture), err)
	}
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, name), picture, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// waiter is a small scripted bot: it orders, asks, edits and deletes, so that the page has something to show.
type waiter struct {
	bot    *tg.Bot
	offset int64
}

// serve polls until the test ends.
func (w *waiter) serve(ctx context.Context, url string) {
	for ctx.Err() == nil {
		list, err := w.poll(ctx, url)
		if err != nil {
			continue
		}
		for _, u := range list {
			w.offset = u.ID + 1
			w.answer(ctx, u)
		}
	}
}

func (w *waiter) poll(ctx context.Context, url string) ([]models.Update, error) {
	body := strings.NewReader(fmt.Sprintf(`{"offset":%d,"timeout":20}`, w.offset))
	var a struct {
		OK     bool
		Result []models.Update
	}
	err := postJSON(ctx, url+"/bot"+testToken+"/getUpdates", body, &a)
	return a.Result, err
}

func (w *waiter) answer(ctx context.Context, u models.Update) {
	switch {
	case u.CallbackQuery != nil:
		m := u.CallbackQuery.Message.Message
		_, _ = w.bot.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "Dicatat"})
		if u.CallbackQuery.Data == "hapus" {
			_, _ = w.bot.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: m.Chat.ID, MessageID: m.ID})
			return
		}
		_, _ = w.bot.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: m.Chat.ID, MessageID: m.ID, ParseMode: models.ParseModeHTML,
			Text: "Pesanan Anda: <b>" + u.CallbackQuery.Data + "</b>", ReplyMarkup: buttons("Batalkan", "hapus")})
	case u.Message != nil && strings.HasPrefix(u.Message.Text, "/start"):
		_, _ = w.bot.SendMessage(ctx, &tg.SendMessageParams{ChatID: u.Message.Chat.ID, ParseMode: models.ParseModeHTML,
			Text:        "Selamat pagi. <b>Mau minum apa?</b>\nKetik saja, atau pilih di bawah. Buka jam 7–17.",
			ReplyMarkup: buttons("Teh hangat", "teh", "Kopi susu", "kopi", "Air putih saja, terima kasih", "air")})
	case u.Message != nil:
		_, _ = w.bot.SendMessage(ctx, &tg.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "Anda menulis: " + u.Message.Text,
			ReplyMarkup: &models.ReplyKeyboardMarkup{ResizeKeyboard: true, Keyboard: [][]models.KeyboardButton{
				{{Text: "Lanjut"}, {Text: "Berhenti"}}, {{Text: "Kirim lokasi", RequestLocation: true}}}}})
	}
}

// buttons makes one inline button a row from labels and data in turn.
func buttons(pairs ...string) *models.InlineKeyboardMarkup {
	k := &models.InlineKeyboardMarkup{}
	for i := 0; i < len(pairs); i += 2 {
		k.InlineKeyboard = append(k.InlineKeyboard, []models.InlineKeyboardButton{{Text: pairs[i], CallbackData: pairs[i+1]}})
	}
	return k
}

// room is an emulator with the page, two people and the waiter.
func room(t *testing.T) (*Server, string) {
	t.Helper()
	s := New(Options{Token: testToken, BotName: "Kedai", Title: "Latihan kedai", OnAdvance: func(time.Duration) {}})
	web := httptest.NewServer(s.Handler())
	bot, err := tg.New(testToken, tg.WithServerURL(web.URL), tg.WithSkipGetMe())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { (&waiter{bot: bot}).serve(ctx, web.URL); close(done) }()
	t.Cleanup(func() { cancel(); <-done; s.Close(); web.Close() })
	s.AddPerson(Person{ID: 1001, FirstName: "Sari", Title: "Pembeli", Hint: "Coba tekan Mulai, lalu pilih minuman.", LanguageCode: "id"})
	s.AddPerson(Person{ID: 1002, FirstName: "Budi", Title: "Kasir", Hint: "Pesanan muncul di sini."})
	for _, err := range []error{
		second(bot.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "start", Description: "Mulai lagi"}}})),
		second(bot.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: "Pesan minuman dari meja Anda."})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return s, web.URL
}

func second(_ bool, err error) error { return err }

// shown is the last message on a phone that shows a text.
func shown(person int, text string) chromedp.JSPath {
	return chromedp.JSPath(fmt.Sprintf(`[...document.querySelectorAll('#kursi%d .msg:not(.gone)')].filter(n => n.textContent.includes(%q)).pop()`, person, text))
}

// button is a button on a phone with exactly this label.
func button(person int, label string) chromedp.JSPath {
	return chromedp.JSPath(fmt.Sprintf(`[...document.querySelectorAll('#kursi%d button')].filter(n => n.textContent === %q || n.getAttribute('aria-label') === %q).pop()`, person, label, label))
}

func do(t *testing.T, ctx context.Context, what string, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func TestPageInABrowser(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	s, url := room(t)
	do(t, ctx, "open", chromedp.EmulateViewport(1440, 900), chromedp.Navigate(url), chromedp.WaitVisible(button(1001, "Mulai")))
	do(t, ctx, "start", chromedp.Click(button(1001, "Mulai")), chromedp.WaitVisible(shown(1001, "Mau minum apa?")))
	do(t, ctx, "press", chromedp.Click(button(1001, "Kopi susu")), chromedp.WaitVisible(shown(1001, "Pesanan Anda: kopi")),
		chromedp.WaitVisible(shown(1001, "diedit")))
	do(t, ctx, "delete", chromedp.Click(button(1001, "Batalkan")), chromedp.WaitNotPresent(shown(1001, "Pesanan Anda")))
	do(t, ctx, "type", chromedp.SendKeys(chromedp.CSS("#kursi1001 textarea"), "tanpa gula ya\r"),
		chromedp.WaitVisible(shown(1001, "Anda menulis: tanpa gula ya")))
	left, err := chromedp.Run(ctx, chromedp.Value(chromedp.CSS("#kursi1001 textarea")))
	if err != nil || left != "" {
		t.Errorf("after sending the field holds %q (%v)", left, err)
	}
	do(t, ctx, "reply keyboard", chromedp.Click(button(1001, "Lanjut")), chromedp.WaitVisible(shown(1001, "Anda menulis: Lanjut")))
	if got := s.Chat(1001); !got[len(got)-2].Read || got[len(got)-2].Text != "Lanjut" {
		t.Errorf("the tapped word arrived as %+v", got[len(got)-2])
	}
	do(t, ctx, "second phone", chromedp.Click(button(1002, "Mulai")), chromedp.WaitVisible(shown(1002, "Mau minum apa?")))
	shoot(t, ctx, "emulator-desktop.png")
	if _, err := s.Say(1001, "<b>bukan tebal</b> & <img src=x onerror=alert(1)>"); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, "plain text stays plain", chromedp.WaitVisible(shown(1001, "<b>bukan tebal</b> & <img")))
	do(t, ctx, "dark and faults", chromedp.Click(chromedp.ID("tema")), chromedp.Click(chromedp.ID("alat")), chromedp.WaitVisible(chromedp.CSS("#laci select")))
	shoot(t, ctx, "emulator-dark-faults.png")
	do(t, ctx, "log of calls", chromedp.Click(chromedp.JSPath(`document.querySelectorAll('#laci [role=tab]')[1]`)),
		chromedp.Click(chromedp.JSPath(`[...document.querySelectorAll('#laci summary')].find(n => n.textContent.includes('sendMessage'))`)),
		chromedp.WaitVisible(chromedp.CSS("#laci details[open] pre")), chromedp.Click(button(1001, "Lampirkan")), chromedp.WaitVisible(chromedp.CSS(".menu")))
	shoot(t, ctx, "emulator-dark-log.png")
	do(t, ctx, "back to the faults", chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(chromedp.CSS(".menu")),
		chromedp.Click(chromedp.JSPath(`document.querySelectorAll('#laci [role=tab]')[0]`)))
	do(t, ctx, "no network", chromedp.Click(chromedp.JSPath(`[...document.querySelectorAll('#laci button')].find(b => b.textContent === 'Putuskan jaringan')`)),
		chromedp.WaitVisible(chromedp.CSS("#keadaan.off")))
	s.Network(true)
	do(t, ctx, "network again", chromedp.WaitNotPresent(chromedp.CSS("#keadaan.off")))
}

func TestPageOnASmallScreen(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	s, url := room(t)
	do(t, ctx, "open", chromedp.EmulateViewport(390, 800, chromedp.EmulateScale(2)), chromedp.Navigate(url+"/?start=meja7"),
		chromedp.Click(button(1001, "Mulai")), chromedp.WaitVisible(shown(1001, "Mau minum apa?")))
	if got := s.Chat(1001)[0].Text; got != "/start meja7" {
		t.Errorf("the deep link became %q", got)
	}
	do(t, ctx, "location", chromedp.SendKeys(chromedp.CSS("#kursi1001 textarea"), "halo\r"), chromedp.WaitVisible(shown(1001, "Anda menulis: halo")),
		chromedp.Click(button(1001, "Kirim lokasi")), chromedp.WaitVisible(chromedp.CSS("dialog .main")))
	shoot(t, ctx, "emulator-phone-location.png")
	do(t, ctx, "send it", chromedp.Click(chromedp.CSS("dialog .main")), chromedp.WaitVisible(shown(1001, "-6.2000, 106.8167")))
	picture := filepath.Join(t.TempDir(), "catatan.txt")
	if err := os.WriteFile(picture, []byte("isi catatan"), 0o600); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, "file", chromedp.Click(button(1001, "Lampirkan")), chromedp.Click(button(1001, "Berkas")),
		chromedp.SetUploadFiles(chromedp.CSS("#kursi1001 input[type=file]"), []string{picture}), chromedp.WaitVisible(shown(1001, "catatan.txt")))
	shoot(t, ctx, "emulator-phone.png")
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`))
	if err != nil || wide {
		t.Errorf("the page scrolls sideways on a phone (%v)", err)
	}
	do(t, ctx, "the other tab", chromedp.Click(chromedp.CSS(`#tab button[data-id="1002"]`)), chromedp.WaitVisible(button(1002, "Mulai")),
		chromedp.WaitNotVisible(chromedp.CSS("#kursi1001")))
	shoot(t, ctx, "emulator-phone-empty.png")
}

func TestPageShowsGroupsPicturesAndAlerts(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	s, url := room(t)
	s.AddPerson(Person{ID: 1003, FirstName: "Tuti", Title: "Dapur", Hint: "Melihat grup meja dan dapur."})
	g := s.AddGroup(Group{Title: "Meja dan dapur", Super: true, Members: []int64{1003, 1001}, SeesAll: true})
	var picture bytes.Buffer
	if err := png.Encode(&picture, stripes(320, 200)); err != nil {
		t.Fatal(err)
	}
	bot, err := tg.New(testToken, tg.WithServerURL(url), tg.WithSkipGetMe())
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, "open", chromedp.EmulateViewport(1366, 768), chromedp.Navigate(url), chromedp.Click(button(1001, "Mulai")),
		chromedp.WaitVisible(shown(1001, "Mau minum apa?")))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.Photo(1001, Upload{Name: "meja.png", Data: picture.Bytes(), Caption: "Meja kami"})
	must(err)
	_, err = s.Voice(1001, Upload{Data: []byte("OggS"), Seconds: 3})
	must(err)
	_, err = s.SayIn(g.ID, 1001, "Sudah siap?")
	must(err)
	_, err = bot.SendMessage(ctx, &tg.SendMessageParams{ChatID: g.ID, ParseMode: models.ParseModeHTML,
		Text: "<blockquote>Meja 7</blockquote><i>Kopi</i>, <tg-spoiler>tanpa gula</tg-spoiler>, <code>7-A</code>, <a href=\"https://kedai.example/7\">rincian</a>"})
	must(err)
	do(t, ctx, "the group", chromedp.SetValue(chromedp.CSS("#kursi1003 select"), fmt.Sprint(g.ID)),
		chromedp.Evaluate[chromedp.Void](`document.querySelector('#kursi1003 select').dispatchEvent(new Event('change'))`),
		chromedp.WaitVisible(shown(1003, "tanpa gula")), chromedp.WaitVisible(chromedp.CSS("#kursi1001 .bubble img")))
	id, err := s.Press(1001, 0, "Teh hangat")
	must(err)
	s.wait(t, func(n *Snapshot) bool { a := n.Answers(); return len(a) > 0 && a[0].Press == id })
	sized, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelector('#kursi1001 .bubble img').naturalWidth`))
	if err != nil || sized != 320 {
		t.Errorf("the picture is %d wide (%v)", sized, err)
	}
	end, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(l => l.scrollHeight - l.scrollTop - l.clientHeight < 60)(document.querySelector('#kursi1001 .log'))`))
	if err != nil || !end {
		t.Errorf("the newest message is out of sight (%v)", err)
	}
	shoot(t, ctx, "emulator-three.png")
	do(t, ctx, "spoiler", chromedp.Click(chromedp.CSS("#kursi1003 .spoiler")), chromedp.WaitVisible(chromedp.CSS("#kursi1003 .spoiler[aria-pressed=true]")))
}

// wait is Wait with a limit for a test.
func (s *Server) wait(t *testing.T, condition func(*Snapshot) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := s.Wait(ctx, condition); err != nil {
		t.Fatal(err)
	}
}

// stripes is a small picture.
func stripes(width, height int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			m.Set(x, y, color.RGBA{uint8(60 + x/2), uint8(120 + y/4), 110, 255})
		}
	}
	return m
}

func TestPageCanBeReadAloud(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	_, url := room(t)
	do(t, ctx, "open", chromedp.Navigate(url), chromedp.Click(button(1001, "Mulai")), chromedp.WaitVisible(shown(1001, "Mau minum apa?")))
	nameless, err := chromedp.Run(ctx, chromedp.Evaluate[string](
		`[...document.querySelectorAll('button,input:not([hidden]),select,textarea')].filter(n => !(n.textContent.trim() || n.getAttribute('aria-label') || n.closest('label'))).map(n => n.outerHTML).join('\n')`))
	if err != nil || nameless != "" {
		t.Errorf("controls without a name (%v):\n%s", err, nameless)
	}
	logs, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll('[role=log][aria-live=polite]').length`))
	if err != nil || logs != 2 {
		t.Errorf("%d live logs (%v), want one on each phone", logs, err)
	}
	for range 40 {
		do(t, ctx, "tab", chromedp.KeyEvent(kb.Tab))
		at, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.activeElement.textContent`))
		if err != nil {
			t.Fatal(err)
		}
		if at == "Kopi susu" {
			do(t, ctx, "press by key", chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(shown(1001, "Pesanan Anda: kopi")))
			shoot(t, ctx, "emulator-keyboard.png")
			return
		}
	}
	t.Error("the button cannot be reached with the Tab key")
}

// postJSON posts a JSON body and decodes the answer.
func postJSON(ctx context.Context, url string, body io.Reader, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return json.NewDecoder(res.Body).Decode(into)
}
