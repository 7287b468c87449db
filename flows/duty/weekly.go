package duty

import (
	"slices"
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// lowest is how many task forces a week's letter names.
const lowest = 3

// Weekly is what a province or pusat reads on Monday: how it stands, how those below it stand, and where a hand is needed first.
func (Desk) Weekly(tf region.Code, known []taskforce.Vitals, in flows.Tongue) flows.Reply {
	d := flows.Data{"taskforce": forceTitle(tf, in), "score": "0", "list": ""}
	var below []taskforce.Readiness
	sum, formed, unknown, uncovered := 0, 0, 0, 0
	for _, v := range known {
		r := taskforce.Reckon(v)
		if v.Code == tf {
			d["score"] = strconv.Itoa(r.Score)
		}
		if !directlyBelow(tf, v.Code) {
			continue
		}
		below = append(below, r)
		sum += r.Score
		formed += count01(v.Formation == taskforce.FormedYes)
		unknown += count01(v.Formation == taskforce.FormedUnknown)
		uncovered += count01(v.OnDutyNow == 0)
	}
	slices.SortStableFunc(below, func(a, b taskforce.Readiness) int { return a.Score - b.Score })
	var lines []string
	for _, r := range below[:min(len(below), lowest)] {
		if r.Next != "" {
			lines = append(lines, "• "+forceTitle(r.Code, in)+" "+strconv.Itoa(r.Score)+": "+in.Label("duty.ready.step."+string(r.Next)))
		}
	}
	d["below"], d["mean"] = strconv.Itoa(len(below)), strconv.Itoa(sum/max(1, len(below)))
	d["formed"], d["unknown"], d["uncovered"] = strconv.Itoa(formed), strconv.Itoa(unknown), strconv.Itoa(uncovered)
	d["list"] = strings.Join(lines, "\n")
	return flows.Reply{Key: "duty.weekly", Data: d, Buttons: [][]flows.Button{{{Key: "duty.menu.ready", Choice: "ready="}}}}
}

func count01(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
