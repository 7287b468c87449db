package duty

import (
	"strings"
)

// rightKeys are said about what a reporter wishes of the own data, by the engine too.
func rightKeys() []string {
	return strings.Fields(`duty.right duty.right_wish duty.right_watch duty.right_remind duty.right_late duty.right_above duty.right_second duty.erase_yes
		duty.erase_no duty.right_kept duty.right_erased duty.right_refused_seen duty.right_nobody duty.right_what.done duty.right_what.agree duty.right_what.refuse
		duty.right_why.danger duty.right_why.law duty.right_why.others duty.right_why.unclear duty.card_asked duty.line.asked duty.line.second duty.digest.right
		duty.right.kind.copy duty.right.kind.correct duty.right.kind.delete duty.right.how.copy duty.right.how.correct duty.right.how.delete
		duty.right.state.waits duty.right.state.danger duty.right.state.law duty.right.state.others duty.right.state.accept
		duty.did.right_done duty.did.right_agree duty.did.right_refuse duty.did.erase_yes duty.did.erase_no`)
}
