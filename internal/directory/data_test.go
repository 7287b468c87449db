package directory

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"siaga/internal/region"
)

// built is the directory of this build, read once.
var built = sync.OnceValue(Default)

func TestEveryNumberHasItsForm(t *testing.T) {
	t.Parallel()
	entries := built().Entries()
	if len(entries) != 71 {
		t.Errorf("got %d entries, want the 71 with a good source", len(entries))
	}
	international := regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	for _, e := range entries {
		switch {
		case e.Number == "" && e.Web == "":
			t.Errorf("%s: neither number nor web", e.ID)
		case e.FromAbroad && e.Number != "" && !international.MatchString(e.Number):
			t.Errorf("%s: %q is said to work from abroad", e.ID, e.Number)
		}
		if e.Source == "" || e.Name == "" || e.Country == "" {
			t.Errorf("%s: source, name or country missing", e.ID)
		}
		if !slices.Contains([]Confidence{A, AMinus, BPlus, B}, e.Confidence) {
			t.Errorf("%s: confidence %q may not be shown", e.ID, e.Confidence)
		}
		if e.VerifiedAt != "" || e.VerifiedBy != "" || e.Confirmed != "" {
			t.Errorf("%s: says that a human verified it; only the operator's list may", e.ID)
		}
	}
}

// Digits that are contradicted, too old, or known to be wrong in print must not be reachable by any way.
func TestNumbersThatMustNotOccur(t *testing.T) {
	t.Parallel()
	never := map[string]string{
		"+65929031103": "Bangkok with Singapore's code", "+88690132000": "Taipei, a digit short", "+60198226800": "Tawau, a digit changed",
		"+601112223333": "invented", "150030": "invented", "+622129243333": "invented",
		"+60175007047": "Kuala Lumpur, contradicted", "+60176688032": "Kuala Lumpur, contradicted", "+60321164016": "Kuala Lumpur, not re-checked",
		"148": "LPSK, contradicted", "1500148": "LPSK, contradicted", "1500771": "TePSA of 2016", "171": "unverified", "112": "unverified", "02157951275": "IOM",
		"+622157951275": "IOM", "15999": "Malaysia 2010", "+966569173990": "Riyadh 2020", "+966569094526": "Riyadh 2020",
		"+971566156259": "Abu Dhabi 2020", "+971563322611": "Dubai 2020", "+971564170333": "Dubai 2020", "+96896000210": "Muscat 2020",
		"+9615924676": "Beirut, contradicted", "+989024668889": "Tehran, contradicted", "+989914668845": "Tehran, contradicted",
		"+6285720305600": "appointments only",
	}
	for _, e := range built().Entries() {
		if why, bad := never[e.Number]; bad {
			t.Errorf("%s carries %s: %s", e.ID, e.Number, why)
		}
	}
}

// The digits of the numbers most used, typed a second time from the sources.
func TestDigits(t *testing.T) {
	t.Parallel()
	d := built()
	for id, want := range map[string]string{
		"polri110": "110", "sapa129": "129", "sapa129wa": "+628111129129", "kp2mi_tollfree": "08001000", "kp2mi_intl": "+622129244800",
		"kemlu_pwni": "+6281290070027", "kemnaker": "1500630", "propam": "+6285555554141", "lpsk_wa": "+6285770010048", "lpsk_office": "+622129681560",
		"kbri_phnom_penh": "+85512813282", "kbri_bangkok": "+66929031103", "kbri_yangon": "+9595037055", "kjri_johor_bahru": "+60105288040",
		"kjri_penang": "+60109491859", "kjri_kuching": "+60168866734", "kjri_kota_kinabalu": "+60146060067", "kri_tawau": "+60198228800",
		"kjri_hong_kong": "+85252422240", "kjri_hong_kong_panic": "+85267730466", "kdei_taipei": "+886901132000", "kdei_taipei_2": "+886987587000",
		"tw_1955": "1955", "hk_labour": "+85221579537", "kbri_ankara": "+905321352298", "kjri_istanbul": "+905344535611", "kjri_jeddah": "+966503609667",
		"kbri_seoul": "+821053942546", "kbri_tokyo": "+818035068612", "kbri_amman": "+962779150407",
	} {
		if e, ok := d.Entry(id); !ok || e.Number != want {
			t.Errorf("%s: got %q, want %q", id, e.Number, want)
		}
	}
}

func TestMissionsAreThoseOfTheConsularTable(t *testing.T) {
	t.Parallel()
	d := built()
	for _, id := range region.Missions() {
		e, ok := d.Entry(id)
		if ok == slices.Contains(d.Missing(), id) {
			t.Errorf("%s: found %v, missing says the same", id, ok)
		}
		if ok && e.Mission != id {
			t.Errorf("%s: its first row says mission %q", id, e.Mission)
		}
	}
	want := "kbri_kuala_lumpur kri_songkhla kbri_beirut kbri_tehran kbri_port_moresby"
	if got := strings.Join(d.Missing(), " "); got != want {
		t.Errorf("without a number: got %s, want %s", got, want)
	}
}
