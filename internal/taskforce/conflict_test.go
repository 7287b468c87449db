package taskforce

import (
	"os"
	"slices"
	"strings"
	"testing"

	"siaga/internal/casework"
	"siaga/internal/private"
)

func roster(t testing.TB) *Register {
	t.Helper()
	file, err := os.Open("testdata/roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := NewRegister(mustParse(ParseCSV(file)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustParse(f []TaskForce, s []Seat, err error) ([]TaskForce, []Seat) {
	if err != nil {
		panic(err)
	}
	return f, s
}

type labelled struct {
	text string
	seat casework.SeatID // "-": nobody
}

// labelledTexts reads the set; the held-out third is every third line.
func labelledTexts(t *testing.T) (tuned, held []labelled) {
	t.Helper()
	for i, l := range readLabelled(t, "testdata/conflicts.tsv") {
		if i%3 == 2 {
			held = append(held, l)
		} else {
			tuned = append(tuned, l)
		}
	}
	return tuned, held
}

func readLabelled(t *testing.T, name string) (list []labelled) {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for row := range strings.Lines(string(file)) {
		if seat, text, ok := strings.Cut(strings.TrimSpace(row), "\t"); ok && !strings.HasPrefix(row, "#") {
			list = append(list, labelled{text, casework.SeatID(seat)})
		}
	}
	return list
}

// score counts what was found and what was found in texts that name nobody, and lists the failures.
func score(reg *Register, set []labelled) (found, meant, wrong, nobody int, failures []string) {
	for _, l := range set {
		got := Conflicts([]string{l.text}, reg)
		if l.seat == "-" {
			nobody++
			if len(got) > 0 {
				wrong++
				failures = append(failures, "false: "+l.text+" -> "+string(got[0].Seat)+" "+got[0].How)
			}
			continue
		}
		meant++
		if slices.ContainsFunc(got, func(m Match) bool { return m.Seat == l.seat }) {
			found++
		} else {
			failures = append(failures, "missed: "+l.text+" ("+string(l.seat)+")")
		}
	}
	return found, meant, wrong, nobody, failures
}

func TestWhomAReportNamesIsRecognised(t *testing.T) {
	t.Parallel()
	reg := roster(t)
	tuned, held := labelledTexts(t)
	for _, s := range []struct {
		name string
		set  []labelled
		show bool
	}{{"tuned", tuned, true}, {"held out", held, false}, {"fresh", readLabelled(t, "testdata/conflicts_fresh.tsv"), false}} {
		found, meant, wrong, nobody, failures := score(reg, s.set)
		t.Logf("%s: recall %d/%d = %.1f %%, false on texts naming nobody %d/%d", s.name, found, meant, 100*float64(found)/float64(meant), wrong, nobody)
		if s.show {
			t.Log(strings.Join(failures, "\n"))
		}
		if 100*found < 95*meant {
			t.Errorf("%s: recall %d of %d is under 95 %%", s.name, found, meant)
		}
		if 100*wrong > 20*nobody {
			t.Errorf("%s: %d of %d texts naming nobody matched somebody", s.name, wrong, nobody)
		}
	}
}

func TestAMatchSaysHowSureItIsAndWhetherTheHeadIsMeant(t *testing.T) {
	t.Parallel()
	reg := roster(t)
	for text, want := range map[string]Match{
		"nomornya 0812-3450-0001":   {"53.02/duty/1", "53.02", "phone", true, false},
		"kapolres tulungagung":      {"35.04/duty/2", "35.04", "unit", true, true},
		"bripka wawan":              {"32.12/duty/2", "32.12", "context", false, false},
		"kang dedi":                 {"32.12/duty/1", "32.12", "nickname", false, false},
		"yohanes taneo itu om saya": {"53.02/chair/1", "53.02", "name", true, true},
	} {
		if got := Conflicts([]string{text}, reg); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}

func TestColleaguesOfTheSameUnitAreMatchedToo(t *testing.T) {
	t.Parallel()
	forces, seats := Seed()
	o := Officer{Name: "Contoh Nama Panjang", Unit: "Polres Malaka", Reachable: true}
	seats = append(seats, Seat{ID: "53.21/subforce/1", TaskForce: "53.21", Role: Subforce, Officer: &o})
	got := Conflicts([]string{"contoh nama panjang"}, Load(forces, seats))
	if len(got) != 2 || got[0].Seat != "53.21/duty/1" || got[0].How != "colleague" {
		t.Errorf("got %+v", got)
	}
}

func FuzzConflicts(f *testing.F) {
	f.Add("yang jemput Bang Andi polsek")
	f.Add("\xff é 0812 3456 @@@ TTS")
	reg := roster(f)
	f.Fuzz(func(t *testing.T, text string) {
		a, b := Conflicts([]string{text}, reg), Conflicts([]string{text}, reg)
		if !slices.Equal(a, b) {
			t.Fatal("not deterministic")
		}
	})
}

// facts of a case in the officer's own region, where a missed match does harm.
func factsNear(seat casework.SeatID, said string, declared casework.YesNo) Facts {
	f := Facts{Priority: casework.Urgent, Official: declared, Said: []private.Text{private.NewText(said)}}
	if tf := seat.TaskForce(); tf != Pusat {
		f.Places = map[casework.PlaceRole]Spot{casework.VictimNow: {Code: tf}}
	}
	return f
}

func TestWhoIsNamedNeverSeesTheCaseAndADeclaredConflictAlwaysMovesIt(t *testing.T) {
	t.Parallel()
	reg := roster(t)
	tuned, held := labelledTexts(t)
	for _, l := range append(tuned, held...) {
		if l.seat == "-" {
			continue
		}
		said := Route(factsNear(l.seat, l.text, casework.Unknown), reg, t0)
		if k := (casework.Case{Excluded: said.Excluded}); !k.MayNotSee(l.seat.TaskForce(), l.seat) {
			t.Errorf("%q: %s may see it", l.text, l.seat)
		}
		declared := Route(factsNear(l.seat, "ada petugas terlibat", casework.Yes), reg, t0)
		if tf := l.seat.TaskForce(); tf != Pusat && declared.Lead == tf {
			t.Errorf("%s: declared, and still it leads", tf)
		}
	}
}

func BenchmarkConflicts(b *testing.B) {
	reg, text := Full(), []string{"waktu di pelabuhan ada ibu ibu imigrasi, namanya kalo ga salah siska, dia yg stempel paspor kami semua"}
	for b.Loop() {
		Conflicts(text, reg)
	}
}

func BenchmarkRoute(b *testing.B) {
	reg, f := Full(), Facts{Priority: casework.Urgent, Places: map[casework.PlaceRole]Spot{casework.VictimNow: {Code: "53.02"}}}
	for b.Loop() {
		Route(f, reg, t0)
	}
}

func BenchmarkLoad(b *testing.B) {
	forces, seats := Seed()
	for b.Loop() {
		Load(forces, seats)
	}
}

// TestNamesLooksForOneSeat tells the officer of one seat from a colleague's, in the story and in what was said of the official.
func TestNamesLooksForOneSeat(t *testing.T) {
	t.Parallel()
	seats := []Seat{
		{ID: "53.02/duty/1", TaskForce: "53.02", Role: Duty, Officer: &Officer{Name: "Yohanis Contohan"}},
		{ID: "53.02/duty/2", TaskForce: "53.02", Role: Duty, Officer: &Officer{Name: "Maria Contohina"}},
		{ID: "00/duty/1", TaskForce: Pusat, Role: Duty},
	}
	forces, _ := Seed()
	reg, err := NewRegister(forces, seats)
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]bool{"yang antar itu Yohanis Contohan": true, "maria contohina baik": false, "tidak ada nama": false} {
		f := Facts{Said: []private.Text{private.NewText(words)}}
		if got := Names(f, "53.02/duty/1", reg); got != want {
			t.Errorf("%q: got %v, want %v", words, got, want)
		}
		if got := Names(Facts{Who: private.NewText(words)}, "53.02/duty/1", reg); got != want {
			t.Errorf("who: %q: got %v, want %v", words, got, want)
		}
		if Names(f, "53.02/duty/9", reg) {
			t.Errorf("%q names a seat that is not there", words)
		}
	}
}
