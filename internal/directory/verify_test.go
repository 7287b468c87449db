package directory

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestTwoPeopleVerify(t *testing.T) {
	t.Parallel()
	d := built()
	one, err := d.WithVerified("kbri_yangon", " Ani ", today)
	if err != nil {
		t.Fatal(err)
	}
	if e, _ := one.Entry("kbri_yangon"); !e.Stale(today) || e.VerifiedBy != "Ani" || e.VerifiedAt != "2026-11-20" {
		t.Errorf("after one person: %+v", e)
	}
	two, err := one.WithConfirmed("kbri_yangon", "Budi", today.Add(24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if e, _ := two.Entry("kbri_yangon"); e.Stale(today) || e.Confirmed != "Budi" || e.VerifiedAt != "2026-11-20" {
		t.Errorf("after two people: %+v", e)
	}
	again, err := two.WithVerified("kbri_yangon", "Budi", today.AddDate(0, 3, 0))
	if err != nil {
		t.Fatal(err)
	}
	if e, _ := again.Entry("kbri_yangon"); e.Verified() {
		t.Errorf("a new round needs a new second person: %+v", e)
	}
	if e, _ := d.Entry("kbri_yangon"); e.VerifiedBy != "" {
		t.Errorf("the first directory was changed: %+v", e)
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	d := built()
	one, _ := d.WithVerified("kbri_yangon", "Ani", today)
	for name, c := range map[string]struct {
		do   func() (*Directory, error)
		want error
	}{
		"unknown id":    {func() (*Directory, error) { return d.WithVerified("kbri_atlantis", "Ani", today) }, ErrUnknown},
		"nobody":        {func() (*Directory, error) { return d.WithVerified("kbri_yangon", " ", today) }, ErrNobody},
		"no day":        {func() (*Directory, error) { return d.WithVerified("kbri_yangon", "Ani", time.Time{}) }, ErrTime},
		"an older day":  {func() (*Directory, error) { return one.WithVerified("kbri_yangon", "Ani", today.AddDate(0, 0, -1)) }, ErrTime},
		"not begun":     {func() (*Directory, error) { return d.WithConfirmed("kbri_yangon", "Budi", today) }, ErrNotBegun},
		"same person":   {func() (*Directory, error) { return one.WithConfirmed("kbri_yangon", "ANI", today) }, ErrSamePerson},
		"before":        {func() (*Directory, error) { return one.WithConfirmed("kbri_yangon", "Budi", today.AddDate(0, 0, -1)) }, ErrTime},
		"after a month": {func() (*Directory, error) { return one.WithConfirmed("kbri_yangon", "Budi", today.AddDate(0, 1, 0)) }, ErrTime},
	} {
		if got, err := c.do(); got != nil || !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if _, err := d.WithVerified("kbri_yangon", "Ani\nBudi", today); err == nil {
		t.Error("a name with a line break was taken")
	}
}

func TestExportComesBack(t *testing.T) {
	t.Parallel()
	d, _ := built().WithVerified("kbri_yangon", "Ani, kantor \"pusat\"", today)
	var first, second strings.Builder
	if err := d.Export(&first); err != nil {
		t.Fatal(err)
	}
	back, err := d.Import(strings.NewReader("\ufeff" + first.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Export(&second); err != nil || first.String() != second.String() {
		t.Errorf("export, import, export differs (%v)", err)
	}
	if got, want := Lines("id", back.For(Place{Code: "53.02"}, today)), Lines("id", d.For(Place{Code: "53.02"}, today)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"verified by two":         {"id,verified_at,verified_by,confirmed_by\nkbri_yangon,2026-11-01,Ani,Budi\n", ""},
		"semicolons":              {"id;verified_at;verified_by;confirmed_by\r\nkbri_yangon;2026-11-01;Ani;Budi\r\n", ""},
		"new digits by two":       {"id,number,verified_at,verified_by,confirmed_by\nkbri_yangon,+95 9 503 7057,2026-11-01,Ani,Budi\n", ""},
		"verified by one twice":   {"id,verified_at,verified_by,confirmed_by\nkbri_yangon,2026-11-01,Ani,ani\n", "line 2: kbri_yangon: confirmed_by"},
		"new digits by nobody":    {"id,number\nkbri_yangon,+95 9 503 7057\n", "line 2: kbri_yangon: verified_at"},
		"new digits by one":       {"id,number,verified_at,verified_by\nkbri_yangon,+95 9 503 7057,2026-11-01,Ani\n", "line 2: kbri_yangon: verified_at"},
		"known wrong by two":      {"id,number,verified_at,verified_by,confirmed_by\nkri_tawau,+60 19-822 6800,2026-11-01,Ani,Budi\n", "is known to be wrong"},
		"neighbour's code":        {"id,number,verified_at,verified_by,confirmed_by\nkbri_bangkok,+65 92903 1103,2026-11-01,Ani,Budi\n", "line 2: kbri_bangkok: number"},
		"the plus was lost":       {"id,number,verified_at,verified_by,confirmed_by\nkbri_yangon,9595037055,2026-11-01,Ani,Budi\n", "line 2: kbri_yangon: number"},
		"another body's number":   {"id,number,verified_at,verified_by,confirmed_by\nlpsk_wa,+62 811-1129-129,2026-11-01,Ani,Budi\n", "is the number of sapa129wa too"},
		"the same row twice":      {"id,note\nkbri_yangon,a\nkbri_yangon,b\n", "line 3: kbri_yangon: id: stands here twice"},
		"110 taken out":           {"id,confidence\npolri110,X\n", "110 cannot be taken out"},
		"an unknown column":       {"id,phone\nkbri_yangon,110\n", "line 1: phone"},
		"no id":                   {"name\nKBRI\n", "line 1: id"},
		"empty":                   {"", "the file is empty"},
		"a row too short":         {"id,note\nkbri_yangon\n", "line 2: not readable as CSV"},
		"mission's first row out": {"id,confidence\nkbri_phnom_penh,X\n", "no row has the id kbri_phnom_penh"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := built().Import(strings.NewReader(c.text))
			switch {
			case c.want == "" && err != nil:
				t.Fatal(err)
			case c.want != "" && (got != nil || err == nil || !strings.Contains(err.Error(), c.want)):
				t.Fatalf("got %v, want %q", err, c.want)
			}
			if c.want == "" {
				if e, _ := got.Entry("kbri_yangon"); e.Stale(today) {
					t.Errorf("not verified: %+v", e)
				}
			}
		})
	}
}

// A row exported after a verification must not carry that verification over to other digits.
func TestNewDigitsNeedANewDay(t *testing.T) {
	t.Parallel()
	d, err := built().Import(strings.NewReader("id,verified_at,verified_by,confirmed_by\nkbri_yangon,2026-11-01,Ani,Budi\n"))
	if err != nil {
		t.Fatal(err)
	}
	for day, taken := range map[string]bool{"2026-10-31": false, "2026-11-01": false, "2026-11-02": true} {
		row := "id,number,verified_at,verified_by,confirmed_by\nkbri_yangon,+95 9 503 7057," + day + ",Ani,Budi\n"
		if _, err := d.Import(strings.NewReader(row)); (err == nil) != taken {
			t.Errorf("on %s: got %v", day, err)
		}
	}
}

func TestImportTakesOutAndAdds(t *testing.T) {
	t.Parallel()
	text := `id,agency,name,number,channels,from_abroad,country,kind,mission,confidence,source,source_date,verified_at,verified_by,confirmed_by
kbri_yangon,mission_hotline,KBRI Yangon,+95 9 503 7055,voice,ya,MM,mission,kbri_yangon,X,withdrawn,,,,
kbri_kuala_lumpur,mission_hotline,KBRI Kuala Lumpur,+60 3 2116 4016,voice,ya,MY,mission,kbri_kuala_lumpur,A,official page,2026-11-01,2026-11-01,Ani,Budi
`
	d, err := built().Import(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(d.For(Place{Country: "MM"}, today)); got != "kemlu_pwni kp2mi_intl kemlu_portal polri110" {
		t.Errorf("taken out: %s", got)
	}
	want := "• KBRI Kuala Lumpur +60 3 2116 4016 (telepon; diperiksa 1 Nov 2026)"
	if got := d.For(Place{Country: "MY", Town: "Selangor"}, today)[0].Line("id"); got != want {
		t.Errorf("added: got %s, want %s", got, want)
	}
	if e, _ := built().Entry("kbri_yangon"); e.ID == "" {
		t.Error("the built-in directory was changed")
	}
}
