package duty

import (
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// rightKeys are said about what a reporter wishes of the own data, by the engine too.
func rightKeys() []string {
	return strings.Fields(`duty.right duty.right_wish duty.right_watch duty.right_remind duty.right_late duty.right_above duty.right_second duty.erase_yes
		duty.erase_no duty.right_kept duty.right_erased duty.right_refused_seen duty.right_nobody duty.right_what.done duty.right_what.agree duty.right_what.refuse
		duty.right_why.danger duty.right_why.law duty.right_why.others duty.right_why.unclear duty.card_asked duty.line.asked duty.line.second duty.digest.right
		duty.right.kind.copy duty.right.kind.correct duty.right.kind.delete duty.right.how.copy duty.right.how.correct duty.right.how.delete
		duty.right.state.waits duty.right.state.danger duty.right.state.law duty.right.state.others duty.right.state.accept
		duty.order.evidence duty.order.hold duty.order.lift duty.order_yes duty.order_no duty.did.order_yes duty.did.order_no duty.pin_word duty.pin_word_first
		duty.did.right_done duty.did.right_agree duty.did.right_refuse duty.did.erase_yes duty.did.erase_no`)
}

// overdueWish is a closed case whose reporter's wish was not answered in time.
func overdueWish(t *testing.T) (casework.Case, time.Time) {
	t.Helper()
	at := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	c, err := casework.Start("id", "K7", casework.Report{Danger: casework.DangerPast}, false, casework.Plan{Offer: casework.Offer{To: "53.02", Why: "w", Deadline: at.Add(time.Hour)}}, at)
	for _, move := range []func(casework.Case) (casework.Case, error){
		func(c casework.Case) (casework.Case, error) { return c.Accept("53.02/duty/1", "53.02", at) },
		func(c casework.Case) (casework.Case, error) {
			return c.ProposeClosing("53.02/duty/1", casework.CloseNotTPPO, at)
		},
		func(c casework.Case) (casework.Case, error) { return c.ConfirmClosing("53.02/duty/2", at) },
		func(c casework.Case) (casework.Case, error) { return c.AskRight(casework.RightCopy, at) },
	} {
		if err == nil {
			c, err = move(c)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return c, at.Add(80 * time.Hour)
}

// TestAnOverdueWishIsInTheListOfOverdueWork shows it in the morning's list and on the card of its task force, and to nobody else.
func TestAnOverdueWishIsInTheListOfOverdueWork(t *testing.T) {
	t.Parallel()
	c, now := overdueWish(t)
	in := flows.Tongue{Words: texts(t)}
	ours := taskforce.Seat{ID: "53.02/duty/2", TaskForce: "53.02", Role: taskforce.Duty}
	r := Desk{}.Digest([]casework.Case{c}, nil, ours, now, in)
	if list, _ := r.Data["list"].(string); !strings.Contains(list, "K7") || !strings.Contains(list, in.Label("duty.digest.right")) {
		t.Errorf("the list of overdue work says %q", list)
	}
	for seat, want := range map[casework.SeatID]standing{"53.02/duty/1": asked, "53.02/secretary/1": asked, "53/secretary/1": gone, "53.21/duty/1": gone, "": gone} {
		if got := standingOf(c, taskforce.Seat{ID: seat, TaskForce: seat.TaskForce()}); got != want {
			t.Errorf("%q stands to it as %q, want %q", seat, got, want)
		}
	}
	card := Desk{}.Card(c, ours, nil, in)
	if card.Key != "duty.card_asked" || len(card.Buttons) != 1 || card.Buttons[0][0].Act.Verb != "right" {
		t.Errorf("card: %+v", card)
	}
	done, err := c.AnswerRight("53.02/duty/2", 1, casework.RightDone, "", now)
	if err != nil || standingOf(done, ours) != gone {
		t.Errorf("answered: %v, %s", err, standingOf(done, ours))
	}
}
