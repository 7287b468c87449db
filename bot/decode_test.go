package bot

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// newBot gives a bot that calls nobody and is named siaga_uji_bot.
func newBot(tb testing.TB) *Bot {
	tb.Helper()
	b, err := New(Options{Token: private.NewText(testToken), APIURL: "http://127.0.0.1:1"})
	if err != nil {
		tb.Fatal(err)
	}
	name := "siaga_uji_bot"
	b.username.Store(&name)
	return b
}

const (
	headMe    = `"message_id":7,"date":1700000000,"from":{"id":1001,"is_bot":false,"first_name":"Anna","language_code":"jv"},"chat":{"id":1001,"type":"private"}`
	headGroup = `"message_id":7,"date":1700000000,"from":{"id":1001,"is_bot":false,"first_name":"Anna"},"chat":{"id":-1001234567890123,"type":"supergroup","title":"Gugus"}`
)

func said(head, rest string) string {
	return `{"update_id":5,"message":{` + head + `,` + rest + `}}`
}

func pressOn(message, rest string) string {
	return `{"update_id":5,"callback_query":{"id":"99","from":{"id":1001,"first_name":"Anna","language_code":"su"}` + message + rest + `}}`
}

// show prints the parts of an arrival that a row of the table speaks of.
func show(a engine.Arrival) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if a.Ignore != "" {
		add("ignore:%s", a.Ignore)
	}
	if a.Group {
		add("group")
	}
	if a.Blocked != nil {
		add("blocked:%t", *a.Blocked)
	}
	if !a.MovedTo.IsZero() {
		add("moved:%s", a.MovedTo.Reveal())
	}
	if !a.Sender.IsZero() {
		add("by:%s", a.Sender.Reveal())
	}
	in := a.Input
	if in.Kind != "" {
		add("%s", in.Kind)
	}
	if in.Choice != "" {
		add("choice:%s", in.Choice)
	}
	if a.Handle != "" {
		add("handle:%s", a.Handle)
	}
	if a.PressID != "" {
		add("press:%s", a.PressID)
	}
	if f := a.File; f != nil {
		add("file:%s,%s,%s,%d", f.Kind, f.Source.Reveal(), f.Mime, f.Size)
	}
	if in.Album != "" {
		add("album:%s", in.Album)
	}
	if in.Lat != 0 || in.Lon != 0 {
		add("at:%g,%g,%g", in.Lat, in.Lon, in.Accuracy)
	}
	if !in.Text.IsZero() {
		add("%q", in.Text.Reveal())
	}
	return strings.Join(out, " ")
}

const startMark = `,"entities":[{"type":"bot_command","offset":0,"length":6}]`

var decodings = []struct{ name, raw, want string }{
	{"text", said(headMe, `"text":"  saya takut \n"`), `text "  saya takut \n"`},
	{"text with unknown unions around it", said(headMe, `"text":"baik","forward_origin":{"type":"from the future"},"reply_markup":7,"external_reply":{"origin":{"type":"x"}},"entities":[{"type":"hologram","offset":0,"length":4}]`), `text "baik"`},
	{"text via a bot", said(headMe, `"text":"baik","via_bot":{"id":5,"is_bot":true}`), `text "baik"`},
	{"forwarded", said(headMe, `"text":"lowongan ke Kamboja","forward_origin":{"type":"user","date":1,"sender_user":{"id":77,"first_name":"Calo"}}`), `text "lowongan ke Kamboja"`},
	{"reply and quote: own words only", said(headMe, `"text":"ya","reply_to_message":{"message_id":1,"text":"rahasia"},"quote":{"text":"rahasia","position":0}`), `text "ya"`},
	{"without from", said(`"message_id":7,"date":1,"from":null,"chat":{"id":1001,"type":"private"}`, `"text":"halo"`), `text "halo"`},
	{"written by a bot", said(`"message_id":7,"date":1,"from":{"id":5,"is_bot":true},"chat":{"id":5,"type":"private"}`, `"text":"spam"`), `ignore:bot`},
	{"start", said(headMe, `"text":"/start"`+startMark), `start`},
	{"start with payload", said(headMe, `"text":"/start p-AbC_1"`+startMark), `start "p-AbC_1"`},
	{"start for us by name", said(headMe, `"text":"/start@Siaga_uji_Bot x","entities":[{"type":"bot_command","offset":0,"length":20}]`), `start "x"`},
	{"command for another bot", said(headMe, `"text":"/start@lain_bot","entities":[{"type":"bot_command","offset":0,"length":15}]`), `text "/start@lain_bot"`},
	{"another command", said(headMe, `"text":"/Hapus semua ya","entities":[{"type":"bot_command","offset":0,"length":6}]`), `command choice:hapus "semua ya"`},
	{"command not at the beginning", said(headMe, `"text":"ketik /start","entities":[{"type":"bot_command","offset":6,"length":6}]`), `text "ketik /start"`},
	{"slash without a mark", said(headMe, `"text":"/mungkin 50 orang"`), `text "/mungkin 50 orang"`},
	{"mark beyond the end", said(headMe, `"text":"/start","entities":[{"type":"bot_command","offset":0,"length":600}]`), `text "/start"`},
	{"mark with negative numbers", said(headMe, `"text":"/start","entities":[{"type":"bot_command","offset":-3,"length":-6}]`), `text "/start"`},
	{"mark through a character", said(headMe, `"text":"/a😀b","entities":[{"type":"bot_command","offset":0,"length":3}]`), `text "/a😀b"`},
	{"mark over words", said(headMe, `"text":"/ini bukan perintah","entities":[{"type":"bot_command","offset":0,"length":19}]`), `text "/ini bukan perintah"`},
	{"marks of another form", said(headMe, `"text":"/start","entities":{"type":"bot_command"}`), `text "/start"`},
	{"photo, largest size", said(headMe, `"caption":"ini rumahnya","media_group_id":"A1","photo":[{"file_id":"s","width":90,"height":60,"file_size":10},{"file_id":"l","width":900,"height":600,"file_size":999},{"file_id":"m","width":300,"height":200}]`), `photo file:photo,l,image/jpeg,999 album:A1 "ini rumahnya"`},
	{"photo without sizes", said(headMe, `"photo":[]`), `other`},
	{"voice", said(headMe, `"voice":{"file_id":"v","duration":3,"mime_type":"audio/ogg","file_size":12}`), `voice file:voice,v,audio/ogg,12`},
	{"audio", said(headMe, `"audio":{"file_id":"a","duration":3,"performer":"x"}`), `voice file:voice,a,audio/mpeg,0`},
	{"video", said(headMe, `"video":{"file_id":"w","width":1,"height":1,"cover":[7],"file_size":-5}`), `video file:video,w,video/mp4,0`},
	{"video note", said(headMe, `"video_note":{"file_id":"n","length":240}`), `video file:video,n,video/mp4,0`},
	{"animation carries a document too", said(headMe, `"animation":{"file_id":"g"},"document":{"file_id":"g"}`), `video file:video,g,video/mp4,0`},
	{"document", said(headMe, `"caption":"kontrak","document":{"file_id":"d","file_name":"Kontrak Siti.pdf","mime_type":"application/pdf","file_size":2000}`), `document file:document,d,application/pdf,2000 "kontrak"`},
	{"file without id", said(headMe, `"document":{}`), `other`},
	{"location", said(headMe, `"location":{"latitude":-8.5,"longitude":119.9,"horizontal_accuracy":35.5}`), `location at:-8.5,119.9,35.5`},
	{"venue", said(headMe, `"venue":{"title":"Pelabuhan"},"location":{"latitude":1,"longitude":104}`), `location at:1,104,0`},
	{"location outside the earth", said(headMe, `"location":{"latitude":91,"longitude":181}`), `other`},
	{"contact", said(headMe, `"contact":{"phone_number":"+0","first_name":"Pak","last_name":"RT"}`), `contact "Pak RT, +0"`},
	{"sticker", said(headMe, `"sticker":{"file_id":"s","type":"from the future"}`), `sticker`},
	{"dice", said(headMe, `"dice":{"emoji":"🎲","value":6}`), `other`},
	{"poll", said(headMe, `"poll":{"id":"1","question":"?","options":[]}`), `other`},
	{"game", said(headMe, `"game":{"title":"x"}`), `other`},
	{"story", said(headMe, `"story":{"id":1}`), `other`},
	{"paid media of an unknown kind", said(headMe, `"paid_media":{"paid_media":[{"type":"zzz"}]}`), `other`},
	{"nothing at all", said(headMe, `"text":null`), `other`},
	{"pinned", said(headMe, `"pinned_message":{"date":0}`), `ignore:service`},
	{"edited text", strings.Replace(said(headMe, `"text":"di Batam","edit_date":1700000009`), `"message"`, `"edited_message"`, 1), `edited "di Batam"`},
	{"edited caption", strings.Replace(said(headMe, `"photo":[{"file_id":"x"}],"caption":"baru"`), `"message"`, `"edited_message"`, 1), `edited "baru"`},
	{"live location moves", strings.Replace(said(headMe, `"location":{"latitude":1,"longitude":2,"live_period":60}`), `"message"`, `"edited_message"`, 1), `ignore:live_location edited`},
	{"edited to nothing", strings.Replace(said(headMe, `"photo":[{"file_id":"x"}]`), `"message"`, `"edited_message"`, 1), `ignore:empty_edit edited`},
	{"channel post", `{"update_id":5,"channel_post":{"message_id":1}}`, `ignore:kind`},
	{"unknown kind", `{"update_id":5,"telepathy":{"a":[]}}`, `ignore:kind`},
	{"chat of an unknown kind", said(`"message_id":7,"date":1,"chat":{"id":5,"type":"hive"}`, `"text":"x"`), `ignore:chat_type`},
	{"message in a channel", said(`"message_id":7,"date":1,"chat":{"id":-5,"type":"channel"}`, `"text":"x"`), `ignore:channel`},
	{"group talk", said(headGroup, `"text":"nanti rapat jam 9"`), `ignore:group_talk group by:tg:1001`},
	{"group photo", said(headGroup, `"photo":[{"file_id":"x"}]`), `ignore:group_talk group by:tg:1001`},
	{"group command", said(headGroup, `"text":"/gugus@siaga_uji_bot","entities":[{"type":"bot_command","offset":0,"length":20}]`), `group by:tg:1001 command choice:gugus`},
	{"group command for another bot", said(headGroup, `"text":"/gugus@lain_bot","entities":[{"type":"bot_command","offset":0,"length":15}]`), `ignore:group_talk group by:tg:1001`},
	{"group command edited", strings.Replace(said(headGroup, `"text":"/gugus","entities":[{"type":"bot_command","offset":0,"length":6}]`), `"message"`, `"edited_message"`, 1), `ignore:group_talk group by:tg:1001`},
	{"group administrator without a name", said(`"message_id":7,"date":1,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-5,"type":"group"},"chat":{"id":-5,"type":"group"}`, `"text":"/gugus","entities":[{"type":"bot_command","offset":0,"length":6}]`), `group command choice:gugus`},
	{"group, in the name of a channel", said(`"message_id":7,"date":1,"from":{"id":136817688,"is_bot":true},"sender_chat":{"id":-77,"type":"channel"},"chat":{"id":-5,"type":"group"}`, `"text":"/gugus","entities":[{"type":"bot_command","offset":0,"length":6}]`), `ignore:group_talk group`},
	{"group, another bot", said(`"message_id":7,"date":1,"from":{"id":5,"is_bot":true},"chat":{"id":-5,"type":"group"}`, `"text":"/gugus","entities":[{"type":"bot_command","offset":0,"length":6}]`), `ignore:bot group`},
	{"group moves", said(headGroup, `"migrate_to_chat_id":-1004503599627370496`), `group moved:tg:-1004503599627370496 by:tg:1001`},
	{"group moved here", said(headGroup, `"migrate_from_chat_id":-5`), `ignore:service group by:tg:1001`},
	{"group: somebody joins", said(headGroup, `"new_chat_members":[{"id":4242,"is_bot":true}]`), `ignore:service group by:tg:1001`},
	{"blocked by a person", `{"update_id":5,"my_chat_member":{"chat":{"id":1001,"type":"private"},"from":{"id":1001},"date":1,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked","until_date":0}}}`, `blocked:true`},
	{"taken back", `{"update_id":5,"my_chat_member":{"chat":{"id":1001,"type":"private"},"from":{"id":1001},"date":1,"new_chat_member":{"status":"member"}}}`, `blocked:false`},
	{"added to a group", `{"update_id":5,"my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":1001},"date":1,"new_chat_member":{"status":"administrator","rank":{"type":"new"}}}}`, `group blocked:false by:tg:1001`},
	{"removed from a group", `{"update_id":5,"my_chat_member":{"chat":{"id":-5,"type":"group"},"from":{"id":1001},"date":1,"new_chat_member":{"status":"left"}}}`, `group blocked:true by:tg:1001`},
	{"added to a channel", `{"update_id":5,"my_chat_member":{"chat":{"id":-5,"type":"channel"},"from":{"id":1001},"date":1,"new_chat_member":{"status":"administrator"}}}`, `ignore:channel`},
	{"press", pressOn(`,"message":{"message_id":3,"date":1,"chat":{"id":1001,"type":"private"},"reply_markup":{"inline_keyboard":7}}`, `,"data":"f:danger:1:now"`), `press choice:f:danger:1:now press:99`},
	{"press of a card", pressOn(`,"message":{"message_id":3,"date":1,"chat":{"id":1001,"type":"private"}}`, `,"data":"h:AbC"`), `act handle:AbC press:99`},
	{"press under a message too old", pressOn(`,"message":{"message_id":3,"date":0,"chat":{"id":1001,"type":"private"}}`, `,"data":"x"`), `press choice:x press:99`},
	{"press under no message", pressOn(`,"inline_message_id":"q"`, `,"data":"x"`), `press choice:x press:99`},
	{"press under a message of another form", pressOn(`,"message":"gone"`, `,"data":"x"`), `press choice:x press:99`},
	{"press in a group", pressOn(`,"message":{"message_id":3,"date":1,"chat":{"id":-5,"type":"group"}}`, `,"data":"x"`), `group by:tg:1001 press choice:x press:99`},
	{"press without data", pressOn(``, ``), `press press:99`},
	{"press of a game", pressOn(``, `,"game_short_name":"g"`), `ignore:game press press:99`},
	{"press by a bot", `{"update_id":5,"callback_query":{"id":"9","from":{"id":5,"is_bot":true},"data":"x"}}`, `ignore:bot press press:9`},
	{"largest ids", `{"update_id":9223372036854775807,"message":{"message_id":9223372036854775807,"date":9223372036854775807,"chat":{"id":-9223372036854775808,"type":"private"},"text":"x"}}`, `text "x"`},
	{"deep nesting in a part nobody reads", said(headMe, `"text":"baik","reply_to_message":`+strings.Repeat(`{"a":[`, 2000)+strings.Repeat(`]}`, 2000)), `text "baik"`},
	{"lone half of a character", said(headMe, `"text":"a\ud83d b"`), "text \"a\ufffd b\""},
	{"null character", said(headMe, `"text":"a\u0000b"`), `text "a\x00b"`},

	{"poison: not JSON", `{"update_id":5,`, `poison`},
	{"poison: not an object", `[1]`, `poison`},
	{"poison: null", `null`, `poison`},
	{"poison: empty", ``, `poison`},
	{"poison: no id", `{"message":{}}`, `poison`},
	{"poison: id of another type", `{"update_id":"5","message":{` + headMe + `}}`, `poison`},
	{"poison: id too large", `{"update_id":92233720368547758070,"message":{` + headMe + `}}`, `poison`},
	{"poison: message of another type", `{"update_id":5,"message":"halo"}`, `poison`},
	{"poison: no chat", `{"update_id":5,"message":{"message_id":1,"text":"x"}}`, `poison`},
	{"poison: text of another type", said(headMe, `"text":{"parts":["x"]}`), `poison`},
	{"poison: photo of another type", said(headMe, `"photo":{"file_id":"x"}`), `poison`},
	{"poison: location of another type", said(headMe, `"location":"rumah"`), `poison`},
	{"poison: from of another type", said(`"message_id":7,"date":1,"from":"Anna","chat":{"id":1,"type":"private"}`, `"text":"x"`), `poison`},
	{"poison: press without id", `{"update_id":5,"callback_query":{"from":{"id":1001},"data":"x"}}`, `poison`},
	{"poison: nesting without end", strings.Repeat(`{"a":`, 100000), `poison`},
}

func TestDecode(t *testing.T) {
	t.Parallel()
	b := newBot(t)
	for _, c := range decodings {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, err := b.Decode([]byte(c.raw))
			got := show(a)
			if err != nil {
				got = "poison"
				if err.Error() != errUnreadable.Error() {
					t.Errorf("the error says more than it may: %v", err)
				}
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDecodeHead(t *testing.T) {
	t.Parallel()
	b := newBot(t)
	a, err := b.Decode([]byte(said(headMe, `"text":"x"`)))
	if err != nil || a.MessageID != 7 || a.Input.Lang != "jv" || !a.SentAt.Equal(time.Unix(1700000000, 0)) {
		t.Fatalf("%v: id %d, lang %s, sent %s", err, a.MessageID, a.Input.Lang, a.SentAt)
	}
	a, err = b.Decode([]byte(pressOn(`,"message":{"message_id":3,"date":1,"chat":{"id":1001,"type":"private"}}`, `,"data":"x"`)))
	if err != nil || a.MessageID != 0 || a.Input.Lang != "su" {
		t.Fatalf("%v: a press has no message of the person's own, got %d", err, a.MessageID)
	}
}

func TestDecodeCutsWhatIsTooLong(t *testing.T) {
	t.Parallel()
	b := newBot(t)
	for _, letter := range []string{"a", "ꦲ", "😀"} {
		long := strings.Repeat(letter, 61440/len(letter))
		a, err := b.Decode([]byte(said(headMe, `"text":"`+long+`"`)))
		if err != nil {
			t.Fatal(err)
		}
		got := a.Input.Text.Reveal()
		if n := len(utf16.Encode([]rune(got))); n != maxText || !strings.HasPrefix(long, got) {
			t.Errorf("%q: %d units", letter, n)
		}
	}
}

func FuzzDecode(f *testing.F) {
	b := newBot(f)
	for _, c := range decodings {
		if len(c.raw) < 10000 {
			f.Add([]byte(c.raw))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := b.Decode(raw)
		in, ok := b.admit(raw)
		if err != nil && (!ok || in.Address != address(nobody)) {
			t.Fatal("poison must be kept, in the lane of nobody")
		}
		if ok && (len(in.Key) != 64 || !bytes.Equal(in.Body, raw)) {
			t.Fatal("key or body")
		}
		if !ok && a.Ignore == "" {
			t.Fatal("dropped without a reason")
		}
		if n := len(utf16.Encode([]rune(a.Input.Text.Reveal()))); n > maxText {
			t.Fatalf("text of %d units", n)
		}
	})
}

func BenchmarkAdmitAndDecode(b *testing.B) {
	bot := newBot(b)
	raw := []byte(said(headMe, `"text":"`+strings.Repeat("kata ", 100)+`"`))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := bot.admit(raw); !ok {
			b.Fatal("dropped")
		}
		if _, err := bot.Decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}
