package e2e_test

import (
	"testing"

	"siaga/flows/flowtest"
)

// TestForgedPressesAboutPeople presses made-up buttons about seats, rota and shifts from a duty officer, an officer of another task
// force and a stranger: message buttons get the one answer, and no seat, case or right changes.
func TestForgedPressesAboutPeople(t *testing.T) {
	t.Parallel()
	h, phones, ids := attacked(t)
	settled(t, h)
	before := rights(t, h)
	for _, who := range []string{"lain", "ntt", "stranger"} {
		for _, choice := range []string{"join=yes:", "join=yes:AAAA", "join=no:x", "join=maybe:x", "take=yes:AAAA", "take=rob:x", "swap=yes:AAAA", "gap=ok", "thaw=AAAA", "thaw="} {
			forged(t, h, phones, ids[who], []string{"f::0:" + choice})
		}
		chat := h.emu.History(ids[who])
		for _, choice := range []string{"53.02/duty/1", "spread", "yes", "replace", "empty", "move"} {
			for _, state := range []string{"", "team", "team_seat", "move_to", "empty_sure", "invite_name"} { // questions only coordinators are asked
				if _, err := h.emu.Forge(ids[who], ids[who], chat[len(chat)-1].ID, "f:"+state+":0:"+choice); err != nil {
					t.Fatal(err)
				}
			}
		}
		says(t, phones, "stranger> (sticker)") // comes to rest
	}
	if after := rights(t, h); after != before {
		t.Errorf("forged presses changed something\n%s", flowtest.Diff(before, after))
	}
}
