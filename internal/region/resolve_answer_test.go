package region

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestAnswers shows what an answer holds: codes, whether it asks, the town and region abroad, and the reason in words.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"kab TTS", "ID 53.02 | singkatan TTS"},
		{"sy di kos dkt terminal purabaya", "ID 35.15 | stasiun atau terminal Purabaya di Sidoarjo"},
		{"ujung pandang", "ID 73.71 | nama lama Ujung Pandang"},
		{"aku nang Tlungagung", "ID 35.04 | sebutan Tlungagung"},
		{"surabya", "ID 35.78 | mungkin salah ketik dari Surabaya"},
		{"kec tebet", "ID 31.74 | kecamatan Tebet di Jakarta Selatan"},
		{"kecamatan lowokwaru", "ID 35.73 | kecamatan Lowokwaru di Malang"},
		{"malang", "ID 35.73 35.07 ask | nama kota"},
		{"jambi", "ID 15.71 15 ask | nama kota"},
		{"kec depok sleman", "ID 34.04 | kota atau tempat Depok Sleman di Sleman"},
		{"saya dari Indramayu sekarang di Jakarta Barat", "ID 31.73 | nama kota"},
		{"di kalimantan", "ID"},
		{"kamboja", "KH"},
		{"saya di miawadi", "MM Myawaddy/Kayin"},
		{"kerja di kluang johor", "MY /Johor"},
		{"di semporna sabah malaysia", "MY Semporna/Semporna"},
		{"saya malang sekali", ""},
		{"duduk di batu besar", ""},
		{"pak bima yang jemput", ""},
		{"makan soto lamongan di jember", "ID 35.09 | nama kabupaten"},
		{"bukan di malang tapi di kota batu", "ID 35.79 | nama kota"},
		{"jl surabaya no 3 kota malang", "ID 35.73 | nama kota"},
		{"sorong papua barat", "ID 96.71 96.01 ask | nama kota"},
		{"kota mana", ""},
		{"aman", ""},
		{"kota bharu", "MY Kota Bharu/Kelantan"},
		{"KOTABHARU", "MY Kota Bharu/Kelantan"},
		{"saya di johor bharu", "MY Johor Bahru/Johor"},
		{"kotabaru", "ID 63.02 | nama kabupaten"},
		{"mas jakarta barat", "ID 31.73 | nama kota"},
		{"tolong pak surabaya", "ID 35.78 | nama kota"},
		{"pak surabaya galak", ""},
		{"kapal ikan bitung", "ID 71.72 | nama kota"},
		{"orang medan yang jaga pintu", ""},
		{"saya orang medan, tolong", "ID 12.71 | nama kota"},
		{"nonton bali united", ""},
		{"saya dipanggil ke surabaya", "ID 35.78 | nama kota"},
		{"saya dipanggil polisi di garut", "ID 32.05 | nama kabupaten"},
		{"travel sinar bandung", ""},
		{"majikan arab saya galak", ""},
		{"", ""},
	} {
		if got := sayAnswer(testResolver().Resolve(c.text)); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func sayAnswer(a Answer) string {
	parts := []string{a.Country}
	if a.Town != "" || a.Area != "" {
		parts = append(parts, a.Town+"/"+a.Area)
	}
	for _, c := range a.Candidates {
		parts = append(parts, string(c.Place.Code))
	}
	if a.Ask {
		parts = append(parts, "ask")
	}
	if len(a.Candidates) > 0 {
		parts = append(parts, "| "+a.Candidates[0].Why)
	}
	return strings.Join(parts, " ")
}

// Town and Area of an answer lead to the mission of that place.
func TestAnswersLeadToMissions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"saya di kuching": "kjri_kuching", "di sarawak": "kjri_kuching", "lahad datu": "kri_tawau", "kota kinabalu": "kjri_kota_kinabalu",
		"jedah": "kjri_jeddah", "di dubay": "kjri_dubai", "hat yai": "kri_songkhla", "johor": "kjri_johor_bahru", "saya di fujian": "kjri_guangzhou",
	} {
		a := testResolver().Resolve(text)
		if got, sure := Mission(a.Country, a.Town, a.Area); got != want || !sure {
			t.Errorf("%q: %s %q %q leads to %s (sure %v), want %s", text, a.Country, a.Town, a.Area, got, sure, want)
		}
	}
}

// Letters, case, spacing and length must not change an answer.
func TestSpelling(t *testing.T) {
	t.Parallel()
	r := testResolver()
	for _, text := range []string{"KAB. TTS", "kab.tts", "Kab TTS!!", "kab   tts", "ｋａｂ ｔｔｓ", "kab tts\n\n", "Kabupaten So’e"} {
		if got := answerCodes(r.Resolve(text)); !slices.Equal(got, []string{"53.02"}) {
			t.Errorf("%q: got %v", text, got)
		}
	}
	long := strings.Repeat("tolong saya takut sekali. ", 2000) + "di Surabaya"
	if a := r.Resolve(long); a.Country != "" {
		t.Errorf("what stands after the limit of length was read: %v", a)
	}
	if a := r.Resolve("di Surabaya " + long); len(a.Candidates) != 1 {
		t.Errorf("a long text: %v", a)
	}
}

func ExampleResolver_Resolve() {
	a := NewResolver(Default()).Resolve("keponakan saya dari soe sekarang di nunukan")
	fmt.Println(a.Candidates[0].Place.Name, a.Ask)
	// Output: Kabupaten Nunukan false
}
