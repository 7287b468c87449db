package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAVoiceMessageWaitsForAPress looks at a voice message with its text and buttons on a telephone's screen: it is there to be
// played, and does not begin by itself.
func TestAVoiceMessageWaitsForAPress(t *testing.T) {
	t.Parallel()
	s, url := room(t)
	ctx := browser(t)
	do(t, ctx, "open", chromedp.EmulateViewport(390, 844), chromedp.Navigate(url), chromedp.WaitVisible(button(1001, "Mulai")))
	do(t, ctx, "start", chromedp.Click(button(1001, "Mulai")), chromedp.WaitVisible(shown(1001, "/start")))
	form := "--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1001\r\n--b\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nApakah aman?\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"duration\"\r\n\r\n2\r\n--b\r\nContent-Disposition: form-data; name=\"reply_markup\"\r\n\r\n" +
		`{"inline_keyboard":[[{"text":"👍 Ya, aman","callback_data":"y"}]]}` +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"voice\"; filename=\"suara.ogg\"\r\nContent-Type: audio/ogg\r\n\r\nOggS\r\n--b--\r\n"
	resp, err := http.Post(url+"/bot"+s.opts.Token+"/sendVoice", "multipart/form-data; boundary=b", strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil || !a.OK {
		t.Fatalf("sendVoice: %v, %+v", err, a)
	}
	do(t, ctx, "hear", chromedp.WaitVisible(button(1001, "👍 Ya, aman")))
	shoot(t, ctx, "voice.png")
	state, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(() => { const a = document.querySelector('audio'); return [a.controls, a.autoplay, a.paused].join() })()`))
	if err != nil || state != "true,false,true" {
		t.Errorf("controls, autoplay, paused: %q, %v", state, err)
	}
}
