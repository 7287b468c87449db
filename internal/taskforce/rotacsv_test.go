package taskforce

import (
	"bytes"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"siaga/internal/casework"
)

func TestARotaReadsBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	reg := off()
	seats := reg.AllSeats()
	want := map[casework.SeatID]Week{}
	for i, s := range seats {
		want[s.ID] = Week(i * 7919 % int(AllWeek+1))
	}
	want[seats[0].ID], want[seats[1].ID] = 0, AllWeek
	reg = reg.WithRota(Rota{Weeks: want})
	var out bytes.Buffer
	if err := WriteRota(&out, reg, seats); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"as written": out.String(), "from a spreadsheet": "\ufeff" + strings.ReplaceAll(strings.ReplaceAll(out.String(), ",", ";"), "\n", "\r\n")} {
		got, err := ParseRota(strings.NewReader(file), reg)
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v, %d weeks of %d", name, err, len(got), len(want))
		}
	}
}

func TestABadRotaNamesEveryLineAndIsNotReadAtAll(t *testing.T) {
	t.Parallel()
	reg := off()
	id := string(reg.AllSeats()[0].ID)
	head := strings.Join(RotaColumns(), ",") + "\n"
	for name, row := range map[string]struct{ file, want string }{
		"empty":          {"", "line 1"},
		"no sunday":      {"seat,mon,tue,wed,thu,fri,sat\n", `"sun" is missing`},
		"a strange day":  {"seat,mon,tue,wed,thu,fri,sat,sun,senin\n", `"senin"`},
		"a strange seat": {head + id + ",morning,,,,,,\n99/duty/1,,,,,,,\n", `line 3: there is no seat "99/duty/1"`},
		"a wrong shift":  {head + id + ",morning pagi,,,,,,\n", `line 2: mon has "pagi"`},
		"a seat twice":   {head + id + ",,,,,,,\n" + id + ",,,,,,,\n", "line 3: seat " + id + " stands in line 2"},
		"a short row":    {head + id + ",morning\n", "line 2: has 2 fields"},
		"two problems":   {head + "x,,,,,,,\ny,,,,,,,\n", "line 3"},
		"an open quote":  {head + "\"" + id + ",,,,,,,\n", "not readable as CSV"},
	} {
		weeks, err := ParseRota(strings.NewReader(row.file), reg)
		var bad BadRegister
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), row.want) || weeks != nil {
			t.Errorf("%s: got %v, want %q", name, err, row.want)
		}
	}
	weeks, err := ParseRota(strings.NewReader(head+id+",MORNING  night,,,,,,\n"), reg)
	if w := weeks[casework.SeatID(id)]; err != nil || !w.Has(time.Monday, Morning) || !w.Has(time.Monday, Night) || w.Has(time.Monday, Afternoon) {
		t.Errorf("got %v %v", weeks, err)
	}
}
