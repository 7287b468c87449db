package taskforce

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// A block of testdata/routing.txt: why that task force is the right one, what a person wrote, the facts, then the decision.
// Write the first lines only; -update writes the rest; read the diff.
func TestRoutingReadsAsAConversation(t *testing.T) {
	t.Parallel()
	const file = "testdata/routing.txt"
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	spoke, blocks := map[string]bool{}, []string{}
	for block := range strings.SplitSeq(strings.TrimSpace(string(old)), "\n\n") {
		text, rules := playBlock(t, block)
		blocks = append(blocks, text)
		for _, r := range rules {
			spoke[r] = true
		}
	}
	now := strings.Join(blocks, "\n\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if now != string(old) {
		t.Errorf("routing changed; run with -update and read the diff. got:\n%s", now)
	}
	for _, r := range Rules() {
		if !spoke[r.Name] {
			t.Errorf("rule %q is never used: write its conversation", r.Name)
		}
	}
}

// playBlock routes one block and writes it anew, with the names of the rules that spoke.
func playBlock(t *testing.T, block string) (string, []string) {
	t.Helper()
	var said []string
	var facts Facts
	reg, why := off(), false
	for row := range strings.Lines(block) {
		row = strings.TrimSpace(row)
		word, rest, _ := strings.Cut(row, " ")
		switch word {
		case "#":
			why = len(rest) > 20
		case "off>":
			reg = offLine(rest)
		case "facts>":
			var err error
			if facts, err = FactsFromJSON([]byte(rest)); err != nil {
				t.Fatalf("%s: %v", row, err)
			}
		case "citizen>":
		default:
			continue
		}
		said = append(said, row)
	}
	if !why {
		t.Errorf("a block must say first why this task force is the right one:\n%s", block)
	}
	d := Route(facts, reg, t0)
	return strings.Join(append(said, decided(d)...), "\n"), d.Rules
}

func offLine(rest string) *Register {
	var dead []region.Code
	for c := range strings.FieldsSeq(rest) {
		dead = append(dead, region.Code(c))
	}
	if rest == "all" {
		forces, _ := Seed()
		for _, f := range forces {
			dead = append(dead, f.Code)
		}
	}
	return off(dead...)
}

// decided writes a decision line by line.
func decided(d Decision) []string {
	lines := []string{fmt.Sprintf("lead> %s (%s) %s", d.Lead, d.LeadWhy, strings.Join(d.Rules, " "))}
	if d.Alarm {
		lines = append(lines, "alarm> ya")
	}
	for _, s := range d.Supporting {
		lines = append(lines, fmt.Sprintf("support> %s sees %s", s.To, strings.Join(s.See, ", ")))
	}
	for _, x := range d.Excluded {
		lines = append(lines, fmt.Sprintf("never> %s %s (%s)", x.TaskForce, x.Seat, x.Why))
	}
	if len(d.Involve) > 0 {
		lines = append(lines, "involve> "+strings.Join(d.Involve, " "))
	}
	if d.Mission != "" {
		lines = append(lines, "mission> "+d.Mission)
	}
	if d.NextDoor != "" {
		lines = append(lines, "next door> "+d.NextDoor)
	}
	var steps []string
	for _, s := range d.Steps {
		steps = append(steps, fmt.Sprintf("+%s %s %s", s.At.Sub(t0), s.What, s.Who))
	}
	lines = append(lines, "then> "+strings.Join(steps, ", "))
	for _, r := range d.Reasons {
		lines = append(lines, "says> "+r.Text)
	}
	return lines
}

func TestEveryRuleHasItsSentencesAndKnownBodies(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.Name] || r.When == "" || r.Says == "" || r.Source == "" || r.Match == nil {
			t.Errorf("rule %q is double or incomplete", r.Name)
		}
		seen[r.Name] = true
		if n := strings.Count(r.Says, ".") - strings.Count(r.Says, "129."); n != 1 || len(r.Says) > 160 {
			t.Errorf("rule %q must say one short sentence: %q", r.Name, r.Says)
		}
		for _, code := range append(r.Involve, r.NextDoor) {
			if code != "" && Agencies()[code] == "" {
				t.Errorf("rule %q: unknown body %q", r.Name, code)
			}
		}
		for _, h := range r.Support {
			if len(h.See) == 0 || slices.Contains(h.See, "story") {
				t.Errorf("rule %q: supporters see what they need and never the story: %v", r.Name, h.See)
			}
		}
	}
	for _, p := range TransitPoints() {
		if at, ok := region.Default().Lookup(p.Code); !ok || at.Kind == region.Provinsi {
			t.Errorf("transit point %s has no kabupaten or kota %s", p.Name, p.Code)
		}
	}
}

func TestFactsComeFromTheReportAndTheCase(t *testing.T) {
	t.Parallel()
	c := caseAt(t, "53.21", "53.02")
	f := FactsOfCase(c)
	if f.Places[casework.VictimNow].Code != "53.02.01" || len(f.Had) != 1 || f.Had[0] != "53.02" || f.Priority != casework.Imminent {
		t.Errorf("got %+v", f)
	}
	d := Route(f, off(), t0)
	if d.Lead != "53" || d.Wanted != "53.02" {
		t.Errorf("a kecamatan leads to its kabupaten, and one that refused is passed over: %+v", d)
	}
	plan := d.Plan(t0)
	if plan.To != d.Lead || !plan.Deadline.Equal(d.Steps[1].At) || plan.Priority != casework.Imminent {
		t.Errorf("got %+v", plan)
	}
	if again, err := c.Follow(plan, t0); err != nil || again.Lead != "53" {
		t.Errorf("got %v %+v", err, again)
	}
	missing := FactsOf(casework.Report{Form: casework.FormMissing}, casework.Ordinary)
	if missing.Kind != MissingPerson {
		t.Error("a missing person has a next door")
	}
}

func TestMisspeltFactsAreRefused(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{`{"priorty":"urgent"}`, `{"priority":"high"}`, `{"danger":"x"}`, `{"kind":"x"}`, `{"form":"x"}`,
		`{"places":{"here":{}}}`, `{"places":{"home":{"code":"53.99"}}}`, `{"places":{"home":{"country":"XX"}}}`, `{"child":"perhaps"}`,
		`{"had":["99"]}`, `{"more":["53.02.01"]}`, `{} {}`, `[]`, ``, `{"excluded":[{"task_force":"x"}]}`} {
		if _, err := FactsFromJSON([]byte(bad)); err == nil {
			t.Errorf("taken: %s", bad)
		}
	}
}

func TestTheDecisionAsJSONHasNoNullLists(t *testing.T) {
	t.Parallel()
	reg := off()
	b, err := json.Marshal(Route(Facts{}, reg, t0).JSON(reg))
	if err != nil || strings.Contains(string(b), "null") || !strings.Contains(string(b), `"lead":"00"`) {
		t.Errorf("got %s %v", b, err)
	}
}

func TestCoverageSaysWhereAReportGoesToday(t *testing.T) {
	t.Parallel()
	rows := map[region.Code]CoverageRow{}
	for _, r := range Coverage(off("53.21"), t0) {
		rows[r.Code] = r
	}
	if len(rows) != 553 || rows["53.21"].Lead != "53" || rows["53.02"].Lead != "53.02" || rows["53.05"].Lead != "53" || !rows["53.02"].Valid {
		t.Errorf("got %+v %+v", rows["53.21"], rows["53.05"])
	}
	for _, r := range Coverage(Full(), t0) {
		if r.Lead != r.Code || r.Alarm || r.Why == "" {
			t.Errorf("in a full register everybody leads at home: %+v", r)
		}
	}
	if r := rows["53.21"]; r.Linked != 4 || r.OnDuty != 0 || r.Seats != 4 || !r.Formed || rows["53.05"].Formed {
		t.Errorf("got %+v", r)
	}
}
