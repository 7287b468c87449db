package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/private"
)

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// send says a message to Anna that must arrive.
func (h *house) send(m engine.Message) int64 {
	h.t.Helper()
	id, err := h.bot.Send(ctxOf(h.t), address(anna), m)
	if err != nil {
		h.t.Fatal(h.class(err))
	}
	return id
}

// shown lists what the bot said to Anna, as she sees it now.
func (h *house) shown() []emulator.Message {
	var out []emulator.Message
	for _, m := range h.emu.Chat(anna) {
		if m.FromBot {
			out = append(out, m)
		}
	}
	return out
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSendPlainTextWithButtons(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	text := "<b>bukan</b> *tanda* [x](https://contoh.id) _a_ & \\ \"kutip\""
	id := h.send(engine.Message{Text: text, Quiet: true, Buttons: [][]engine.MessageButton{
		{{Label: "Ya", Data: "f:a:1:yes"}, {Label: "Tautan", URL: "https://contoh.id/x"}},
		{{Label: "Tanpa apa-apa"}, {Label: "Panjang", Data: strings.Repeat("x", 65)}, {Label: "", Data: "x"}, {Label: "Aneh", URL: "javascript:1"}},
	}})
	got := h.shown()
	if len(got) != 1 || got[0].Text != text || int64(got[0].ID) != id || len(got[0].Inline) != 1 || len(got[0].Inline[0]) != 2 {
		t.Fatalf("%+v", got)
	}
	if b := got[0].Inline[0]; b[0].Data != "f:a:1:yes" || b[1].URL != "https://contoh.id/x" {
		t.Fatalf("%+v", b)
	}
	call := h.emu.Calls()[len(h.emu.Calls())-1]
	if call.Params["parse_mode"] != nil || call.Params["protect_content"] != nil || fmt.Sprint(call.Params["disable_notification"]) != "true" ||
		!strings.Contains(fmt.Sprint(call.Params["link_preview_options"]), "is_disabled") || strings.Contains(fmt.Sprint(call.Params), "copy_text") {
		t.Fatalf("%v", call.Params)
	}
	if h.seen.count("button_dropped") != 4 {
		t.Fatal("dropped buttons are not counted")
	}
}

func TestSendLongTextInPartsWithButtonsOnTheLast(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	line := strings.Repeat("kata ", 20) + "😀\n"
	text := strings.Repeat(line, 90)
	ids, err := h.bot.SendAll(ctxOf(t), address(anna), engine.Message{Text: text, Buttons: [][]engine.MessageButton{{{Label: "Lanjut", Data: "x"}}}})
	got := h.shown()
	if err != nil || len(ids) != 3 || len(got) != 3 {
		t.Fatalf("%v: %d ids, %d messages", err, len(ids), len(got))
	}
	var all string
	for i, m := range got {
		all += m.Text + "\n"
		if units(m.Text) > maxText || (len(m.Inline) > 0) != (i == 2) || int64(m.ID) != ids[i] {
			t.Fatalf("part %d: %d units, buttons %v", i, units(m.Text), m.Inline)
		}
	}
	if strings.Join(strings.Fields(all), " ") != strings.Join(strings.Fields(text), " ") {
		t.Fatal("words were lost")
	}
}

func TestSplitEndsSomewhere(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("a", 4096), strings.Repeat("😀", 2048), strings.Repeat("😀", 2049), strings.Repeat("a", 100_000),
		strings.Repeat("\n", 9000), strings.Repeat(" ", 4096) + "a", strings.Repeat("ab \n", 3000)} {
		parts := split(text)
		if len(parts) > maxParts {
			t.Errorf("%d parts", len(parts))
		}
		for _, p := range parts {
			if units(p) > maxText {
				t.Errorf("a part of %d units", units(p))
			}
		}
	}
	if got := split(strings.Repeat("a", 100_000)); !strings.HasSuffix(got[maxParts-1], ellipsis) {
		t.Error("what was cut is not marked")
	}
}

func TestSendAsksForTheLocation(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	h.send(engine.Message{Text: "Di mana?", AskLocation: "Kirim lokasi", Buttons: [][]engine.MessageButton{{{Label: "Tidak tahu", Data: "x"}}}})
	k := h.emu.Keyboard(anna)
	if k == nil || !k.OneTime || !k.Resize || len(k.Rows) != 2 || !k.Rows[0][0].Location || k.Rows[0][0].Text != "Kirim lokasi" || k.Rows[1][0].Text != "Tidak tahu" {
		t.Fatalf("%+v", k)
	}
}

func TestSendFilesUnderNeutralNames(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	id := h.send(engine.Message{Text: "Foto dari pelapor", Buttons: [][]engine.MessageButton{{{Label: "Ya", Data: "x"}}},
		Files: []engine.MessageFile{{Kind: "photo", Name: "Siti rumah.jpg", Mime: "image/jpeg", Body: picture(t)}}})
	got := h.shown()
	if len(got) != 1 || got[0].Media.Kind != "photo" || got[0].Text != "Foto dari pelapor" || len(got[0].Inline) != 1 || int64(got[0].ID) != id {
		t.Fatalf("%+v", got)
	}
	if !bytes.Equal(h.emu.FileData(got[0].Media.FileID), picture(t)) {
		t.Fatal("other bytes arrived")
	}
	h.send(engine.Message{Text: "Semua", Files: []engine.MessageFile{
		{Kind: "voice", Mime: "audio/ogg", Name: "foto-1.jpg", Body: []byte("OggS suara")},
		{Kind: "video", Mime: "video/mp4", Body: []byte("video")},
		{Kind: "document", Mime: "application/pdf", Name: "Kontrak Siti.pdf", Body: []byte("%PDF-")},
		{Kind: "voice", Mime: "audio/amr", Body: []byte("#!AMR")},
	}})
	var kinds []string
	for _, m := range h.shown()[1:] {
		if m.Media != nil {
			kinds = append(kinds, m.Media.Kind)
		} else {
			kinds = append(kinds, m.Text)
		}
	}
	if fmt.Sprint(kinds) != "[voice video document document Semua]" {
		t.Fatal(kinds)
	}
	for _, c := range h.emu.Calls() {
		if strings.Contains(fmt.Sprint(c.Files), "Siti") {
			t.Fatalf("a name went out: %v", c.Files)
		}
	}
}

// TestSendRefusedFileGoesAsDocument: what Telegram will not show as a photo, a voice or a video still arrives.
func TestSendRefusedFileGoesAsDocument(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var seen []string
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
		if strings.HasSuffix(r.URL.Path, "/sendDocument") {
			_, _ = fmt.Fprint(w, `{"ok":true,"result":{"message_id":8}}`)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprint(w, `{"ok":false,"error_code":400,"description":"Bad Request: PHOTO_INVALID_DIMENSIONS"}`)
	}))
	defer web.Close()
	b := h.make(web.URL)
	for _, f := range []engine.MessageFile{{Kind: "photo"}, {Kind: "voice", Mime: "audio/ogg"}, {Kind: "video"}} {
		f.Body = []byte("x")
		if id, err := b.Send(ctxOf(t), address(anna), engine.Message{Files: []engine.MessageFile{f}}); err != nil || id != 8 {
			t.Fatal(h.class(err))
		}
	}
	if want := "sendPhoto sendDocument sendVoice sendDocument sendVideo sendDocument"; strings.Join(seen, " ") != want {
		t.Fatal(seen)
	}
}

func TestSendBlockedIsNoReasonForAnotherForm(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	h.fault(emulator.Fault{Method: "sendPhoto", Kind: emulator.Blocked})
	if _, err := h.bot.Send(ctxOf(t), address(anna), engine.Message{Files: []engine.MessageFile{{Kind: "photo", Body: picture(t)}}}); h.class(err) != classBlocked {
		t.Fatal(h.class(err))
	}
	if n := len(h.shown()); n != 0 {
		t.Fatal(n)
	}
}

func TestSendFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  emulator.FaultKind
		class string
		shown int // messages that Anna sees although the call failed
	}{
		{emulator.TooManyRequests, classRate, 0}, {emulator.ServerError, classDown, 0}, {emulator.HTMLBody, classDown, 0},
		{emulator.Reset, classDown, 0}, {emulator.Timeout, classDown, 0}, {emulator.Blocked, classBlocked, 0},
		{emulator.Unauthorized, classUnauthorized, 0}, {emulator.Conflict, classDown, 0}, {emulator.NotEnoughRights, classBlocked, 0},
		{emulator.Garbage, classDown, 0}, {emulator.AcceptThenReset, classDown, 1}, {emulator.AcceptThenTimeout, classDown, 1},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			t.Parallel()
			h := newHouse(t).started()
			h.fault(emulator.Fault{Method: "sendMessage", Kind: c.kind, RetryAfter: 41})
			ctx, cancel := context.WithTimeout(ctxOf(t), 200*time.Millisecond)
			if c.kind != emulator.Timeout && c.kind != emulator.AcceptThenTimeout {
				ctx = ctxOf(t)
			}
			defer cancel()
			_, err := h.bot.Send(ctx, address(anna), engine.Message{Text: "kata rahasia"})
			if h.class(err) != c.class || len(h.shown()) != c.shown || strings.Contains(fmt.Sprintf("%+v", err), "kata") {
				t.Fatalf("%v, %d shown", err, len(h.shown()))
			}
			var d *engine.DeliveryError
			if errors.As(err, &d) && (c.class == classRate) != (d.After == 41*time.Second) {
				t.Fatalf("after %s", d.After)
			}
			if h.seen.count("api_"+c.class) != 1 {
				t.Fatal("not counted")
			}
			h.send(engine.Message{Text: "sekali lagi"})
		})
	}
}

func TestSendToNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	gone := h.emu.AddPerson(emulator.Person{})
	if _, err := h.emu.Start(gone.ID, ""); err != nil {
		t.Fatal(err)
	}
	if err := h.emu.DeleteAccount(gone.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.emu.Block(anna); err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]string{"tg:1001": classBlocked, fmt.Sprint("tg:", gone.ID): classBlocked, "tg:555": classBlocked,
		"tg:0": classBad, "tg:x": classBad, "wa:1001": classBad, "": classBad, "tg:": classBad} {
		if _, err := h.bot.Send(ctxOf(t), private.NewText(to), engine.Message{Text: "x"}); h.class(err) != want {
			t.Errorf("%s: %v, want %s", to, err, want)
		}
	}
	for name, m := range map[string]engine.Message{"nothing": {}, "blanks": {Text: " \n"}} {
		if _, err := h.bot.Send(ctxOf(t), address(anna), m); h.class(err) != classBad {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSendToAGroupThatMoved(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	g := h.emu.AddGroup(emulator.Group{Title: "Gugus", Members: []int64{anna}})
	next, err := h.emu.Migrate(g.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.bot.Send(ctxOf(t), address(g.ID), engine.Message{Text: "x"})
	var d *engine.DeliveryError
	if !errors.As(err, &d) || d.Class != classMoved || d.Moved != address(next) {
		t.Fatal(err)
	}
	if _, err := h.bot.Send(ctxOf(t), d.Moved, engine.Message{Text: "x"}); err != nil {
		t.Fatal(err)
	}
}

// TestSendInPartsIsWholeOrNothing: a fault in the middle is borne for a moment, then the first parts are taken back.
func TestSendInPartsIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	m := engine.Message{Text: "isi", Files: []engine.MessageFile{{Kind: "photo", Body: picture(t)}, {Kind: "document", Body: []byte("x")}}}
	h := newHouse(t).started()
	h.fault(emulator.Fault{Method: "sendDocument", Kind: emulator.ServerError, Times: againTries})
	if h.send(m); len(h.shown()) != 3 {
		t.Fatalf("%d shown", len(h.shown()))
	}
	h.fault(emulator.Fault{Method: "sendDocument", Kind: emulator.ServerError, Times: againTries + 1})
	if _, err := h.bot.Send(ctxOf(t), address(anna), m); h.class(err) != classDown || len(h.shown()) != 3 {
		t.Fatalf("%v, %d shown", err, len(h.shown()))
	}
	h.fault(emulator.Fault{Method: "sendDocument", Kind: emulator.TooManyRequests, RetryAfter: 60})
	if _, err := h.bot.Send(ctxOf(t), address(anna), m); h.class(err) != classRate || len(h.shown()) != 3 {
		t.Fatalf("%v, %d shown", err, len(h.shown()))
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	button := [][]engine.MessageButton{{{Label: "Terima", Data: "h:a"}}}
	id := h.send(engine.Message{Text: "kartu", Buttons: button})
	edit := func(id int64, m engine.Message) string { return h.class(h.bot.Edit(ctxOf(t), address(anna), id, m)) }
	if got := edit(id, engine.Message{Text: "kartu", Buttons: button}); got != "" {
		t.Fatal("unchanged counts as done, got", got)
	}
	if got := edit(id, engine.Message{Text: "kartu baru"}); got != "" || h.shown()[0].Text != "kartu baru" || len(h.shown()[0].Inline) != 0 {
		t.Fatalf("%s %+v", got, h.shown())
	}
	if got := edit(id, engine.Message{Text: strings.Repeat("😀", 5000)}); got != "" || units(h.shown()[0].Text) > maxText || !strings.HasSuffix(h.shown()[0].Text, ellipsis) {
		t.Fatal(got, units(h.shown()[0].Text))
	}
	photo := h.send(engine.Message{Text: "foto", Files: []engine.MessageFile{{Kind: "photo", Body: picture(t)}}})
	if got := edit(photo, engine.Message{Text: strings.Repeat("b", 3000), Buttons: button}); got != "" || units(h.shown()[1].Text) != maxCaption || len(h.shown()[1].Inline) != 1 {
		t.Fatal(got)
	}
	if got := edit(photo, engine.Message{Text: strings.Repeat("b", 3000), Buttons: button}); got != "" {
		t.Fatal("an unchanged caption counts as done, got", got)
	}
	if got := edit(987654, engine.Message{Text: "x"}); got != classGone {
		t.Fatal(got)
	}
	if got := edit(int64(h.emu.Chat(anna)[0].ID), engine.Message{Text: "x"}); got != classGone {
		t.Fatal("a message of the person's:", got)
	}
	h.fault(emulator.Fault{Method: "editMessageText", Kind: emulator.TooManyRequests})
	if got := edit(id, engine.Message{Text: "y"}); got != classRate {
		t.Fatal(got)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	h := newHouseOf(t, emulator.Options{Clock: func() time.Time { return now }}).started()
	old := h.send(engine.Message{Text: "lama"})
	h.emu.Advance(49 * time.Hour)
	ids := []int64{old, 0, -4, 999999}
	for i := range 130 {
		ids = append(ids, h.send(engine.Message{Text: fmt.Sprint(i)}))
	}
	ids = append(ids, ids[5], ids[6])
	before := h.emu.LastCall()
	if err := h.bot.Delete(ctxOf(t), address(anna), ids); err != nil {
		t.Fatal(err)
	}
	if got := h.shown(); len(got) != 1 || got[0].Text != "lama" {
		t.Fatalf("%d are left", len(got))
	}
	var batches int
	for _, c := range h.emu.CallsSince(before) {
		if c.Method == "deleteMessages" {
			batches++
		}
	}
	if batches != 2 {
		t.Fatalf("%d batches", batches)
	}
	if err := h.bot.Delete(ctxOf(t), address(anna), ids); err != nil {
		t.Fatal("a second time nothing is left to do:", err)
	}
	if err := h.bot.Delete(ctxOf(t), address(anna), nil); err != nil {
		t.Fatal(err)
	}
	h.fault(emulator.Fault{Method: "deleteMessages", Kind: emulator.TooManyRequests})
	if got := h.class(h.bot.Delete(ctxOf(t), address(anna), []int64{5})); got != classRate {
		t.Fatal(got)
	}
}

func TestAnswered(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	h.send(engine.Message{Text: "?", Buttons: [][]engine.MessageButton{{{Label: "Ya", Data: "x"}}}})
	press, err := h.emu.Press(anna, 0, "Ya")
	if err != nil {
		t.Fatal(err)
	}
	h.bot.Answered(ctxOf(t), press, strings.Repeat("a", 300))
	if a := h.emu.Answers(); len(a) != 1 || a[0].Press != press || units(a[0].Text) != 200 {
		t.Fatalf("%+v", a)
	}
	h.bot.Answered(ctxOf(t), "unknown", "")
	h.bot.Answered(ctxOf(t), "", "")
	if h.seen.count("api_bad") != 1 {
		t.Fatal("a press that cannot be answered is not counted")
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	in := newInbox()
	if _, err := h.emu.Voice(anna, emulator.Upload{Data: []byte("OggS\x00suara"), Seconds: 2}); err != nil {
		t.Fatal(err)
	}
	stop := h.polling(h.bot, in.accept)
	in.next(t)
	a, err := h.bot.Decode(in.next(t).Body)
	if err != nil || a.File == nil || a.File.Kind != "voice" {
		t.Fatalf("%v %+v", err, a)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	body, kind, err := h.bot.Fetch(ctxOf(t), a.File.Source.Reveal())
	if err != nil || string(body) != "OggS\x00suara" || kind != "audio/ogg" {
		t.Fatal(h.class(err), kind)
	}
	if _, _, err := h.bot.Fetch(ctxOf(t), "no such file"); h.class(err) != classBad {
		t.Fatal(err)
	}
	h.fault(emulator.Fault{Method: "getFile", Kind: emulator.ServerError})
	if _, _, err := h.bot.Fetch(ctxOf(t), a.File.Source.Reveal()); h.class(err) != classDown {
		t.Fatal(err)
	}
	h.emu.Network(false)
	if _, _, err := h.bot.Fetch(ctxOf(t), a.File.Source.Reveal()); h.class(err) != classDown {
		t.Fatal(err)
	}
}

// TestFetchFromAHostileServer: no redirect is followed, no path leaves the place of files, nothing endless is read.
func TestFetchFromAHostileServer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer elsewhere.Close()
	answers := map[string]string{"up": `"../../x"`, "absolute": `"/etc/passwd"`, "none": `""`, "other": `7`, "redirect": `"r"`, "endless": `"e"`, "cut": `"c"`,
		"claims too much": `"x","file_size":20971521`}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/getFile"):
			_, _ = fmt.Fprintf(w, `{"ok":true,"result":{"file_id":"x","file_path":%s}}`, answers[r.FormValue("file_id")])
		case strings.HasSuffix(r.URL.Path, "/r"):
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusFound)
		case strings.HasSuffix(r.URL.Path, "/e"):
			for range 21 {
				_, _ = w.Write(make([]byte, 1<<20))
			}
		default:
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("halb"))
		}
	}))
	defer web.Close()
	b := h.make(web.URL)
	for id, want := range map[string]string{"up": classBad, "absolute": classBad, "none": classBad, "other": classBad, "redirect": classDown,
		"endless": classBad, "cut": classDown, "claims too much": classBad} {
		if body, _, err := b.Fetch(ctxOf(t), id); h.class(err) != want || body != nil {
			t.Errorf("%s: %v, want %s", id, err, want)
		}
	}
}

// TestRequestsArePlain: every call without a file is a form with its length, and a call with one has its length too.
func TestRequestsArePlain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var seen []string
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
		seen = append(seen, fmt.Sprintf("%s %s %t", r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:], kind, r.ContentLength >= 0))
		_, _ = fmt.Fprint(w, `{"ok":true,"result":{"message_id":3,"reply_markup":"from the future"}}`)
	}))
	defer web.Close()
	b := h.make(web.URL)
	id, err := b.Send(ctxOf(t), address(anna), engine.Message{Text: "x"})
	if err != nil || id != 3 {
		t.Fatal("an answer the library cannot read is a message that was sent:", err)
	}
	if _, err := b.Send(ctxOf(t), address(anna), engine.Message{Files: []engine.MessageFile{{Kind: "document", Body: []byte("x")}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.WebhookInfo(ctxOf(t)); err != nil {
		t.Fatal(err)
	}
	want := []string{"sendMessage application/x-www-form-urlencoded true", "sendDocument multipart/form-data true", "getWebhookInfo application/x-www-form-urlencoded true"}
	if !slices.Equal(seen, want) {
		t.Fatalf("%q", seen)
	}
}
