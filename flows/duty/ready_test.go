package duty

import (
	"strings"
	"testing"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// readyKeys are the texts about readiness.
func readyKeys() []string {
	keys := strings.Fields("duty.menu.ready duty.ready.parts duty.ready.of duty.ready.formula duty.ready_parts.picture duty.uncovered duty.weekly duty.menu.forces duty.forces.more duty.mark.linked duty.force.right duty.force.change duty.force.rows duty.force_formed.yes duty.force_formed.no duty.force_formed.unknown duty.force_decree.skip duty.force_date.skip duty.force_until.none duty.force_chair.skip duty.force_sure.yes duty.force_sure.no duty.force_saved duty.did.force_right duty.force_ask duty.force_right duty.force_open duty.forces_ask duty.forces_open duty.menu.activity duty.activity.advocacy duty.activity.socialisation duty.activity.training duty.activity.cooperation duty.activity.shown duty.activity_photo.none duty.did.activity duty.did.activity_dropped duty.activity_list.drop duty.activity_list.more duty.activity_list.photos duty.activity_photos.shown")
	for part, reasons := range taskforce.Reasons() {
		keys = append(keys, "duty.ready.part."+string(part), "duty.ready.step."+string(part))
		for _, why := range reasons {
			keys = append(keys, "duty.ready.why."+why)
		}
	}
	return keys
}

// TestReadinessIsShownToWhoeverOversees asks for the scores of all task forces from every kind of seat: by button, by a button made up,
// and by the name.
func TestReadinessIsShownToWhoeverOversees(t *testing.T) {
	t.Parallel()
	forces, seats := taskforce.Seed()
	reg := taskforce.Load(forces, seats)
	weigh := func(codes ...region.Code) []taskforce.Vitals {
		var out []taskforce.Vitals
		for _, c := range codes {
			out = append(out, reg.Vitals(c, night))
		}
		return out
	}
	for _, c := range []struct {
		seat string
		of   region.Code
		sees bool
	}{
		{"53.02/duty/1", "53.02", true}, {"53.02/secretary/1", "53.21", false}, {"53.02/secretary/1", "53", false}, {"53.02/secretary/1", "00", false},
		{"53/duty/1", "53.02", false}, {"53/secretary/1", "53.02", true}, {"53/secretary/1", "53.01", true}, {"53/secretary/1", "35.04", false},
		{"53/secretary/1", "35", false}, {"53/secretary/1", "00", false}, {"00/secretary/1", "35.04", true}, {"00/chair/1", "53", true}, {"00/duty/1", "53", false},
		{"53/secretary/1", "99.99", false}, {"53/secretary/1", "../53", false},
	} {
		o := newOffice(t, kupang1)
		o.reg = reg
		o.seat, _ = reg.Seat(casework.SeatID(c.seat))
		o.weigh = weigh
		turn := o.press("ready=" + string(c.of))
		key := turn.Replies[len(turn.Replies)-1].Key
		if got := key == "duty.ready"; got != c.sees {
			t.Errorf("%s asks for %s and reads %s", c.seat, c.of, key)
		}
		for _, r := range turn.Replies {
			for _, f := range r.Files {
				if f != flows.ReadinessPicture+string(c.of) {
					t.Errorf("%s asks for %s and is shown %s", c.seat, c.of, f)
				}
			}
		}
	}
}
