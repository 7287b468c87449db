package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"siaga/internal/e2e"
	"siaga/internal/emulator"
)

// amount is how many payloads a storm sends: a few by default, as many as the variable says for the figures of docs/security.md.
func amount(t *testing.T, variable string, few int) int {
	t.Helper()
	if said := os.Getenv(variable); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil {
			t.Fatalf("%s: %v", variable, err)
		}
		return n
	}
	return few
}

// Who talks through the relay. Their numbers are large, so that finding one is no chance.
const (
	relayOfficer  = int64(7_301_555_001)
	relayReporter = int64(7_301_555_002)
	relayOther    = int64(7_301_777_003) // somebody whose words, card or account is passed on
)

// relayed is a house in which an officer holds a case, with an account full of names on both sides.
func relayed(t *testing.T) (*inProcess, *e2e.Phones) {
	t.Helper()
	h := newInProcess(t, backends()[0])
	phones := e2e.NewPhones(h.emu, h)
	phones.Patience = 8 * time.Minute
	phones.After(relayOfficer - 1)
	phones.Met = func(who string, id int64) {
		h.emu.AddPerson(emulator.Person{ID: id, FirstName: "Zubaidah" + who, LastName: "Quistorp" + who, Username: "qzx_" + strings.ReplaceAll(who, ".", "_"),
			LanguageCode: "id", Title: who, Phone: "+62812777" + strconv.FormatInt(id%10000, 10)})
	}
	says(t, phones, "@officer tts 53.02/duty/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]", "citizen> [Keluarganya]",
		"citizen> [Mau diberangkatkan]", "citizen> adik saya mau dibawa ke luar", "citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]",
		"citizen> [Boleh kapan saja]", "citizen> [Kirim]", "officer.tts> [Terima]")
	return h, phones
}

// baits are words that lead away or carry a number; secret stands in each, and may be read, but neither tapped nor dialled.
func baits() []string {
	return []string{"https://jahat.example/a", "HTTP://JAHAT.COM", "www.jahat.com", "t.me/jahat_qzx", "tg://user?id=7301777003", "@qzx_orang_lain", "/start qzx", "#qzx_tanda",
		"tulis ke orang@jahat.com", "[klik](https://jahat.com)", "<a href=\"tg://user?id=7301777003\">klik</a>", "t\u200b.me/jahat", "jаhаt.соm", "0812-7773-4455 nomornya",
		"＠qzx_orang_lain", "bit.ly/abc", "\u202emoc.tahaj", "https://t.me/+AbCdEf", "whatsapp://send?phone=628127773", "jahat。com"}
}

// wraps are the ways in which Telegram carries more than words (Bot API, Message). %s stands for the words.
func wraps() map[string]string {
	user := `{"id":7301777003,"is_bot":false,"first_name":"Zubaidahlain","last_name":"Quistorplain","username":"qzx_lain"}`
	return map[string]string{
		"plain":          `"text":%s`,
		"text link":      `"text":%s,"entities":[{"type":"text_link","offset":0,"length":3,"url":"https://jahat.example/qzx"}]`,
		"text mention":   `"text":%s,"entities":[{"type":"text_mention","offset":0,"length":3,"user":` + user + `}]`,
		"custom emoji":   `"text":%s,"entities":[{"type":"custom_emoji","offset":0,"length":2,"custom_emoji_id":"7301777003"}]`,
		"forward":        `"text":%s,"forward_origin":{"type":"user","date":1700000000,"sender_user":` + user + `}`,
		"hidden forward": `"text":%s,"forward_origin":{"type":"hidden_user","date":1700000000,"sender_user_name":"Zubaidah Quistorp"}`,
		"channel":        `"text":%s,"forward_origin":{"type":"channel","date":1700000000,"message_id":7301777,"chat":{"id":-1007301777003,"type":"channel","title":"Quistorp","username":"qzx_lain"}}`,
		"reply":          `"text":%s,"reply_to_message":{"message_id":1,"date":1700000000,"chat":{"id":7301777003,"type":"private"},"from":` + user + `,"text":"Quistorp"},"quote":{"text":"Quistorp","position":0}`,
		"external reply": `"text":%s,"external_reply":{"origin":{"type":"user","date":1700000000,"sender_user":` + user + `}}`,
		"via bot":        `"text":%s,"via_bot":{"id":7301777003,"is_bot":true,"first_name":"Quistorp","username":"qzx_lain_bot"}`,
		"preview":        `"text":%s,"link_preview_options":{"url":"https://jahat.example/qzx","prefer_large_media":true}`,
		"buttons":        `"text":%s,"reply_markup":{"inline_keyboard":[[{"text":"Quistorp","url":"https://jahat.example/qzx"}]]}`,
		"contact":        `"contact":{"phone_number":"+628127773003","first_name":%s,"last_name":"","user_id":7301777003,"vcard":"BEGIN:VCARD Quistorp"}`,
		"poll":           `"poll":{"id":"7301777003","question":%s,"options":[{"text":"Quistorp","voter_count":0}],"total_voter_count":0,"is_closed":false,"is_anonymous":true,"type":"regular","allows_multiple_answers":false}`,
		"venue":          `"venue":{"location":{"latitude":-9.86,"longitude":124.28},"title":%s,"address":"Quistorp","foursquare_id":"7301777003"},"location":{"latitude":-9.86,"longitude":124.28}`,
		"sticker":        `"sticker":{"file_id":"qzx7301777003","file_unique_id":"qzxu","type":"regular","width":1,"height":1,"is_animated":false,"is_video":false,"emoji":"😀","set_name":%s}`,
		"story":          `"story":{"id":1,"chat":{"id":7301777003,"type":"private","first_name":%s}}`,
		"shared users":   `"users_shared":{"request_id":1,"users":[{"user_id":7301777003,"first_name":%s,"username":"qzx_lain"}]}`,
		"photo":          `"photo":[{"file_id":"qzx7301777003","file_unique_id":"qzxu","width":9,"height":9}],"caption":%s,"caption_entities":[{"type":"text_link","offset":0,"length":3,"url":"https://jahat.example/qzx"}]`,
		"document":       `"document":{"file_id":"qzx7301777003","file_unique_id":"qzxu","file_name":"Quistorp.pdf","mime_type":"application/pdf"},"caption":%s`,
		"game":           `"game":{"title":%s,"description":"Quistorp","photo":[]}`,
		"dice":           `"dice":{"emoji":"🎲","value":3},"caption":%s`,
		"giveaway":       `"giveaway":{"chats":[{"id":7301777003,"type":"channel","title":%s}],"winners_selection_date":1,"winner_count":1}`,
		"unknown":        `"quantum_gift":{"owner":` + user + `,"note":%s}`,
	}
}

// raw is an update as Telegram sends it, from one of the two.
func raw(t *testing.T, from int64, name, fields string, n int) json.RawMessage {
	t.Helper()
	user := fmt.Sprintf(`{"id":%d,"is_bot":false,"first_name":"Zubaidah%s","last_name":"Quistorp%s","username":"qzx_%s","language_code":"id"}`, from, name, name, name)
	out := fmt.Sprintf(`{"message":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private","first_name":"Zubaidah%s","username":"qzx_%s"},"from":%s,%s}}`,
		900_000+n, start.Unix(), from, name, name, user, fields)
	if !json.Valid([]byte(out)) {
		t.Fatalf("the payload is no JSON: %s", out)
	}
	return json.RawMessage(out)
}

// identifying finds what names a person, a chat or a file of the other side.
var identifying = regexp.MustCompile(`(?i)730155500|7301777003|quistorp|zubaidah|qzx_(?:citizen|officer|lain)|qzx7301|qzxu|628127773|\+62812777`)

// TestNothingThatIdentifiesCrosses sends words in everything in which Telegram carries more than words through the relay, both ways: no
// name, number, account, file or link of one side reaches the other, nothing that arrives can be tapped, and nothing is lost.
// SIAGA_RELAY sets how many (500 for docs/security.md).
func TestNothingThatIdentifiesCrosses(t *testing.T) {
	t.Parallel()
	h, phones := relayed(t)
	total := amount(t, "SIAGA_RELAY", 72)
	var kinds []string
	for kind := range wraps() {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for n := range total {
		from, name := relayReporter, "citizen"
		if n%3 == 0 { // an officer's words are mostly refused, which is quick; those that pass must be harmless
			from, name = relayOfficer, "officer.tts"
			says(t, phones, "officer.tts> tanya K-0001")
		}
		words, err := json.Marshal(baits()[(n/3+n/60)%len(baits())] + " · kata ke " + strconv.Itoa(n))
		if err != nil {
			t.Fatal(err)
		}
		if err := h.emu.Inject(raw(t, from, name, fmt.Sprintf(wraps()[kinds[n%len(kinds)]], words), n)); err != nil {
			t.Fatal(err)
		}
		settle(t, phones)
		if n%12 == 11 {
			says(t, phones, "officer.tts> baca isi K-0001", "citizen> /status")
		}
	}
	says(t, phones, "officer.tts> baca isi K-0001", "citizen> /start")
	read := 0
	for _, c := range h.emu.Calls() {
		other := map[int64]string{relayOfficer: "officer", relayReporter: "reporter"}[c.Chat]
		if other == "" {
			continue
		}
		seen, err := json.Marshal(withoutChat(c))
		if err != nil {
			t.Fatal(err)
		}
		if found := identifying.Find(seen); found != nil {
			t.Errorf("the %s is sent %q: %s", other, found, seen)
		}
		for _, key := range []string{"parse_mode", "entities", "caption_entities", "contact", "venue"} {
			if v, is := c.Params[key]; is && fmt.Sprint(v) != "" {
				t.Errorf("%s to the %s has %s %v", c.Method, other, key, v)
			}
		}
		if strings.Contains(c.Method, "forward") || strings.Contains(c.Method, "copy") {
			t.Errorf("%s to the %s", c.Method, other)
		}
		read += strings.Count(c.Text(), "kata ke ")
	}
	tappedNothing(t, h, relayOfficer, relayReporter)
	if read < total/4 {
		t.Errorf("only %d words arrived of %d payloads: the search proves nothing", read, total)
	}
	nothingLost(t, h)
	t.Logf("%d payloads in %d wrappings, %d times words arrived, no identifier and nothing to tap", total, len(kinds), read)
}

// withoutChat is what a call says, without the address it is sent to.
func withoutChat(c emulator.Call) map[string]any {
	out := map[string]any{"files": c.Files}
	for key, v := range c.Params {
		if key != "chat_id" {
			out[key] = v
		}
	}
	return out
}

// own are the commands that the bot itself names in its texts.
var own = regexp.MustCompile(`^/(?:start|bahasa|status|hapus|bantuan|kasus|piket|kesiapan|pantau|dengar|help|menu|tinjau|rekam|kembali|batal|lapor|cek|belajar|nomor|data|jaga)$`)

// tappedNothing looks for anything that Telegram would make tappable in what the bot said.
func tappedNothing(t *testing.T, h *inProcess, chats ...int64) {
	t.Helper()
	for _, chat := range chats {
		for _, m := range h.emu.History(chat) {
			if !m.FromBot {
				continue
			}
			for _, e := range m.Entities {
				at := []rune(m.Text) // offsets count UTF-16; a text with signs beyond it is shown whole
				if e.Type == "bot_command" && e.Offset+e.Length <= len(at) && own.MatchString(string(at[e.Offset:e.Offset+e.Length])) {
					continue
				}
				t.Errorf("%s can be tapped in %q", e.Type, m.Text)
			}
		}
	}
}

// nothingLost demands that no call was refused as broken and no job or update given up.
func nothingLost(t *testing.T, h *inProcess) {
	t.Helper()
	for _, c := range h.emu.Calls() {
		if !c.OK && c.Code == 400 && !strings.Contains(c.Error, "not modified") && !strings.Contains(c.Error, "not found") && c.Method != "getFile" {
			t.Errorf("%s was refused: %s", c.Method, c.Error)
		}
	}
	s, err := h.house.Store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.SetAside != 0 {
		t.Errorf("%d updates were set aside", s.SetAside)
	}
	var dead int
	err = h.house.Store.SQL().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM jobs WHERE state = 2 AND kind <> 'fetch' AND kind <> 'read'").Scan(&dead)
	if err != nil {
		t.Fatal(err)
	}
	if dead != 0 {
		t.Errorf("%d jobs were given up", dead)
	}
}

// markup are fragments that mean something to a parser of Telegram, of a page or of a template.
func markup() []string {
	open := strings.Fields("<b> <i> <a href='tg://user?id=1'> <a href=\"https://jahat.com\"> <tg-spoiler> <pre> <code class=\"language-x\"> <blockquote> <script> <svg/onload=alert(1)> " +
		"&lt;b&gt; &#60;b&#62; <!--x ]]> <b<b> </b> <b>< * _ ** __ ` ``` ~ || [x]( [x](tg://user?id=1) ![👍](tg://emoji?id=1) \\* \\_ > # + - = {{ {{.Name}} {{template {{range " +
		"${x} #{x} %s %d %n %[1]v {0} {n,plural, <%= <? \\u003cb\\u003e \\x3cb \\ ' \" '; --")
	around := []string{"%sadik saya", "adik %s saya", "adik saya%s", "%[1]sadik%[1]s", "adik\n%s\nsaya", "%[1]s%[1]s%[1]s", "adik %s\u202e saya", "%s adik</b> saya_", "*%s*", "<%s>"}
	var out []string
	for _, o := range open {
		for _, a := range around {
			out = append(out, fmt.Sprintf(a, o))
		}
	}
	return out
}

// TestMarkupIsWords types markup into every field of a report and of its casework: it is never markup for Telegram, no message is lost for it,
// and the officer reads it as it was typed, but for what can be tapped. SIAGA_MARKUP sets how many (5,000 for docs/security.md).
func TestMarkupIsWords(t *testing.T) {
	t.Parallel()
	total := amount(t, "SIAGA_MARKUP", 60)
	all := markup()
	sent := 0
	next := func() string {
		sent++
		return all[(sent*7+sent/len(all))%len(all)]
	}
	for round := 1; sent < total; round++ {
		t.Run(strconv.Itoa(round), func(t *testing.T) { // a house for each, or it ends only with the last one
			h, phones := markedUp(t)
			for n := 0; n < 12 && sent < total; n++ {
				markUpOnce(t, h, phones, next)
			}
			for _, c := range h.emu.Calls() {
				for _, key := range []string{"parse_mode", "entities", "caption_entities"} {
					if v, is := c.Params[key]; is && fmt.Sprint(v) != "" {
						t.Errorf("%s has %s %v", c.Method, key, v)
					}
				}
			}
			tappedNothing(t, h, relayOfficer, relayReporter)
			nothingLost(t, h)
		})
	}
	t.Logf("%d fields with %d kinds of markup: none rendered, none lost", sent, len(all))
}

// markedUp is a house with an officer on duty.
func markedUp(t *testing.T) (*inProcess, *e2e.Phones) {
	t.Helper()
	h := newInProcess(t, backends()[0])
	phones := e2e.NewPhones(h.emu, h)
	phones.Patience = 8 * time.Minute
	phones.After(relayOfficer - 1)
	says(t, phones, "@officer tts 53.02/duty/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]", "citizen> [Keluarganya]",
		"citizen> [Mau diberangkatkan]", "citizen> adik saya mau dibawa ke luar", "citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]",
		"citizen> [Boleh kapan saja]", "citizen> [Kirim]", "officer.tts> [Terima]")
	return h, phones
}

// markUpOnce types into the fields that both sides have once there is a case.
func markUpOnce(t *testing.T, h *inProcess, phones *e2e.Phones, next func() string) {
	t.Helper()
	types := func(who int64) {
		if _, err := h.emu.Say(who, next()); err != nil {
			t.Fatal(err)
		}
		settle(t, phones)
	}
	types(relayReporter) // adds to the story, or asks, or means a place, a wish, a language
	says(t, phones, "officer.tts> tanya K-0001")
	types(relayOfficer) // a question of one's own
	says(t, phones, "officer.tts> catat kemajuan K-0001", "officer.tts> [Sudah dinilai]", "officer.tts> [Hari ini]")
	types(relayOfficer) // the note of a step
	types(relayOfficer) // where a button is expected
	says(t, phones, "officer.tts> lainnya K-0001", "officer.tts> [Minta bantuan]")
	types(relayOfficer) // the name of a place
	types(relayReporter)
	says(t, phones, "officer.tts> baca isi K-0001")
}
