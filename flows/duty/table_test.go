package duty

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"siaga/flows/flowtest"
	"siaga/internal/casework"
)

// engineKeys are said by the engine when a wish is not possible any more, or when the house itself has something to say.
func engineKeys() []string {
	return strings.Fields(`duty.refused duty.no.taken duty.no.same_seat duty.no.province duty.no.next duty.no.already duty.no.state
		duty.no.broken duty.group_new duty.added duty.answer duty.linked duty.unlinked duty.group_linked duty.alarm duty.overdue duty.open`)
}

func TestEveryKeyUsedExists(t *testing.T) {
	t.Parallel()
	keys := append(engineKeys(), strings.Fields(`duty.card duty.card_taken duty.card_gone duty.details duty.details_more duty.off duty.retry
		duty.retry_row duty.help duty.unfit duty.stale duty.next_unknown duty.pusat duty.own_team duty.desk.card duty.desk.more duty.desk.on
		duty.desk.off duty.mark.imminent duty.mark.urgent duty.mark.ordinary duty.mark.exercise duty.mark.overdue`)...)
	flow, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range flow.Rows() {
		if row.Ask != "" {
			keys = append(keys, row.Ask)
		}
	}
	for ask, values := range map[string][]string{
		"duty.refuse_reason":   {"not_ours", "no_capacity", "conflict", "wrong_place", "other"},
		"duty.handover_reason": {"shift_end", "wrong_place", "no_capacity", "conflict", "other"},
		"duty.ask_what":        standardQuestions(), "duty.question": standardQuestions(),
		"duty.milestone_kind": append(append(kinds(protection()), kinds(lawTrack())...), "law"), "duty.milestone_note": {"skip"},
		"duty.close_reason": closeReasons(), "duty.confirm_closing": {"yes", "no"}, "duty.rest": {"list"},
		"duty.line": {string(offered), string(judge), string(mine), string(waiting)},
		"duty.did": {"accepted", "passed", "asked", "noted", "proposed", "proposed_alone", "proposed_not_tppo", "closed", "kept_open",
			"nothing"},
	} {
		for _, v := range values {
			keys = append(keys, ask+"."+v)
		}
	}
	for _, at := range []standing{gone, offered, taken, mine, waiting, judge} {
		for _, row := range verbs(at) {
			for _, v := range row {
				keys = append(keys, "duty."+v)
			}
		}
	}
	for _, key := range keys {
		if !texts(t).Has(key) {
			t.Errorf("locales/id.toml lacks %q", key)
		}
	}
	for key := range texts(t).Keys("id") {
		if strings.HasPrefix(key, "duty.") && !strings.HasSuffix(key, ".words") && !slices.Contains(keys, key) {
			t.Errorf("nobody says %q", key)
		}
	}
}

func TestTheTwoTracksHoldEveryMilestone(t *testing.T) {
	t.Parallel()
	if got := append(protection(), lawTrack()...); !slices.Equal(got, casework.Milestones()) {
		t.Errorf("tracks %v", got)
	}
}

// TestVerbsAgreeWithTheCase lets every seat try every verb in every state: what the card offers the case allows.
func TestVerbsAgreeWithTheCase(t *testing.T) {
	t.Parallel()
	tries := map[string]func(casework.Case, casework.SeatID) error{
		"accept": func(c casework.Case, s casework.SeatID) error {
			_, err := c.Accept(s, s.TaskForce(), night)
			return err
		},
		"keep":    func(c casework.Case, s casework.SeatID) error { _, err := c.KeepOpen(s, night); return err },
		"confirm": func(c casework.Case, s casework.SeatID) error { _, err := c.ConfirmClosing(s, night); return err },
		"close": func(c casework.Case, s casework.SeatID) error {
			_, err := c.ProposeClosing(s, casework.CloseHandled, night)
			return err
		},
	}
	for _, c := range []casework.Case{caseAt(t, "k7qf"), accepted(t, "k7qf", kupang1), closing(t, "k7qf", kupang1)} {
		for _, id := range []casework.SeatID{kupang1, kupang2, "53.71/duty/1", ntt, pusat} {
			for verb, try := range tries {
				if got, want := may(verb, c, seat(t, id)), try(c, id) == nil; got != want {
					t.Errorf("%s a case that is %s, by %s: card %v, case %v", verb, c.Status, id, got, want)
				}
			}
		}
	}
}

var update = flag.Bool("update", false, "write golden files")

func TestDrawing(t *testing.T) {
	t.Parallel()
	flow, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/duty.mmd"
	want, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	flowtest.Compare(t, file, string(want), flow.Mermaid(), *update)
}
