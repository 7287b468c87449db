package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

func TestTelegramsOwnErrors(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.refused("sendMessage", map[string]any{"chat_id": 1001, "text": "x"}, 400, "Bad Request: chat not found")
	h.refused("sendMessage", map[string]any{"text": "x"}, 400, "Bad Request: chat_id is empty")
	h.start()
	own := h.send(1001, "punya bot", nil)
	theirs := h.say(1001, "punya orang").ID
	photo, err := h.Photo(1001, Upload{Name: "a.jpg", Data: []byte("gambar")})
	if err != nil {
		t.Fatal(err)
	}
	keyboard := func(button string) map[string]any {
		return map[string]any{"chat_id": 1001, "text": "x", "reply_markup": json.RawMessage(`{"inline_keyboard":[[` + button + `]]}`)}
	}
	to := func(kv ...any) map[string]any {
		m := map[string]any{"chat_id": 1001}
		for i := 0; i < len(kv); i += 2 {
			m[kv[i].(string)] = kv[i+1]
		}
		return m
	}
	for _, c := range []struct {
		method string
		body   map[string]any
		text   string
	}{
		{"sendMessage", to("text", " \n "), "message text is empty"},
		{"sendMessage", to("text", strings.Repeat("a", 4097)), "message is too long"},
		{"sendMessage", to("text", strings.Repeat("😀", 2049)), "message is too long"},
		{"sendMessage", to("text", "a_b", "parse_mode", "MarkdownV2"), "can't parse entities: this emulator understands parse_mode HTML and the entities array only"},
		{"sendMessage", to("text", "<b>x", "parse_mode", "HTML"), `can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"sendMessage", to("text", "x", "reply_parameters", map[string]any{"message_id": 99}), "message to be replied not found"},
		{"sendMessage", keyboard(`{"text":"a","callback_data":"` + strings.Repeat("d", 65) + `"}`), "BUTTON_DATA_INVALID"},
		{"sendMessage", keyboard(`{"text":"a","callback_data":""}`), "BUTTON_DATA_INVALID"},
		{"sendMessage", keyboard(`{"text":"a"}`), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"sendMessage", keyboard(`{"text":"a","url":"bukan"}`), "inline keyboard button URL 'bukan' is invalid: Wrong HTTP URL"},
		{"sendPhoto", to("photo", "tidak-ada"), "wrong remote file identifier specified: Wrong string length"},
		{"sendPhoto", to("photo", photo.Media.FileID, "caption", strings.Repeat("a", 1025)), "message caption is too long"},
		{"sendPhoto", to(), "there is no photo in the request"},
		{"sendVoice", to("voice", photo.Media.FileID), "can't use file of type Photo as Voice"},
		{"editMessageText", to("message_id", 999, "text", "x"), "message to edit not found"},
		{"editMessageText", to("message_id", theirs, "text", "x"), "message can't be edited"},
		{"editMessageText", to("message_id", own, "text", "punya bot"), "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{"deleteMessage", to("message_id", 999), "message to delete not found"},
		{"deleteMessage", to(), "message identifier is not specified"},
		{"deleteMessages", to("message_ids", slices.Repeat([]int{1}, 101)), "too many message identifiers specified"},
		{"answerCallbackQuery", map[string]any{"callback_query_id": "1"}, "query is too old and response timeout expired or query ID is invalid"},
		{"getFile", map[string]any{"file_id": "x"}, "invalid file_id"},
		{"setMyCommands", map[string]any{"commands": []Command{{"Besar", "x"}}}, "BOT_COMMAND_INVALID"},
		{"sendChatAction", to("action", "menari"), "wrong parameter action in request"},
	} {
		h.refused(c.method, c.body, 400, "Bad Request: "+c.text)
	}
	h.refused("sendHugs", to(), 404, "Not Found: method not found")
	res, err := http.Get(h.url + "/bot77:salah/getMe")
	if err != nil || res.StatusCode != 401 {
		t.Fatalf("wrong token: %v %v", res, err)
	}
	res.Body.Close()
}

func TestBlockedGoneKickedMigrated(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	if err := h.Block(1001); err != nil {
		t.Fatal(err)
	}
	h.refused("sendMessage", map[string]any{"chat_id": 1001, "text": "x"}, 403, "Forbidden: bot was blocked by the user")
	if _, err := h.Say(1001, "x"); !errors.Is(err, errBlocked) {
		t.Fatalf("somebody who blocked the bot wrote: %v", err)
	}
	if _, err := h.Start(1001, ""); err != nil {
		t.Fatal(err)
	}
	if got := texts(h.updates(nil)); got != "member member /start" {
		t.Fatalf("got %s", got)
	}
	h.send(1001, "kembali", nil)
	if err := h.DeleteAccount(1001); err != nil {
		t.Fatal(err)
	}
	h.refused("sendMessage", map[string]any{"chat_id": 1001, "text": "x"}, 403, "Forbidden: user is deactivated")
	h.say(1002, "halo")
	g := h.AddGroup(Group{Title: "Piket", Members: []int64{1002}})
	fresh, err := h.Migrate(g.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.bot.SendMessage(t.Context(), &tg.SendMessageParams{ChatID: g.ID, Text: "x"})
	var moved *tg.MigrateError
	if !errors.As(err, &moved) || int64(moved.MigrateToChatID) != fresh {
		t.Fatalf("got %v, want a move to %d", err, fresh)
	}
	h.send(fresh, "di supergrup", nil)
	if err := h.RemoveBot(fresh, 1002); err != nil {
		t.Fatal(err)
	}
	h.refused("sendMessage", map[string]any{"chat_id": fresh, "text": "x"}, 403, "Forbidden: bot was kicked from the supergroup chat")
	h.AddPerson(Person{ID: 1003})
	h.AddGroup(Group{Title: "Lain", Members: []int64{1003}})
	h.refused("sendMessage", map[string]any{"chat_id": 1003, "text": "x"}, 403, "Forbidden: bot can't initiate conversation with a user")
}

func TestPrivacyModeInGroups(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	g := h.AddGroup(Group{Title: "Piket", Super: true, Members: []int64{1001, 1002}})
	h.updates(map[string]any{"offset": -1})
	h.updates(map[string]any{"offset": h.nextUpdate()})
	asked := h.send(g.ID, "siapa?", nil)
	for _, text := range []string{"obrolan", "/help", "/help@lain_bot", "/help@Teman_bot", "halo @teman_bot"} {
		if _, err := h.SayIn(g.ID, 1001, text); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Reply(g.ID, 1002, asked, "saya"); err != nil {
		t.Fatal(err)
	}
	if got := texts(h.updates(nil)); got != "/help /help@Teman_bot halo @teman_bot saya" {
		t.Fatalf("the bot saw %q", got)
	}
	if _, err := h.SayIn(g.ID, 4711, "x"); err == nil {
		t.Fatal("a stranger wrote into the group")
	}
}

func TestFilesBothWays(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.start()
	if _, err := h.Voice(1001, Upload{Data: []byte("OggS suara"), Seconds: 4}); err != nil {
		t.Fatal(err)
	}
	var list []struct {
		Message struct{ Voice models.Voice }
	}
	_ = json.Unmarshal(h.accepted("getUpdates", nil), &list)
	v := list[0].Message.Voice
	f, err := h.bot.GetFile(ctx, &tg.GetFileParams{FileID: v.FileID})
	if err != nil || v.Duration != 4 || v.MimeType != "audio/ogg" {
		t.Fatalf("%+v %v", v, err)
	}
	res, err := http.Get(h.bot.FileDownloadLink(f))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); string(body) != "OggS suara" {
		t.Fatalf("downloaded %q", body)
	}
	sent, err := h.bot.SendDocument(ctx, &tg.SendDocumentParams{ChatID: 1001, Caption: "berkas",
		Document: &models.InputFileUpload{Filename: "surat.pdf", Data: strings.NewReader("%PDF-1.4 isi")}})
	if err != nil || sent.Document.FileName != "surat.pdf" || string(h.FileData(sent.Document.FileID)) != "%PDF-1.4 isi" {
		t.Fatalf("%+v %v", sent, err)
	}
	album, err := h.bot.SendMediaGroup(ctx, &tg.SendMediaGroupParams{ChatID: 1001, Media: []models.InputMedia{
		&models.InputMediaPhoto{Media: "attach://a.jpg", MediaAttachment: strings.NewReader("a"), Caption: "dua foto"},
		&models.InputMediaPhoto{Media: "attach://b.jpg", MediaAttachment: strings.NewReader("b")}}})
	if err != nil || len(album) != 2 || album[0].MediaGroupID == "" || album[0].MediaGroupID != album[1].MediaGroupID {
		t.Fatalf("%+v %v", album, err)
	}
	big, err := h.Document(1001, Upload{Name: "besar.bin", Data: make([]byte, maxDownload+1)})
	if err != nil {
		t.Fatal(err)
	}
	h.refused("getFile", map[string]any{"file_id": big.Media.FileID}, 400, "Bad Request: file is too big")
}

func TestBodiesOfEveryKind(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("chat_id", "1001")
	_ = w.WriteField("text", "multipart")
	_ = w.Close()
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": url.Values{"chat_id": {"1001"}, "text": {"formulir"}}.Encode(),
		"application/json":                  `{"chat_id":"1001","text":"json"}`,
		w.FormDataContentType():             form.String(),
	} {
		if _, a := h.do("SENDmessage", kind, strings.NewReader(body)); !a.OK {
			t.Errorf("%s: %+v", kind, a)
		}
	}
	if _, a := h.do("sendMessage?chat_id=1001&text=alamat", "text/plain", nil); !a.OK {
		t.Errorf("query: %+v", a)
	}
	for _, broken := range []string{"[", `"x"`, "{"} {
		if code, a := h.do("sendMessage", "application/json", strings.NewReader(broken)); code != 400 || a.OK {
			t.Errorf("%s: %d", broken, code)
		}
	}
}

func TestOrderedFaults(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	say := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		_, err := h.bot.SendMessage(ctx, &tg.SendMessageParams{ChatID: 1001, Text: "x"})
		return err
	}
	for _, c := range []struct {
		kind  FaultKind
		is    func(error) bool
		shown int // messages more after the failed call
	}{
		{TooManyRequests, func(err error) bool {
			var e *tg.TooManyRequestsError
			return errors.As(err, &e) && e.RetryAfter == 3
		}, 0},
		{Blocked, func(err error) bool { return errors.Is(err, tg.ErrorForbidden) }, 0},
		{Unauthorized, func(err error) bool { return errors.Is(err, tg.ErrorUnauthorized) }, 0},
		{ServerError, says("500"), 0}, {HTMLBody, says("decode"), 0}, {Garbage, says("decode"), 0},
		{Reset, says("error do request"), 0}, {Timeout, isTimeout, 0},
		{AcceptThenTimeout, isTimeout, 1}, {AcceptThenReset, says("error do request"), 1},
	} {
		before := len(h.Chat(1001))
		if err := h.Fault(Fault{Method: "sendMessage", Chat: 1001, Kind: c.kind}); err != nil {
			t.Fatal(err)
		}
		if err := say(); err == nil || !c.is(err) {
			t.Errorf("%s: got %v", c.kind, err)
		}
		if got := len(h.Chat(1001)) - before; got != c.shown {
			t.Errorf("%s: %d messages shown, want %d", c.kind, got, c.shown)
		}
		if err := say(); err != nil {
			t.Errorf("%s lasted longer than once: %v", c.kind, err)
		}
	}
	if err := h.Fault(Fault{Kind: "gempa"}); err == nil {
		t.Error("an unknown kind of fault was taken")
	}
}

func isTimeout(err error) bool { return errors.Is(err, context.DeadlineExceeded) }

func says(part string) func(error) bool {
	return func(err error) bool { return strings.Contains(err.Error(), part) }
}

func TestDeletionEndsAfter48Hours(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	old := h.send(1001, "lama", nil)
	theirs := h.say(1001, "rahasia").ID
	h.tick(48*time.Hour - time.Second)
	h.accepted("deleteMessage", map[string]any{"chat_id": 1001, "message_id": theirs})
	h.tick(time.Second)
	h.refused("deleteMessage", map[string]any{"chat_id": 1001, "message_id": old}, 400, "Bad Request: message can't be deleted for everyone")
	fresh := h.send(1001, "baru", nil)
	h.accepted("deleteMessages", map[string]any{"chat_id": 1001, "message_ids": []int{fresh, theirs, 99999}})
	for _, m := range h.Chat(1001) {
		if m.ID == fresh || m.ID == theirs {
			t.Errorf("%d is still shown", m.ID)
		}
	}
	if all := h.History(1001); !all[len(all)-1].Deleted {
		t.Error("the history forgets what was deleted")
	}
}

func TestReplyKeyboardsAndProfile(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	h.send(1001, "di mana?", map[string]any{"reply_markup": json.RawMessage(
		`{"keyboard":[["Batam",{"text":"Kirim lokasi","request_location":true}],[{"text":"Nomor","request_contact":true}]],"one_time_keyboard":true}`)})
	if _, err := h.Tap(1001, "Kirim lokasi"); err == nil {
		t.Error("a location button needs a place")
	}
	if _, err := h.Location(1001, 1.13, 104.05); err != nil {
		t.Fatal(err)
	}
	if m, err := h.Tap(1001, "Batam"); err != nil || m.Text != "Batam" || h.Keyboard(1001) != nil {
		t.Fatalf("%+v %v %+v", m, err, h.Keyboard(1001))
	}
	h.send(1001, "lagi", map[string]any{"reply_markup": json.RawMessage(`{"keyboard":[["A"]]}`)})
	h.send(1001, "selesai", map[string]any{"reply_markup": json.RawMessage(`{"remove_keyboard":true}`)})
	if h.Keyboard(1001) != nil {
		t.Error("the keyboard is still there")
	}
	h.accepted("setMyCommands", map[string]any{"commands": []Command{{"start", "Mulai"}}})
	h.accepted("setMyCommands", map[string]any{"commands": []Command{{"bantu", "Bantuan"}}, "language_code": "id",
		"scope": map[string]any{"type": "all_private_chats"}})
	if c := h.Commands(1001); len(c) != 1 || c[0].Command != "bantu" {
		t.Errorf("Sari sees %+v", c)
	}
	if c := h.Commands(1002); len(c) != 1 || c[0].Command != "start" {
		t.Errorf("Budi sees %+v", c)
	}
	h.accepted("setMyDescription", map[string]any{"description": "Teman perjalanan", "language_code": "id"})
	if got := string(h.accepted("getMyDescription", map[string]any{"language_code": "id"})); got != `{"description":"Teman perjalanan"}` {
		t.Error(got)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(o *Options) { o.Limits = true })
	h.start()
	for range 5 {
		h.send(1001, "x", nil)
	}
	_, a := h.post("sendMessage", map[string]any{"chat_id": 1001, "text": "x"})
	if a.Code != 429 || a.Parameters == nil || a.Parameters.RetryAfter != 1 {
		t.Fatalf("sixth at once: %+v", a)
	}
	h.tick(time.Second)
	h.send(1001, "x", nil)
	g := h.AddGroup(Group{Title: "g", Members: []int64{1001}})
	for range 20 {
		h.tick(40 * time.Millisecond)
		h.send(g.ID, "x", nil)
	}
	if _, a := h.post("sendMessage", map[string]any{"chat_id": g.ID, "text": "x"}); a.Code != 429 || a.Parameters.RetryAfter != 3 {
		t.Fatalf("21st in a minute: %+v", a)
	}
}

func TestCallsAreLoggedWithoutTheToken(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := newHouse(t, func(o *Options) { o.Log = &log })
	h.start()
	from := h.LastCall()
	id := h.send(1001, "isi", nil)
	h.accepted("forwardMessage", map[string]any{"chat_id": 1001, "from_chat_id": 1001, "message_id": id})
	h.accepted("copyMessage", map[string]any{"chat_id": 1001, "from_chat_id": 1001, "message_id": id})
	calls := h.CallsSince(from)
	if len(calls) != 3 || calls[0].Text() != "isi" || calls[0].Chat != 1001 || calls[1].Method != "forwardMessage" {
		t.Fatalf("%+v", calls)
	}
	if lines := strings.Count(log.String(), "\n"); lines != len(h.Calls()) {
		t.Errorf("%d lines for %d calls", lines, len(h.Calls()))
	}
	if strings.Contains(log.String(), "demo-token") {
		t.Error("the log holds the token")
	}
	if c := h.Chat(1001); !c[len(c)-2].Forward || c[len(c)-1].Forward || c[len(c)-1].Text != "isi" {
		t.Errorf("forwarded and copied: %+v", c[len(c)-2:])
	}
}
