package taskforce

import (
	"strings"
	"testing"
)

// TestCoverageSaysWhyWhenNobodyAnswers reads the reasons of an empty register: each must speak of the duty, not of the case.
func TestCoverageSaysWhyWhenNobodyAnswers(t *testing.T) {
	t.Parallel()
	for _, row := range Coverage(Load(nil, nil), t0) {
		if row.Lead != Pusat || !row.Alarm || !strings.Contains(row.Why, "tidak ada petugas piket") {
			t.Errorf("%s: lead %s, alarm %v, %q", row.Code, row.Lead, row.Alarm, row.Why)
		}
	}
}
