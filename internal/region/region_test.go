package region

import "testing"

func TestCodeLevels(t *testing.T) {
	t.Parallel()
	for code, want := range map[Code]Level{
		"53": ProvinceLevel, "53.02": RegencyLevel, "53.02.01": DistrictLevel,
		"": NoLevel, "00": NoLevel, "5": NoLevel, "53.": NoLevel, "53.0": NoLevel, "5302": NoLevel, "53-02": NoLevel,
		"53.02.01.2001": NoLevel, "a3": NoLevel, "53.02.": NoLevel, "５３": NoLevel,
	} {
		if got := code.Level(); got != want {
			t.Errorf("Code(%q).Level() = %d, want %d", code, got, want)
		}
	}
}

func TestCodeParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, province, regency, parent Code }{
		{"53", "53", "", ""},
		{"53.02", "53", "53.02", "53"},
		{"53.02.01", "53", "53.02", "53.02"},
		{"junk", "", "", ""},
		{"00", "", "", ""},
	} {
		if p, r, up := c.code.Province(), c.code.Regency(), c.code.Parent(); p != c.province || r != c.regency || up != c.parent {
			t.Errorf("%q: province %q, regency %q, parent %q; want %q, %q, %q", c.code, p, r, up, c.province, c.regency, c.parent)
		}
	}
}

func TestCodeWithin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code, other Code
		want        bool
	}{
		{"53.02.01", "53", true}, {"53.02.01", "53.02", true}, {"53.02", "53.02", true},
		{"53", "53.02", false}, {"53.02", "52", false}, {"53.02", "", false}, {"53.02", "5", false},
	} {
		if got := c.code.Within(c.other); got != c.want {
			t.Errorf("Code(%q).Within(%q) = %v, want %v", c.code, c.other, got, c.want)
		}
	}
}
