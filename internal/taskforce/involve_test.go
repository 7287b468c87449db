package taskforce

import (
	"slices"
	"strings"
	"testing"

	"siaga/internal/casework"
)

// involved lists the codes suggested for a step.
func involved(c casework.Case, step casework.MilestoneKind) string {
	var codes []string
	for _, b := range Involve(c, step) {
		codes = append(codes, b.Code)
	}
	return strings.Join(codes, " ")
}

func caseOf(r casework.Report, who ...casework.Victim) casework.Case {
	return casework.Case{Report: r, Victims: who, Priority: casework.Ordinary}
}

func TestInvolveReadsTheMatrix(t *testing.T) {
	t.Parallel()
	here := map[casework.PlaceRole]casework.Place{casework.VictimNow: {Code: "53.02"}}
	there := map[casework.PlaceRole]casework.Place{casework.VictimNow: {Country: "KH"}}
	atSea := map[casework.PlaceRole]casework.Place{casework.VictimNow: {AtSea: true}}
	official := casework.Report{Places: here, Official: casework.Yes}
	for name, row := range map[string]struct {
		c    casework.Case
		step casework.MilestoneKind
		want string
	}{
		"a woman":                     {caseOf(casework.Report{Places: here}, casework.Woman), casework.Assessed, "uptd_ppa sapa129"},
		"a man has another way":       {caseOf(casework.Report{Places: here}, casework.Man), casework.Assessed, "bp3mi dinas_sosial"},
		"a child, as the report says": {caseOf(casework.Report{Places: here, Child: casework.Yes}), casework.Assessed, "uptd_ppa sapa129"},
		"nobody knows who":            {caseOf(casework.Report{Places: here}), casework.Assessed, "uptd_ppa sapa129 bp3mi dinas_sosial"},
		"rescue":                      {caseOf(casework.Report{Places: here}, casework.Woman), casework.Safe, "polri110 polsek police_ppa uptd_ppa"},
		"rescue abroad":               {caseOf(casework.Report{Places: there}, casework.Woman), casework.Safe, "local_police mission_hotline kemlu_pwni labour_attache"},
		"crew":                        {caseOf(casework.Report{Places: atSea, Form: casework.FormSea}, casework.Man), casework.Assessed, "bp3mi dinas_sosial kp2mi kemenhub kkp"},
		"crew, the law":               {caseOf(casework.Report{Places: atSea, Form: casework.FormSea}, casework.Man), casework.PoliceReport, "polres lbh lpsk polair"},
		"health":                      {caseOf(casework.Report{Places: here}, casework.Man), casework.Health, "puskesmas rsud rs_bhayangkara"},
		"going home from abroad":      {caseOf(casework.Report{Places: there}), casework.Repatriated, "mission_hotline labour_attache bp3mi dinas_sosial sentra_kemensos"},
		"police report of a woman":    {caseOf(casework.Report{Places: here}, casework.Woman), casework.PoliceReport, "police_ppa lbh lpsk"},
		"an official is involved":     {caseOf(official, casework.Woman), casework.PoliceReport, "one_level_up propam lbh lpsk"},
		"danger and an official":      {caseOf(official, casework.Man), casework.Safe, "one_level_up propam polri110 bp3mi"},
		"restitution":                 {caseOf(casework.Report{Places: here}), casework.Restitution, "lpsk lbh lbh_apik"},
	} {
		if got := involved(row.c, row.step); got != row.want {
			t.Errorf("%s: got %q, want %q", name, got, row.want)
		}
	}
}

func TestEveryStepHasAgenciesWithASource(t *testing.T) {
	t.Parallel()
	for _, step := range casework.Milestones() {
		for _, who := range casework.Victims() {
			list := Involve(caseOf(casework.Report{}, who), step)
			if len(list) == 0 || len(list) > mostBodies {
				t.Errorf("%s of a %s: %d agencies", step, who, len(list))
			}
			for _, b := range list {
				if b.Name == "" || b.Source == "" || b.Need == "" {
					t.Errorf("%s: %+v says not where it comes from", step, b)
				}
			}
			if who == casework.Man && slices.ContainsFunc(list, func(b Body) bool { return b.Code == "uptd_ppa" || b.Code == "sapa129" }) {
				t.Errorf("%s: a man is sent to the agency for women and children", step)
			}
		}
	}
}
