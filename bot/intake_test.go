package bot

import (
	"strings"
	"testing"
)

func TestAdmitKeysAndLanes(t *testing.T) {
	t.Parallel()
	b := newBot(t)
	bodies := map[string]string{
		"text":             said(headMe, `"text":"x"`),
		"other message":    strings.Replace(said(headMe, `"text":"x"`), `"message_id":7`, `"message_id":8`, 1),
		"same ids, later":  strings.Replace(said(headMe, `"text":"x"`), `"date":1700000000`, `"date":1700700000`, 1),
		"next id":          strings.Replace(said(headMe, `"text":"x"`), `"update_id":5`, `"update_id":6`, 1),
		"edited":           strings.Replace(said(headMe, `"text":"x"`), `"message":`, `"edited_message":`, 1),
		"edited again":     strings.Replace(said(headMe, `"text":"x","edit_date":1700000001`), `"message":`, `"edited_message":`, 1),
		"press":            pressOn("", `,"data":"x"`),
		"press, other id":  strings.Replace(pressOn("", `,"data":"x"`), `"id":"99"`, `"id":"98"`, 1),
		"poison":           `{"update_id":5,"message":7}`,
		"poison, another":  `{"update_id":5,"message":8}`,
		"blocked":          `{"update_id":5,"my_chat_member":{"chat":{"id":1001,"type":"private"},"from":{"id":1001},"date":1,"new_chat_member":{"status":"kicked"}}}`,
		"taken back":       `{"update_id":5,"my_chat_member":{"chat":{"id":1001,"type":"private"},"from":{"id":1001},"date":1,"new_chat_member":{"status":"member"}}}`,
		"service, private": strings.Replace(said(headMe, `"pinned_message":{}`), `"message_id":7`, `"message_id":9`, 1),
	}
	seen := map[string]string{}
	for name, body := range bodies {
		in, ok := b.admit([]byte(body))
		again, _ := b.admit([]byte(body))
		if !ok || in.Key != again.Key {
			t.Fatalf("%s: kept %t, keys %s and %s", name, ok, in.Key, again.Key)
		}
		if other := seen[in.Key]; other != "" {
			t.Errorf("%s and %s have one key", name, other)
		}
		seen[in.Key] = name
		want := "tg:1001"
		if strings.HasPrefix(name, "poison") {
			want = "tg:0"
		}
		if in.Address.Reveal() != want || len(in.Key) != 64 {
			t.Errorf("%s: lane %s, key %s", name, in.Address.Reveal(), in.Key)
		}
	}
}

func TestAdmitSameUpdateWithOtherSpacing(t *testing.T) {
	t.Parallel()
	b := newBot(t)
	one, _ := b.admit([]byte(said(headMe, `"text":"x"`)))
	two, _ := b.admit([]byte(strings.ReplaceAll(said(headMe, `"text":"x"`), `,`, `, `)))
	if one.Key != two.Key {
		t.Fatal("polling and webhook would store one update twice")
	}
}

func TestAdmitForgetsWhatWasNotSaidToTheBot(t *testing.T) {
	t.Parallel()
	b := newBot(t)
	for name, body := range map[string]string{
		"group talk":   said(headGroup, `"text":"rahasia rapat"`),
		"channel post": `{"update_id":5,"channel_post":{"message_id":1}}`,
		"inline":       `{"update_id":5,"inline_query":{"id":"1"}}`,
		"a bot":        said(`"message_id":7,"date":1,"from":{"id":5,"is_bot":true},"chat":{"id":5,"type":"private"}`, `"text":"x"`),
	} {
		if _, ok := b.admit([]byte(body)); ok {
			t.Errorf("%s is kept", name)
		}
	}
}

func TestAdmitLanes(t *testing.T) {
	t.Parallel()
	b := newBot(t)
	for body, want := range map[string]string{
		said(headGroup, `"migrate_to_chat_id":-100`):                                                   "tg:-1001234567890123",
		pressOn(`,"message":{"message_id":3,"date":0,"chat":{"id":-5,"type":"group"}}`, `,"data":"x"`): "tg:-5",
		pressOn(`,"inline_message_id":"q"`, `,"data":"x"`):                                             "tg:1001",
	} {
		in, ok := b.admit([]byte(body))
		if !ok || in.Address.Reveal() != want {
			t.Errorf("kept %t in %s, want %s", ok, in.Address.Reveal(), want)
		}
	}
}
