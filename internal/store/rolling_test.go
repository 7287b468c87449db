package store

import (
	"regexp"
	"strings"
	"testing"
)

// harmless are the statements of a step beside which a program of the step before goes on working, since its own statements name their
// columns: new tables, indexes that refuse no row or go, columns that have a value by themselves, rows.
var harmless = regexp.MustCompile(`(?is)^(create table|create index|alter table \w+ add column \w+ \S+( not null default \S+)?$|insert into|drop index \w+$|delete from use_counts$)`)

// TestNewStepsLeaveOldProgramsWorking reads every statement of every step after the first: none takes away, renames, or refuses what a
// program of the step before writes and reads.
func TestNewStepsLeaveOldProgramsWorking(t *testing.T) {
	t.Parallel()
	comment := regexp.MustCompile(`--[^\n]*`)
	seen := 0
	for _, name := range migrations[1:] {
		for _, suffix := range []string{".sql", ".sqlite.sql", ".postgres.sql"} {
			raw, err := migrationFiles.ReadFile("migrations/" + name + suffix)
			if err != nil {
				continue // most steps have one text for both
			}
			for one := range strings.SplitSeq(comment.ReplaceAllString(string(raw), ""), ";") {
				if one = strings.TrimSpace(one); one == "" {
					continue
				}
				if seen++; !harmless.MatchString(one) {
					t.Errorf("%s: does a program of the step before work on beside this?\n%s", name, one)
				}
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d statements were read", seen)
	}
}
