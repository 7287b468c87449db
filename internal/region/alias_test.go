package region

import (
	"slices"
	"strings"
	"testing"
)

func allAliases(t *testing.T) map[string][]alias {
	t.Helper()
	all := map[string][]alias{}
	for file, list := range map[string]string{"names.txt": aliasNames, "towns.txt": aliasTowns, "sites.txt": aliasSites, "abroad.txt": aliasAbroad} {
		rows, err := parseAliases(list)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[file] = rows
	}
	return all
}

func TestAliasesPointToPlaces(t *testing.T) {
	t.Parallel()
	g := Default()
	for file, rows := range allAliases(t) {
		for _, a := range rows {
			for _, code := range a.codes {
				if code[0] >= 'A' {
					if _, ok := g.Country(code); !ok || file != "abroad.txt" {
						t.Errorf("%s: %q: country %q", file, a.name, code)
					}
				} else if p, ok := g.Lookup(Code(code)); !ok || p.Kind == Kecamatan {
					t.Errorf("%s: %q: no such regency or province: %q", file, a.name, code)
				}
			}
			if _, ok := g.Town(a.codes[0], a.town); a.town != "" && !ok {
				t.Errorf("%s: %q: town %q is not in the gazetteer", file, a.name, a.town)
			}
		}
	}
}

// A name stands in one row, and means what that row says and nothing else: two places only where the row names both.
func TestAliasesMeanOnePlace(t *testing.T) {
	t.Parallel()
	r := testResolver()
	declared := map[string][]string{}
	for _, rows := range allAliases(t) {
		for _, a := range rows {
			key := foldName(a.name)
			for _, c := range a.codes {
				if !slices.Contains(declared[key], c) && len(declared[key]) > 0 && len(a.codes) == 1 {
					t.Errorf("%q means %v in one row and %v in another", a.name, declared[key], a.codes)
				}
			}
			declared[key] = append(declared[key], a.codes...)
		}
	}
	for key, codes := range declared {
		slices.Sort(codes)
		codes = slices.Compact(codes)
		if got := r.codes(key); !slices.Equal(got, codes) && len(got) > len(codes) {
			t.Errorf("%q means %v, but the lists say %v", key, got, codes)
		}
	}
}

func foldName(name string) string {
	var s scan
	s.split(name)
	for i := range s.toks {
		s.join = glue(s.join, s.word(&s.toks[i]))
	}
	return string(s.join)
}

func TestEveryRegencyHasATown(t *testing.T) {
	t.Parallel()
	r := testResolver()
	towns := map[string][]string{}
	for _, a := range allAliases(t)["towns.txt"] {
		for _, c := range a.codes {
			towns[c] = append(towns[c], a.name)
		}
	}
	for p := range r.g.AllRegencies() {
		names := towns[string(p.Code)]
		if p.Kind == Kota {
			names = []string{p.Name}
		}
		if len(names) == 0 {
			t.Errorf("%s %s has no town", p.Code, p.Name)
			continue
		}
		for _, text := range []string{names[0], "saya di " + names[0] + ", tolong"} {
			if !slices.Contains(answerCodes(r.Resolve(text)), string(p.Code)) {
				t.Errorf("%q: got %v, want %s", text, answerCodes(r.Resolve(text)), p.Code)
			}
		}
	}
}

func TestParseAliasesSaysWhere(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]string{
		"# c\n11.01\ttown": "line 2: 2 fields", "11.01\tcity\tX": `line 1: unknown class "city"`,
	} {
		if _, err := parseAliases(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", list, err, want)
		}
	}
	if err := parseCues("hre\tdi\n", map[string]cue{}); err == nil {
		t.Error("an unknown cue was accepted")
	}
}

// TestOfficialNames resolves every official name, in the forms of letters and forms of people.
func TestOfficialNames(t *testing.T) {
	t.Parallel()
	r := testResolver()
	wrong := 0
	check := func(text string, want Code) {
		if a := r.Resolve(text); len(a.Candidates) != 1 || a.Candidates[0].Place.Code != want {
			wrong++
			t.Errorf("%q: got %v, want %s", text, answerCodes(a), want)
		}
	}
	for p := range r.g.AllRegencies() {
		check(p.Name, p.Code)
		check(strings.ToUpper(p.Name), p.Code)
		check("Saya tinggal di "+p.Name+".", p.Code)
		check(strings.Replace(p.Name, "Kabupaten", "kab.", 1), p.Code)
	}
	for _, p := range r.g.Provinces() {
		check(p.Name, p.Code)
	}
}

// TestEveryDistrict resolves every kecamatan written with its regency, as an address is.
func TestEveryDistrict(t *testing.T) {
	t.Parallel()
	r := testResolver()
	n, wrong, alone := 0, 0, 0
	for d := range r.g.AllDistricts() {
		p, _ := r.g.Lookup(d.Parent)
		n++
		if a := r.Resolve("kec. " + d.Short + ", " + p.Name); len(a.Candidates) != 1 || a.Candidates[0].Place.Code != p.Code {
			wrong++
			t.Logf("kec. %s, %s: got %v", d.Short, p.Name, answerCodes(a))
		}
		if a := r.Resolve("saya di kecamatan " + d.Short); !slices.Contains(answerCodes(a), string(p.Code)) {
			alone++
		}
	}
	t.Logf("%d kecamatan: %d wrong with their regency, %d not among the answers alone", n, wrong, alone)
	if wrong > n/200 || alone > n/25 {
		t.Errorf("too many")
	}
}
