package screens_test

import (
	"testing"

	"siaga/internal/screens"
)

func TestScreenIsShownWithAnotherWording(t *testing.T) {
	t.Parallel()
	talk := screens.Screen{Said: "citizen> [Ya]", Before: []string{"Baik.", "Terima kasih."}, Text: "Anda di Kupang? 2 orang.\n\n🇮🇩 Di mana?", Buttons: [][]string{{"Ya", "Tidak"}}}
	button := talk
	button.Chosen = "Tidak"
	for name, c := range map[string]struct {
		screen         screens.Screen
		was, text, say string
		ok             bool
	}{
		"places stay filled": {talk, "Anda di {{.place}}? {{.n}} orang.", "{{.n}} orang di {{.place}}, ya?", "👤 [Ya]\n🤖 Terima kasih.\n🤖 2 orang di Kupang, ya?\n\n🇮🇩 Di mana?\n▫ Ya   ▫ Tidak", true},
		"a button":           {button, "Tidak", "Bukan", "👤 [Ya]\n🤖 Terima kasih.\n🤖 Anda di Kupang? 2 orang.\n\n🇮🇩 Di mana?\n▫ Ya   ▶ Bukan", true},
		"not in it":          {talk, "Lain", "Beda", "👤 [Ya]\n🤖 Terima kasih.\n🤖 Anda di Kupang? 2 orang.\n\n🇮🇩 Di mana?\n▫ Ya   ▫ Tidak", false},
	} {
		got, ok := c.screen.Retold(c.was, c.text)
		if ok != c.ok || got.Chat() != c.say {
			t.Errorf("%s: got %v\n%s\nwant\n%s", name, ok, got.Chat(), c.say)
		}
	}
	if button.Buttons[0][1] != "Tidak" {
		t.Error("the screen that was given has changed")
	}
}
