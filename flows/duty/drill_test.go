package duty

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// TestDrillStories goes through the stories that a drill can tell: at least five forms, all urgencies, a child, abroad, at sea and another
// language are among them; each is marked as an exercise in both languages of the desk, and leads to nobody: no number, no address, no name of a
// real place but the country.
func TestDrillStories(t *testing.T) {
	t.Parallel()
	all := Desk{}.DrillStories()
	forms, urgencies, langs := map[casework.Form]bool{}, map[casework.Priority]bool{}, map[string]bool{}
	child, abroad, sea := false, false, false
	reaches := regexp.MustCompile(`[0-9]{3}|@|https?:|t\.me|www\.`)
	for _, name := range all {
		for _, lang := range []string{"id", "en"} {
			in := flows.Tongue{Words: texts(t), Lang: lang}
			r, ok := Desk{}.Scenario(name, taskforce.Seat{TaskForce: "53.02"}, in, night)
			if !ok || len(r.Story) != 1 {
				t.Fatalf("%s: %+v", name, r)
			}
			story := r.Story[0].Reveal()
			mark := map[string]string{"id": "LATIHAN. ", "en": "EXERCISE. "}[lang]
			if !strings.HasPrefix(story, mark) || len(story) < 60 || len(story) > 300 || reaches.MatchString(story) {
				t.Errorf("%s in %s: %q", name, lang, story)
			}
			forms[r.Form], urgencies[r.Assess()], langs[r.Lang] = true, true, true
			now := r.Places[casework.VictimNow]
			child, abroad, sea = child || r.Child == casework.Yes, abroad || now.Abroad(), sea || now.AtSea
			if r.Official == casework.Yes || now.Code == "" && r.Places[casework.Home].Code != "53.02" || now.Code != "" && now.Code != "53.02" {
				t.Errorf("%s happens at %+v", name, r.Places)
			}
		}
		if r, ok := (Desk{}).Scenario(name, taskforce.Seat{TaskForce: taskforce.Pusat}, flows.Tongue{Words: texts(t), Lang: "id"}, night); !ok || r.Places[casework.Home].Known() {
			t.Errorf("%s at pusat: %+v", name, r.Places)
		}
	}
	if len(all) < 5 || len(forms) < 5 || len(urgencies) != 3 || !langs["jv"] || !child || !abroad || !sea {
		t.Errorf("%d stories, %d forms, urgencies %v, languages %v, child %v, abroad %v, at sea %v", len(all), len(forms), urgencies, langs, child, abroad, sea)
	}
	if sorted := slices.Sorted(slices.Values(all)); len(slices.Compact(sorted)) != len(all) {
		t.Errorf("a story is there twice: %v", all)
	}
	if _, ok := (Desk{}).Scenario("no such", taskforce.Seat{}, flows.Tongue{}, night); ok {
		t.Error("a story that is none is told")
	}
}
