package directory

import "strings"

// Person is whom a need or a body serves.
type Person string

// The persons.
const (
	Women    Person = "women"
	Men      Person = "men"
	Children Person = "children"
)

// Need is one thing people need and who gives it (domain notes §2.1). First and Then are codes of bodies, in the order
// to ask them; BodyName names them and Directory.Of gives the numbers that are known.
type Need struct {
	Code   string
	Text   string // in Indonesian, for people
	First  []string
	Then   []string
	Serves []Person // who is helped on this way; the others need another row
	Warn   string   // what a person must hear before going there, Indonesian; "" for nothing
	Source string
}

// For tells whether the need's way is open to the person.
func (n Need) For(p Person) bool {
	for _, served := range n.Serves {
		if served == p {
			return true
		}
	}
	return false
}

// Needs lists the needs. Every person has a way for each of them: where a row serves women and children only,
// man_victim is the row for men, whom an UPTD PPA does not serve.
func Needs() []Need {
	all := []Person{Women, Men, Children}
	return []Need{
		{Code: "emergency_now", Text: "bahaya sekarang juga, di Indonesia", First: []string{"polri110", "polsek"}, Then: []string{"police_ppa"},
			Serves: all, Source: "domain notes §2.1, §6.3"},
		{Code: "emergency_abroad", Text: "bahaya sekarang juga, di luar negeri", First: []string{"local_police", "mission_hotline"}, Then: []string{"kemlu_pwni"},
			Serves: all, Source: "UU 21/2007 Art. 54"},
		{Code: "woman_victim", Text: "korban perempuan", First: []string{"uptd_ppa", "sapa129"}, Then: []string{"police_ppa", "lpsk"},
			Serves: []Person{Women}, Source: "Permen PPPA 4/2018; SAPA 129 where the region has no UPTD PPA"},
		{Code: "child_victim", Text: "korban anak", First: []string{"uptd_ppa", "sapa129"}, Then: []string{"police_ppa", "lpsk", "sentra_kemensos"},
			Serves: []Person{Children}, Source: "Permen PPPA 4/2018; SAPA 129 where the region has no UPTD PPA"},
		{Code: "man_victim", Text: "korban laki-laki", First: []string{"bp3mi", "dinas_sosial", "sentra_kemensos"}, Then: []string{"polres", "lpsk"},
			Serves: []Person{Men}, Source: "UPTD PPA serves women and children; BP3MI for migrant workers"},
		{Code: "pmi_abroad", Text: "gaji, paspor, atau masalah kerja di luar negeri", First: []string{"labour_attache", "mission_hotline", "local_labour", "kp2mi"},
			Then: []string{"bp3mi", "sbmi", "migrant_care"}, Serves: all, Source: "domain notes §2.1; BP3MI of the home province helps the family"},
		{Code: "pmi_candidate", Text: "tawaran mencurigakan, di penampungan, atau tertahan di pelabuhan", First: []string{"bp3mi", "disnaker"}, Then: []string{"polres"},
			Serves: all, Source: "BP3MI or P4MI of the province where the person is; police when held against the will"},
		{Code: "returnee", Text: "baru pulang dari luar negeri", First: []string{"bp3mi", "dinas_sosial"}, Then: []string{"uptd_ppa", "lpsk"},
			Serves: all, Source: "Permensos 8/2023; UPTD PPA for women and children"},
		{Code: "protection", Text: "ada ancaman untuk korban, saksi, atau pelapor", First: []string{"lpsk"}, Then: []string{"polri110", "polres"}, Serves: all, Source: "UU 31/2014"},
		{Code: "social_rehab", Text: "tempat aman, pendampingan, dan pulang", First: []string{"dinas_sosial", "sentra_kemensos"}, Serves: all, Source: "Permensos 8/2023 Art. 8"},
		{Code: "health", Text: "berobat atau visum", First: []string{"puskesmas", "rsud"}, Then: []string{"rs_bhayangkara"}, Serves: all, Source: "domain notes §2.1; RS Bhayangkara for visum"},
		{Code: "documents", Text: "paspor hilang atau ditahan", First: []string{"mission_hotline", "imigrasi"}, Serves: all,
			Warn:   "Layanan perwakilan RI gratis. Hanya surat perjalanan yang ada biaya resminya. Hati-hati orang yang mengaku petugas.",
			Source: "mission abroad, immigration office at home; okuselatan.disway.id 25 Jan 2026"},
		{Code: "legal_aid", Text: "bantuan hukum", First: []string{"lbh", "lbh_apik"}, Then: []string{"sbmi", "migrant_care", "peradi"}, Serves: all, Source: "UU 16/2011"},
		{Code: "foreign_victim_in_id", Text: "korban warga negara asing di Indonesia", First: []string{"polri110", "imigrasi", "iom"}, Then: []string{"unhcr"},
			Serves: all, Warn: "Kedutaan orang itu hanya dihubungi bila ia mau.", Source: "domain notes §2.1; UNHCR for asylum"},
		{Code: "fishing_crew", Text: "awak kapal", First: []string{"kp2mi", "kemenhub", "kkp", "sbmi"}, Then: []string{"polair"}, Serves: all, Source: "domain notes §2.1"},
		{Code: "online_ad", Text: "iklan kerja palsu di internet", First: []string{"komdigi", "police_cyber"}, Then: []string{"kp2mi"}, Serves: all,
			Source: "MoU Komdigi-KP2MI 15 Dec 2025"},
		{Code: "official_involved", Text: "ada petugas atau pejabat yang terlibat", First: []string{"one_level_up"}, Then: []string{"propam", "ombudsman", "kp2mi_inspectorate"},
			Serves: all, Warn: "Jangan ke kantor yang terlibat. Propam lewat WhatsApp meminta NIK, foto KTP, dan swafoto.",
			Source: "suara.com 12 Feb 2025; merdeka.com Jun 2024"},
	}
}

// Names writes the names of bodies, which are the same in every language, with commas between them.
func Names(codes []string) string {
	var out []string
	for _, code := range codes {
		if name, ok := BodyName(code); ok {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// BodyName is the name of a body by its code, as people read it.
func BodyName(code string) (name string, ok bool) {
	name, ok = map[string]string{
		"polri110": "Polisi (110)", "polsek": "polsek terdekat", "polres": "Polres atau polsek terdekat", "police_ppa": "Unit PPA di Polres atau Polda",
		"police_cyber": "polisi siber", "polair": "Polairud", "propam": "Propam Polri", "local_police": "polisi negara setempat",
		"mission_hotline": "hotline perwakilan RI", "labour_attache": "atase ketenagakerjaan", "local_labour": "layanan pekerja negara setempat",
		"kemlu_pwni": "Direktorat Pelindungan WNI Kemlu", "kp2mi": "KP2MI", "kp2mi_inspectorate": "Inspektorat KP2MI", "bp3mi": "BP3MI atau P4MI",
		"imigrasi": "Kantor Imigrasi", "kkp": "Kementerian Kelautan dan Perikanan", "kemenhub": "Kementerian Perhubungan", "komdigi": "Komdigi",
		"uptd_ppa": "UPTD PPA", "sapa129": "SAPA 129", "dinas_sosial": "Dinas Sosial", "sentra_kemensos": "Sentra Kemensos", "disnaker": "Dinas Tenaga Kerja",
		"kemnaker": "Kementerian Ketenagakerjaan", "puskesmas": "puskesmas", "rsud": "rumah sakit daerah", "rs_bhayangkara": "RS Bhayangkara",
		"lpsk": "LPSK", "ombudsman": "Ombudsman RI", "lapor": "SP4N-LAPOR!", "one_level_up": "inspektorat atau kepolisian satu tingkat di atasnya",
		"lbh": "LBH atau YLBHI", "lbh_apik": "LBH APIK", "peradi": "bantuan hukum Peradi", "sbmi": "SBMI", "migrant_care": "Migrant CARE",
		"iom": "IOM Indonesia", "unhcr": "UNHCR Indonesia",
	}[code]
	return name, ok
}
