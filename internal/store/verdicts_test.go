package store_test

import (
	"fmt"
	"strings"
	"testing"

	"siaga/internal/engine"
	"siaga/internal/private"
)

func TestVerdictsAreTheLastWordOfEach(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		v := engine.Verdict{Tag: "jv", Key: "report.safe", Speaker: "a1", Status: "keep", Text: "Aman?", Source: "s", Base: "b", By: "guru, Ponorogo", On: "2026-11-23"}
		other := v
		other.Speaker, other.Status, other.Note = "b2", "wrong", private.NewText("terlalu kasar")
		foreign := v
		foreign.Tag = "ban"
		var version int64
		h.system(func(tx engine.Tx) (err error) {
			for _, x := range []engine.Verdict{v, other, foreign} {
				must(t, tx.SaveVerdict(ctx, x))
			}
			v.Status, v.Text = "better", "Napa aman?"
			must(t, tx.SaveVerdict(ctx, v))
			version, err = tx.WordingVersion(ctx)
			return err
		})
		equal(t, "version", version, 4)
		equal(t, "of one language", verdicts(h, "jv"), "2 b2 wrong Aman? terlalu kasar; 4 a1 better Napa aman?")
		equal(t, "of all", len(strings.Split(verdicts(h, ""), ";")), 3)
		h.system(func(tx engine.Tx) error {
			for _, drop := range []struct {
				tag, key, speaker string
				want              int
			}{{"", "", "", 0}, {"jv", "report.danger", "", 0}, {"jv", "report.safe", "b2", 1}, {"", "", "a1", 2}} {
				n, err := tx.DropVerdicts(ctx, drop.tag, drop.key, drop.speaker)
				must(t, err)
				equal(t, fmt.Sprint(drop), n, drop.want)
			}
			after, err := tx.WordingVersion(ctx)
			equal(t, "version after", after, 6)
			return err
		})
		equal(t, "left", verdicts(h, ""), "")
	})
}

func verdicts(h *house, tag string) string {
	var out []string
	h.system(func(tx engine.Tx) error {
		list, err := tx.Verdicts(ctx, tag)
		for _, v := range list {
			out = append(out, strings.TrimSpace(fmt.Sprint(v.Seq, " ", v.Speaker, " ", v.Status, " ", v.Text, " ", v.Note.Reveal())))
		}
		return err
	})
	return strings.Join(out, "; ")
}
