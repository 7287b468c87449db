package directory

import (
	"strings"
	"testing"
	"time"
)

func TestAnOfficerGetsOnlyANumberThatTwoPeopleVerified(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	d := Default()
	if line, ok := d.ContactLine("id", "sapa129", "", day); ok {
		t.Errorf("nobody verified it: %q", line)
	}
	if line, ok := d.ContactLine("id", "polri110", "", day); !ok || !strings.Contains(line, "110") {
		t.Errorf("110 is always said, got %q", line)
	}
	for id, agency := range map[string]string{"sapa129": "sapa129", "lpsk_wa": "lpsk", "kbri_bangkok": "mission_hotline"} {
		d = verified(t, d, id, day)
		line, ok := d.ContactLine("id", agency, "kbri_bangkok", day.AddDate(0, 0, 10))
		weak := id == "lpsk_wa" // of confidence B
		if ok == weak || ok && !strings.Contains(line, "diperiksa 3 Nov 2026") {
			t.Errorf("%s: %q %v", id, line, ok)
		}
		if line, ok := d.ContactLine("id", agency, "kbri_bangkok", day.AddDate(0, 0, 91)); ok {
			t.Errorf("%s is said 91 days later: %q", id, line)
		}
	}
	if line, ok := d.ContactLine("id", "mission_hotline", "", day); ok {
		t.Errorf("a mission nobody named: %q", line)
	}
	if line, ok := d.ContactLine("id", "uptd_ppa", "", day); ok {
		t.Errorf("no number is known, said %q", line)
	}
}

func verified(t *testing.T, d *Directory, id string, day time.Time) *Directory {
	t.Helper()
	d, err := d.WithVerified(id, "Petugas A", day)
	if err == nil {
		d, err = d.WithConfirmed(id, "Petugas B", day)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}
