package taskforce

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"siaga/internal/casework"
	"siaga/internal/region"
)

func seedRegister(t testing.TB) *Register {
	t.Helper()
	r, err := NewRegister(Seed())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheRegisterHasARowForEveryRegionFormedOrNot(t *testing.T) {
	t.Parallel()
	r := seedRegister(t)
	if n := len(r.All()); n != 1+38+514 {
		t.Errorf("got %d rows", n)
	}
	if f, ok := r.Force("53.05"); !ok || f.Formed || f.Name != "Gugus Tugas PP TPPO Kabupaten Alor" || r.Live("53.05") {
		t.Errorf("got %+v", f)
	}
	if !r.Live("53.02") || len(r.OnDuty("53.02")) != 2 || len(r.Seats("53.02")) != 4 {
		t.Errorf("got %+v", r.Seats("53.02"))
	}
	if s, ok := r.Seat("53.02/duty/2"); !ok || s.Title != "Petugas piket 2" {
		t.Errorf("got %+v", s)
	}
	if r.All()[0].Code != Pusat || len(r.AllSeats()) != 4*(1+38+8) {
		t.Error("pusat comes first, all seats are listed")
	}
}

func TestAnEmptyInstallationHasARegisterOfUnformedTaskForces(t *testing.T) {
	t.Parallel()
	r, err := NewRegister(nil, nil)
	if err != nil || len(r.All()) != 553 || r.Live(Pusat) {
		t.Errorf("got %v", err)
	}
}

func TestOnlySomebodyLinkedReachableAndOnDutyAnswers(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Seat){
		"off duty": func(s *Seat) { s.OnDuty = false }, "empty seat": func(s *Seat) { s.Officer = nil },
		"blocked the bot": func(s *Seat) { o := *s.Officer; o.Reachable = false; s.Officer = &o }} {
		forces, seats := Seed()
		for i := range seats {
			if seats[i].TaskForce == "53.02" {
				spoil(&seats[i])
			}
		}
		if Load(forces, seats).Live("53.02") {
			t.Errorf("%s: still live", name)
		}
	}
}

const head = "code,name,formed,decree_no,decree_date,valid_until,cover,seat,role,title,on_duty,officer,nickname,rank,unit,username,phone,linked\n"

const goodCSV = head + `00,,ya
00,,,,,,,00/duty/1,duty,Piket,ya,Petugas A,,,Bareskrim,,,ya
53,,ya
53.02,,ya,SK 1,2025-01-31,,,
53.02,,,,,,,53.02/duty/1,duty,Piket,ya,Petugas B,Andi,Aiptu,Polres TTS,petugas_b,0812-3456-789,ya
`

// padded writes out the empty fields at the ends of the lines, as table programs do.
func padded(file string) string {
	lines := strings.Split(file, "\n")
	for i, l := range lines {
		if l != "" {
			lines[i] += strings.Repeat(",", max(0, strings.Count(lines[0], ",")-strings.Count(l, ",")))
		}
	}
	return strings.Join(lines, "\n")
}

func TestABadRegisterIsRefusedWithLineAndReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, csv, line, reason string }{
		{"unknown code", goodCSV + "53.99,,ya\n", "line 7:", "no code"},
		{"two rows for one region", goodCSV + "53.02,,ya\n", "line 7:", "a row already, in line 5"},
		{"officer in two places by username", goodCSV + "53,,,,,,,53/duty/1,duty,P,ya,X,,,,@Petugas_B,,ya\n", "line 7:", "sits in line 6 already"},
		{"officer in two places by phone", goodCSV + "53,,,,,,,53/duty/1,duty,P,ya,X,,,,,+62 812 3456 789,ya\n", "line 7:", "sits in line 6 already"},
		{"one seat twice", goodCSV + "53.02,,,,,,,53.02/duty/1,duty,P,ya\n", "line 7:", "line 6 already"},
		{"circular cover", goodCSV + "53.03,,ya,,,,53.05\n53.05,,ya,,,,53.03\n", "line 7:", "53.03 -> 53.05 -> 53.03"},
		{"cover through the province", goodCSV + "52,,ya,,,,52.01\n52.01,,ya\n", "line 7:", "52 -> 52.01 -> 52"},
		{"unknown cover", goodCSV + "52,,ya,,,,77\n", "line 7:", "covered by"},
		{"no row of pusat", head + "53,,ya\n53,,,,,,,53/duty/1,duty,P,ya\n", "line 1:", "pusat"},
		{"pusat without a seat", head + "00,,ya\n53,,ya\n", "line 2:", "pusat"},
		{"seat of nobody", goodCSV + "52,,,,,,,52/duty/1,duty,P,ya\n", "line 7:", "no row"},
		{"seat of another", goodCSV + "53,,,,,,,52/duty/1,duty,P,ya\n", "line 7:", "named after"},
		{"unknown role", goodCSV + "53,,,,,,,53/boss/1,boss,P,ya\n", "line 7:", "unknown role"},
		{"yes or no", goodCSV + "53.03,,maybe\n", "line 7:", "ya or tidak"},
		{"a day", goodCSV + "53.03,,ya,SK,31/01/2025\n", "line 7:", "a day like"},
		{"ends before it begins", goodCSV + "53.03,,ya,SK,2025-01-31,2024-01-31\n", "line 7:", "before it begins"},
		{"unknown column", "code,colour\n00,red\n", "line 1:", "colour"},
		{"no code column", "name\nx\n", "line 1:", "code"},
		{"too many fields", "code,name\n00,x,y\n", "line 2:", "fields"},
		{"not CSV", goodCSV + "53.03,\"abc\n", "line 7:", "CSV"},
		{"empty", "", "line 1:", "empty"},
		{"only a byte order mark", "\ufeff", "line 1:", "empty"},
		{"raw: a line cut short", padded(goodCSV) + "53.03,,ya\n", "line 7:", "has 3 fields, the first line 18"},
		{"officer in two places by name", goodCSV + "53,,,,,,,53/duty/1,duty,P,ya,Rina,,,Polda\n53,,,,,,,53/duty/2,duty,P,ya,rina,,,POLDA\n", "line 8:", "line 7 already"},
		{"cover of pusat", strings.Replace(goodCSV, "00,,ya\n", "00,,ya,,,,53\n", 1), "line 2:", "pusat covers"},
		{"not UTF-8", goodCSV + "53.03,\xe9,ya\n", "line 7:", "UTF-8"},
		{"zero bytes", goodCSV + "53.03,\x00,ya\n", "line 7:", "UTF-8"},
		{"too large", goodCSV + strings.Repeat("53.03,,ya\n", 600_000), "line", "4 MiB"},
	} {
		file := padded(c.csv)
		if strings.HasPrefix(c.name, "raw: ") {
			file = c.csv
		}
		forces, seats, err := ParseCSV(strings.NewReader(file))
		if err == nil || !strings.Contains(err.Error(), c.line) || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: got %v, want %q … %q", c.name, err, c.line, c.reason)
		}
		if forces != nil || seats != nil {
			t.Errorf("%s: half imported", c.name)
		}
	}
}

func TestTheFormsInWhichTablesAreSaved(t *testing.T) {
	t.Parallel()
	good := padded(goodCSV)
	for name, file := range map[string]string{
		"Windows line ends": strings.ReplaceAll(good, "\n", "\r\n"),
		"byte order mark":   "\ufeff" + good,
		"quoted header":     "\ufeff\"code\"" + strings.TrimPrefix(good, "code"),
		"semicolons":        strings.ReplaceAll(good, ",", ";"),
		"Excel":             "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(good, ",", ";"), "\n", "\r\n"),
		"tabs":              strings.ReplaceAll(good, ",", "\t"),
	} {
		forces, seats, err := ParseCSV(strings.NewReader(file))
		if err != nil || len(forces) != 3 || len(seats) != 2 || seats[1].Officer.Phone != "0812-3456-789" {
			t.Errorf("%s: %d task forces, %d seats, %v", name, len(forces), len(seats), err)
		}
	}
}

func TestOnlyTheFirstProblemsAreListed(t *testing.T) {
	t.Parallel()
	_, _, err := ParseCSV(strings.NewReader(padded(goodCSV + strings.Repeat("53.99,,ya\n", 500))))
	if err == nil || strings.Count(err.Error(), "\n") != maxListed+1 || !strings.Contains(err.Error(), "and 480 more") {
		t.Errorf("got %v", err)
	}
}

func TestNewRegisterRefusesWhatTheFileWouldToo(t *testing.T) {
	t.Parallel()
	forces, seats := Seed()
	_, err := NewRegister(append(forces, forces[3]), seats)
	var bad BadRegister
	if !errors.As(err, &bad) || len(bad) != 1 || bad[0].Line != len(forces)+1 {
		t.Errorf("got %v", err)
	}
	if _, err := NewRegister(forces[1:], seats[4:]); err == nil {
		t.Error("a register without pusat was taken")
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	forces, seats, err := ParseCSV(strings.NewReader(padded(goodCSV)))
	if err != nil {
		t.Fatal(err)
	}
	if len(forces) != 3 || len(seats) != 2 || seats[1].Officer.Nickname != "Andi" || forces[2].DecreeNo != "SK 1" {
		t.Fatalf("got %+v %+v", forces, seats)
	}
	seedForces, seedSeats := Seed()
	for i := range seedSeats {
		seedSeats[i].Officer.ID = "" // never written
	}
	for _, set := range []struct {
		f []TaskForce
		s []Seat
	}{{forces, seats}, {seedForces, seedSeats}} {
		var b bytes.Buffer
		if err := WriteCSV(&b, set.f, set.s); err != nil {
			t.Fatal(err)
		}
		f, s, err := ParseCSV(&b)
		if err != nil || !reflect.DeepEqual(f, set.f) || !reflect.DeepEqual(s, set.s) {
			t.Errorf("not the same again: %v", err)
		}
	}
}

func TestCoverGoesUpwards(t *testing.T) {
	t.Parallel()
	forces, seats := Seed()
	forces = append(forces, TaskForce{Code: "53.05", Cover: "53.21"})
	r := Load(forces, seats)
	for from, want := range map[region.Code]string{"53.02": "[53 00]", "53": "[00]", Pusat: "[]", "53.05": "[53.21 53 00]"} {
		if got := r.CoverChain(from); codes(got) != want {
			t.Errorf("%s: got %s, want %s", from, codes(got), want)
		}
	}
}

func codes(list []region.Code) string {
	var s []string
	for _, c := range list {
		s = append(s, string(c))
	}
	return "[" + strings.Join(s, " ") + "]"
}

func TestNeighboursAreNearAndOfTheSameLevel(t *testing.T) {
	t.Parallel()
	got := seedRegister(t).Neighbours("53.21", 2) // Malaka lies between Belu and TTU
	if codes(got) != "[53.04 53.03]" && codes(got) != "[53.03 53.04]" {
		t.Errorf("got %s", codes(got))
	}
	if len(seedRegister(t).Neighbours("99.99", 2)) != 0 {
		t.Error("an unknown code has no neighbours")
	}
}

func FuzzParseCSV(f *testing.F) {
	f.Add(padded(goodCSV))
	f.Add(padded(head + "00,,ya\n00,,,,,,,00/duty/1,duty,P,ya\n53.03,,ya,,,,53.03\n"))
	f.Fuzz(func(t *testing.T, file string) {
		forces, seats, err := ParseCSV(strings.NewReader(file))
		if err != nil {
			return
		}
		r, err := NewRegister(forces, seats)
		if err != nil {
			t.Fatalf("read but refused: %v", err)
		}
		for _, row := range r.All() {
			if chain := r.CoverChain(row.Code); row.Code != Pusat && chain[len(chain)-1] != Pusat {
				t.Fatalf("%s does not end at pusat", row.Code)
			}
		}
	})
}

func TestTheClocksOfThePriorities(t *testing.T) {
	t.Parallel()
	r, now := seedRegister(t), t0
	var said []string
	for _, s := range r.Steps("53.02", casework.Imminent, nil, now) {
		said = append(said, s.At.Sub(now).String()+" "+s.What+" "+string(s.Who))
	}
	want := "15m0s next_seat 53.02|30m0s next_task_force 53|1h0m0s next_task_force 00|1h30m0s alarm 00"
	if got := strings.Join(said, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if ClockFor("nonsense") != ClockFor(casework.Imminent) {
		t.Error("an unknown priority must be the strictest")
	}
}
