package directory

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// good is an entry without any fault.
func good() Entry {
	e, _ := built().Entry("kbri_yangon")
	e.line = 0
	return e
}

func TestCheckFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	wrong := map[string]string{"+9595037056": "planted"}
	for name, c := range map[string]struct {
		plant func(*Entry)
		field string
		kind  ProblemKind
	}{
		"no name":                {func(e *Entry) { e.Name = "" }, "name", Lacking},
		"no source":              {func(e *Entry) { e.Source = "" }, "source", Lacking},
		"name breaks the line":   {func(e *Entry) { e.Name = "KBRI\n• Polisi 0812" }, "name", Form},
		"name turns the text":    {func(e *Entry) { e.Name = "KBRI \u202e" }, "name", Form},
		"blank before a name":    {func(e *Entry) { e.Name = " KBRI Yangon" }, "name", Form},
		"name too long":          {func(e *Entry) { e.Name = strings.Repeat("K", 31) }, "name", Form},
		"neighbour's code":       {func(e *Entry) { e.Number, e.Print = "+6695037055", "+66 95037055" }, "number", Form},
		"a digit short":          {func(e *Entry) { e.Number, e.Print = "+95950370", "+95 950370" }, "number", Form},
		"digits too many":        {func(e *Entry) { e.Number, e.Print = "+959503705512345", "+95 9503705512345" }, "number", Form},
		"no E.164":               {func(e *Entry) { e.Number, e.Print = "+0595037055", "+0595037055" }, "number", Form},
		"short from abroad":      {func(e *Entry) { e.Number, e.Print = "1955", "1955" }, "number", Form},
		"country without plan":   {func(e *Entry) { e.Country = "XX" }, "number", Form},
		"known to be wrong":      {func(e *Entry) { e.Number, e.Print = "+9595037056", "+95 9 503 7056" }, "number", Form},
		"print differs":          {func(e *Entry) { e.Print = "+95 9 503 7065" }, "print", Form},
		"print with words":       {func(e *Entry) { e.Print = "+95 9 503 7055 (rumah)" }, "print", Form},
		"confidence C":           {func(e *Entry) { e.Confidence = "C" }, "confidence", Form},
		"confidence U":           {func(e *Entry) { e.Confidence = "U" }, "confidence", Form},
		"no confidence":          {func(e *Entry) { e.Confidence = "" }, "confidence", Form},
		"unknown kind":           {func(e *Entry) { e.Kind, e.Mission = "ngo", "" }, "kind", Form},
		"unknown mission":        {func(e *Entry) { e.Mission = "kbri_atlantis" }, "mission", Form},
		"mission without id":     {func(e *Entry) { e.ID = "yangon" }, "mission", Lacking},
		"mission missing":        {func(e *Entry) { e.Mission = "" }, "mission", Lacking},
		"no channels":            {func(e *Entry) { e.Channels = nil }, "channels", Lacking},
		"unknown channel":        {func(e *Entry) { e.Channels = []Channel{Voice, "fax"} }, "channels", Form},
		"web without address":    {func(e *Entry) { e.Channels = []Channel{Voice, Web} }, "channels", Lacking},
		"hours of its own":       {func(e *Entry) { e.Hours = "always" }, "hours", Form},
		"country in full":        {func(e *Entry) { e.Country = "Myanmar" }, "country", Form},
		"always for a mission":   {func(e *Entry) { e.Always = true }, "always", Form},
		"impossible day":         {func(e *Entry) { e.SourceDate = "2026-02-30" }, "source_date", Form},
		"verified in a month":    {func(e *Entry) { e.VerifiedAt, e.VerifiedBy = "2026-10", "Ani" }, "verified_at", Form},
		"verified by nobody":     {func(e *Entry) { e.VerifiedAt = "2026-11-01" }, "verified_by", Lacking},
		"confirmed by the same":  {func(e *Entry) { e.VerifiedAt, e.VerifiedBy, e.Confirmed = "2026-11-01", "Ani W", " ani  w" }, "confirmed_by", Form},
		"about in one language":  {func(e *Entry) { e.About = "kantor" }, "about_en", Lacking},
		"never verified":         {func(*Entry) {}, "verified_at", Stale},
		"verified in the future": {func(e *Entry) { e.VerifiedAt, e.VerifiedBy, e.Confirmed = "2026-12-01", "Ani", "Budi" }, "verified_at", Form},
		"verified long ago":      {func(e *Entry) { e.VerifiedAt, e.VerifiedBy, e.Confirmed = "2026-08-01", "Ani", "Budi" }, "verified_at", Stale},
		"one person alone":       {func(e *Entry) { e.VerifiedAt, e.VerifiedBy = "2026-11-01", "Ani" }, "confirmed_by", Stale},
		"source without a date":  {func(e *Entry) { e.SourceDate = "" }, "source_date", Undated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := good()
			c.plant(&e)
			problems := (&Directory{entries: []Entry{e}, wrong: wrong}).Check(today)
			if !slices.ContainsFunc(problems, func(p Problem) bool { return p.ID == e.ID && p.Field == c.field && p.Kind == c.kind }) {
				t.Errorf("want %s at %s, got %v", c.kind, c.field, problems)
			}
		})
	}
}

func TestCheckFindsDuplicates(t *testing.T) {
	t.Parallel()
	a, b := good(), good()
	b.ID = "kbri_yangon_2"
	for _, d := range []Directory{{entries: []Entry{a, a}}, {entries: []Entry{a, b}}} {
		if got := (&d).Check(today); !slices.ContainsFunc(got, func(p Problem) bool { return p.Kind == Duplicate }) {
			t.Errorf("got %v", got)
		}
	}
}

func TestCheckOfThisBuild(t *testing.T) {
	t.Parallel()
	count := map[ProblemKind]int{}
	for _, p := range built().Check(today) {
		count[p.Kind]++
	}
	if count[Form]+count[Lacking]+count[Duplicate] != 0 || count[Stale] != 71 || count[NoNumber] != 5 || count[Undated] == 0 {
		t.Errorf("got %v; want no faults, every number unverified, five missions without one", count)
	}
	e := good()
	e.VerifiedAt, e.VerifiedBy, e.Confirmed = "2026-11-01", "Ani", "Budi"
	if got := (&Directory{entries: []Entry{e}}).Check(today); slices.ContainsFunc(got, func(p Problem) bool { return p.ID == e.ID }) {
		t.Errorf("a number just verified: %v", got)
	}
}

func TestParseTellsLineAndID(t *testing.T) {
	t.Parallel()
	source := string(numbers)
	broken := strings.Replace(source, `number = "+9595037055"`, `number = "+6595037055"`, 1)
	_, err := Parse(strings.NewReader(broken))
	refused, ok := errors.AsType[Refused](err)
	if !ok || len(refused) != 2 { // the number and its printed form
		t.Fatalf("got %v", err)
	}
	p := refused[0]
	if line := strings.Split(broken, "\n")[p.Line]; p.ID != "kbri_yangon" || p.Field != "number" || line != `id = "kbri_yangon"` {
		t.Errorf("got %+v, at %q", p, line)
	}
	for name, text := range map[string]string{"syntax": "[[entry]]\nid = ", "unknown field": "[[entry]]\nid = \"x\"\nphone = \"110\"\n",
		"wrong type": "[[entry]]\nid = 110\n", "too large": strings.Repeat("# \n", maxFile/3+1)} {
		if _, err := Parse(strings.NewReader(text)); err == nil {
			t.Errorf("%s: accepted", name)
		} else if _, ok := errors.AsType[Refused](err); !ok {
			t.Errorf("%s: got %T %v", name, err, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(string(numbers[:4000]))
	f.Add("[[entry]]\nid = \"polri110\"\nnumber = \"\"\n")
	f.Add("[[wrong]]\nnumber = \"1\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		if got := len(Lines("id", d.For(Place{Country: "TW"}, today))); got > 4*Longest {
			t.Errorf("%d bytes of lines", got)
		}
	})
}
