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
		duty.no.broken duty.no.reporter_first duty.over duty.not_over duty.group_new duty.added duty.answer duty.linked duty.unlinked duty.group_linked duty.alarm duty.numbers_stale duty.audit_mark duty.overdue duty.open
		duty.step_late duty.step_late_told duty.plan
		duty.no.ruled duty.digest duty.digest.offered duty.digest.unbegun duty.digest.rests duty.card_help duty.note.help duty.note.helper duty.help_news duty.help_reply duty.unbegun duty.unbegun_told duty.let_go duty.note.ask duty.note.answer duty.too_long duty.desk.views` + " " + talkKeys())
}

func TestEveryKeyUsedExists(t *testing.T) {
	t.Parallel()
	keys := append(engineKeys(), strings.Fields(`duty.card duty.card_taken duty.card_gone duty.details duty.details_more duty.off duty.retry
		duty.retry_row duty.help duty.unfit duty.no.many duty.stale duty.next_unknown duty.pusat duty.evidence_made duty.hold_set duty.hold_lifted duty.at_sea duty.own_team duty.desk.card duty.desk.more duty.desk.on
		duty.involve_all duty.step_future duty.step_past duty.step_no_date duty.next duty.next.due duty.steps duty.join_not duty.link_asked duty.link_pass duty.link_meet duty.link_reply duty.link_passed duty.link_met duty.note.pusat duty.no.pusat duty.no.done duty.wrote_on duty.cried duty.desk.off duty.mark.imminent duty.mark.urgent duty.mark.ordinary duty.mark.exercise duty.mark.overdue`)...)
	keys = append(keys, peopleKeys()...)
	keys = append(keys, rightKeys()...)
	keys = append(keys, tongueKeys()...)
	keys = append(keys, readyKeys()...)
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
		"duty.ask_what":        casework.StandardQuestions(), "duty.question": casework.StandardQuestions(),
		"duty.milestone_kind": append(append(kinds(protection()), kinds(lawTrack())...), "law"), "duty.milestone_note": {"skip"},
		"duty.step_day": {"today", "yesterday", "other"}, "duty.step_early": {"other"}, "duty.step_next": {"more", "skip"}, "duty.step_due": {"none"},
		"duty.milestone_tell": {"yes", "no"}, "duty.close_door": casework.Doors(),
		"duty.close_reason": closeReasons(), "duty.confirm_closing": {"yes", "no"}, "duty.rest": {"list"},
		"duty.line": {string(offered), string(judge), string(mine), string(waiting), string(taken), string(deciding), string(ruled), string(ruler), string(helpAsked), string(helping), "silent"},
		"duty.view": listNames(), "duty.only": append(onlyNames(), "all"),
		"duty.did": {"accepted", "passed", "asked", "noted", "proposed", "proposed_alone", "closed", "kept_open",
			"nothing", "decided", "written", "help_asked", "help_noted", "help_released", "help_taken",
			"help_declined", "help_done", "planned", "joined", "link_asked", "link_pass", "link_meet", "split", "involved", "contacted"}, "duty.involve": {"unverified", "woman", "man", "child", "done"},
		"duty.more_what": {"plan", "involve", "help", "release", "merge", "link", "split"}, "duty.join_sure": {"yes", "no"}, "duty.split_sure": {"send", "again"},
	} {
		for _, v := range values {
			keys = append(keys, ask+"."+v)
		}
	}
	for _, at := range []standing{gone, offered, taken, mine, waiting, judge, deciding, ruled, ruler, helpAsked, helping, asked} {
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
