package taskforce

import (
	"slices"
	"strings"
	"testing"

	"siaga/internal/region"
)

func TestFactsThatContradictAreRefused(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"places":{"victim_now":{"code":"53.02","country":"MY"}}}`:   "give one",
		`{"places":{"victim_now":{"town":"Tawau"}}}`:                  "no country",
		`{"places":{"victim_now":{"country":"kh"}}}`:                  "unknown country",
		`{"places":{"victim_now":{"code":"99.99"}}}`:                  "unknown code",
		`{"places":{"victim":{"code":"53.02"}}}`:                      "unknown place",
		`{"excluded":[{"task_force":"53.02","seat":"21.71/duty/1"}]}`: "not of task force",
		`{"victims":-3}`:       "victims",
		`{"victims":"two"}`:    "victims cannot be a string",
		`{"foo":1}`:            `unknown field "foo"`,
		`{"danger":"nows"}`:    "unknown danger",
		`{"had":["53.02.01"]}`: "no task force",
	} {
		if _, err := FactsFromJSON([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", in, err, want)
		}
	}
}

// TestFactsLeftOut routes facts in which what others imply was not said.
func TestFactsLeftOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in      string
		lead    region.Code
		rule    string
		support []region.Code
	}{
		{`{"places":{"victim_now":{"code":"53.02"}},"danger":"now"}`, "53.02", "danger_here", nil},
		{`{"more":["53.05"]}`, "53.05", "rescue", nil},
		{`{"more":["53.05","53.02"]}`, "53.05", "several_regencies", []region.Code{"53.02", "53"}},
		{`{"places":{"victim_now":{"country":"KH"}},"more":["53.05","53.02"]}`, Pusat, "several_regencies", []region.Code{"53.05", "53.02", "53"}},
		{`{"places":{"victim_now":{"country":"KH"}},"more":["53.05"]}`, Pusat, "several_regencies", []region.Code{"53.05", "53"}},
	} {
		f, err := FactsFromJSON([]byte(c.in))
		if err != nil {
			t.Fatal(err)
		}
		d := Route(f, Full(), t0)
		var to []region.Code
		for _, s := range d.Supporting {
			to = append(to, s.To)
		}
		if d.Lead != c.lead || !slices.Contains(d.Rules, c.rule) || !slices.Equal(to, c.support) {
			t.Errorf("%s: lead %s, rules %v, support %v; want %s, %s, %v", c.in, d.Lead, d.Rules, to, c.lead, c.rule, c.support)
		}
	}
}
