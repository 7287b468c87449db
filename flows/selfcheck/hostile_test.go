package selfcheck_test

import (
	"strings"
	"testing"

	"siaga/flows"
)

// TestHostileTexts: whatever is pasted is answered, briefly, and nothing is called safe.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	h := theHouse(t)
	for name, words := range map[string]string{
		"chinese":     "招聘客服人员 柬埔寨 月薪8000 包吃包住 护照由公司保管",
		"very long":   strings.Repeat("LOWONGAN admin Kamboja gaji 15 juta, paspor dipegang kantor. ", 68)[:4096],
		"one letter":  strings.Repeat("a", 4096),
		"one word":    strings.Repeat("paspor ", 585),
		"emoji":       strings.Repeat("🔥💰✈️🇰🇭", 200),
		"digits":      strings.Repeat("0812", 1024),
		"no breaks":   strings.Repeat("gaji15jt,paspordipegang;", 170),
		"right left":  "\u202eabojmaK nimda nagnowol\u202c kerja di Kamboja",
		"zero width":  strings.Repeat("\u200b", 500) + "k\u200bamb\u200boja",
		"marks":       strings.Repeat("a\u0301\u0327", 1300),
		"template":    "{{.verdict}} {{range .}} <b>x</b> %s%n gaji 15 juta Kamboja",
		"broken utf8": "kerja \xff\xfe Kamboja \x00 admin",
	} {
		turn, err := h.flow.Step(flows.Conversation{}, text(words), h.env(morning))
		if err != nil || len(turn.Replies) == 0 {
			t.Errorf("%s: %d replies, %v", name, len(turn.Replies), err)
		}
		for _, r := range turn.Replies {
			look(t, h, r)
		}
	}
}
