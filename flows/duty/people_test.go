package duty

import (
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
)

// peopleKeys are said about seats, rota, shifts and training.
func peopleKeys() []string {
	return strings.Fields(`duty.join_wait duty.join_refused duty.join_ask duty.join_yes duty.join_no duty.did.confirmed duty.did.turned_down
		duty.emptied duty.files_held duty.pack duty.pack.asked duty.desk.menu duty.desk.page duty.menu.rota duty.menu.cover duty.menu.team duty.menu.days_off
		duty.rota_day.all_days duty.day.0 duty.day.1 duty.day.2 duty.day.3 duty.day.4 duty.day.5 duty.day.6 duty.slot.0 duty.slot.1 duty.slot.2
		duty.mark.empty duty.shift_on duty.shift_off duty.shift_end.hand duty.gap duty.gap.fill duty.gap.ok duty.gap_raised duty.did.gap_noted
		duty.cover_ask duty.cover_yes duty.cover_swap duty.did.cover_asked duty.did.cover_taken duty.swap_ask duty.swap_yes duty.swap_no
		duty.did.swap_offered duty.did.swap_refused duty.swap_refused duty.covered duty.cover_late duty.cover_open duty.no.shift duty.no.covered
		duty.no.date duty.team.cases duty.mark.on duty.mark.off duty.mark.vacant duty.team_seat.rota duty.team_seat.replace duty.team_seat.move
		duty.team_seat.empty duty.did.invited duty.invite_link duty.did.page duty.page duty.page.app duty.note_ask duty.note_write duty.note.skip duty.did.note_left
		duty.move_to.spread duty.did.moved duty.moved_away duty.empty_sure.yes duty.empty_sure.no duty.did.emptied duty.no.cases
		duty.shift_end.give duty.shift_end.keep duty.did.shift_given duty.did.shift_up duty.did.shift_kept duty.note_from
		duty.menu.train duty.train.stop duty.did.training duty.did.train_stopped duty.no.training duty.no.training_twice
		duty.train.departure duty.train.house duty.train.wage duty.train_story.departure duty.train_story.house duty.train_story.wage
		duty.train_story.scam duty.train_story.cafe duty.train_story.baby duty.train_story.ship duty.train_story.jawa
		duty.train_says.safe duty.train_says.where duty.train_says.many duty.train_says.papers duty.train_says.when duty.train_says.who
		duty.train_says.else duty.train_answered duty.train_end duty.drill_rules duty.drill_end
		duty.more_what.identity duty.identity.call duty.identity.rescue duty.identity.protect duty.identity.law duty.identity.show
		duty.identity_none duty.identity_nobody duty.identity_wish duty.identity_yes duty.identity_no duty.identity_agreed duty.identity_refused
		duty.identity_open duty.identity_closed duty.identity_text duty.did.identity_asked duty.did.identity_shown duty.did.identity_yes
		duty.did.identity_no duty.no.frozen duty.keep.frozen duty.thaw duty.thawed duty.did.thawed duty.keep.forgot duty.keep.missed duty.pin_renew duty.pin_forgot
		duty.pin_ask duty.pin_first duty.pin_again duty.pin_differs duty.pin_weak duty.pin_wrong duty.pin_wait duty.pin_right duty.pin_kept
		duty.pin_new duty.pin_dropped duty.pin_reset duty.no.state_pin duty.did.pin_new duty.did.pin_old duty.did.pin_locked
		duty.did.pin_asked duty.did.pin_required duty.did.pin_free duty.did.pin_renewed duty.menu.pin duty.pin.set duty.pin.lock duty.pin.forgot duty.pin.drop duty.pin.require duty.pin.free`)
}

// peopleWish gives the seat in whose name something about seats, rota or training is wished for.
func peopleWish(e flows.Effect) (casework.SeatID, bool) {
	switch f := e.(type) {
	case flows.LogActivity:
		return f.By, true
	case flows.DropActivity:
		return f.By, true
	case flows.KeepForce:
		return f.By, true
	case flows.ConfirmForce:
		return f.By, true
	case flows.JudgeJoin:
		return f.Seat, true
	case flows.SetWeek:
		return f.By, true
	case flows.SetDayOff:
		return f.By, true
	case flows.AskCover:
		return f.Seat, true
	case flows.TakeCover:
		return f.Seat, true
	case flows.SettleSwap:
		return f.Seat, true
	case flows.AnswerGap:
		return f.Seat, true
	case flows.EndShift:
		return f.Seat, true
	case flows.LeaveNote:
		return f.Seat, true
	case flows.MoveCases:
		return f.By, true
	case flows.InviteOfficer:
		return f.By, true
	case flows.EmptySeat:
		return f.By, true
	case flows.StartTraining:
		return f.Seat, true
	case flows.AskPIN:
		return f.Seat, true
	case flows.ResetPIN:
		return f.By, true
	case flows.ThawSeat:
		return f.By, true
	case flows.StopTraining:
		return f.Seat, true
	}
	return "", false
}
