package selfcheck_test

import (
	"math/rand/v2"
	"testing"

	"siaga/flows"
)

// thrown is what people throw at a bot.
func thrown() []flows.Input {
	var out []flows.Input
	for _, w := range []string{"", "?", "ya", "tidak", "1", "99", "lewati", "kembali", "selesai", "hasil", "taiwan", "makasih", "apa itu P3MI?", ad,
		"sudah telanjur bayar", "jual motor 9 juta", "{{.secret}}", "gaji", "🙏🙏", "paspor dipegang bos", "Kalau ditanya bilang liburan"} {
		out = append(out, text(w))
	}
	return append(out, photo("file-1"), flows.Input{Kind: flows.Photo, File: "file-2", Album: "a"}, flows.Input{Kind: flows.Document, File: "file-3", Text: text(ad).Text},
		flows.Input{Kind: flows.Edited, Text: text(ad + " segera").Text}, flows.Input{Kind: flows.Sticker}, flows.Input{Kind: flows.Other},
		flows.Input{Kind: flows.Location, Lat: -8, Lon: 112}, flows.Input{Kind: flows.Start}, flows.Input{Kind: flows.Resume},
		flows.Input{Kind: flows.Command, Choice: "bantuan"}, press("forged"), press("check.enough"))
}

// TestMonkey presses and types at random: no error, no message that cannot be written, and never a word too much.
func TestMonkey(t *testing.T) {
	t.Parallel()
	h := theHouse(t)
	dice := rand.New(rand.NewPCG(6, 6))
	inputs := thrown()
	for range 25 {
		c := flows.Conversation{}
		var shown []flows.Button
		for range 14 {
			in := inputs[dice.IntN(len(inputs))]
			if len(shown) > 0 && dice.IntN(2) == 0 {
				in = press(shown[dice.IntN(len(shown))].Choice)
				in.State = c.State
			}
			turn, err := h.flow.Step(c, in, h.env(morning))
			if err != nil {
				t.Fatalf("%s %q %q at %s: %v", in.Kind, in.Choice, in.Text.Reveal(), c.State, err)
			}
			for _, r := range turn.Replies {
				look(t, h, r)
				if len(r.Buttons) > 0 {
					shown = nil
					for _, row := range r.Buttons {
						shown = append(shown, row...)
					}
				}
			}
			c = turn.Next
		}
	}
}
