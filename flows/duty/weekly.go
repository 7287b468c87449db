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

// Weekly is what a province or pusat reads on Monday: how it stands, how those below it stand, where a hand is needed first, and whether
// that is better or worse than four weeks ago (before, without those of which nothing was kept then).
func (Desk) Weekly(tf region.Code, known []taskforce.Vitals, before map[region.Code]int, in flows.Tongue) flows.Reply {
	d := flows.Data{"taskforce": forceTitle(tf, in), "score": "0", "list": "", "trend": "", "by": ""}
	var below []taskforce.Readiness
	formed, unknown, uncovered := 0, 0, 0
	for _, v := range known {
		r := taskforce.Reckon(v)
		if v.Code == tf {
			d["score"] = strconv.Itoa(r.Score)
			trendInto(d, r, before)
		}
		if !directlyBelow(tf, v.Code) {
			continue
		}
		below = append(below, r)
		formed += count01(v.Formation == taskforce.FormedYes)
		unknown += count01(v.Formation == taskforce.FormedUnknown)
		uncovered += count01(v.OnDutyNow == 0)
	}
	slices.SortStableFunc(below, func(a, b taskforce.Readiness) int { return a.Score - b.Score })
	var lines []string
	for _, r := range below[:min(len(below), lowest)] {
		if r.Next != "" {
			lines = append(lines, "• "+forceTitle(r.Code, in)+" "+withMove(r, before)+": "+in.Label("duty.ready.step."+string(r.Next)))
		}
	}
	d["formed"], d["unknown"], d["uncovered"] = strconv.Itoa(formed), strconv.Itoa(unknown), strconv.Itoa(uncovered)
	d["list"] = strings.Join(lines, "\n")
	meanInto(d, below, before)
	return flows.Reply{Key: "duty.weekly", Data: d, Buttons: [][]flows.Button{{{Key: "duty.menu.ready", Choice: "ready="}}}}
}

// withMove is a score with its change in brackets.
func withMove(r taskforce.Readiness, before map[region.Code]int) string {
	was, known := before[r.Code]
	if by := moved(r.Score, was, known); by != "" {
		return strconv.Itoa(r.Score) + " (" + by + ")"
	}
	return strconv.Itoa(r.Score)
}

// meanInto says the mean of those below, and how many of them rose and fell.
func meanInto(d flows.Data, below []taskforce.Readiness, before map[region.Code]int) {
	sum, better, worse := 0, 0, 0
	compared := ""
	for _, r := range below {
		sum += r.Score
		was, known := before[r.Code]
		if !known {
			continue
		}
		compared = "1"
		better += count01(r.Score > was)
		worse += count01(r.Score < was)
	}
	d["below"], d["mean"] = strconv.Itoa(len(below)), strconv.Itoa(sum/max(1, len(below)))
	d["compared"], d["better"], d["worse"] = compared, strconv.Itoa(better), strconv.Itoa(worse)
}

func count01(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
