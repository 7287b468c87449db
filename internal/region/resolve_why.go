package region

// reasons say in plain Indonesian by what kind of name a place was recognised.
var reasons = [...]string{
	classOfficial: "nama", classDistrict: "kecamatan", className: "sebutan", classAbbr: "singkatan", classOld: "nama lama", classNick: "julukan",
	classTown: "kota atau tempat", classArea: "daerah", classAir: "bandara", classPort: "pelabuhan", classStation: "stasiun atau terminal",
	classBorder: "pos perbatasan", classIsland: "pulau", classSite: "tempat", classEstate: "kawasan industri", classCountry: "negara",
}

// why is the reason a person can check: "singkatan TTS", "kecamatan Tebet di Jakarta Selatan", "mungkin salah ketik dari Surabaya".
func (r *Resolver) why(n *ref, m *mention, p Place) string {
	var because string
	class := n.class
	if m.kind == cueKec && n.kec {
		class = classDistrict
	}
	switch class {
	case classOfficial:
		if m.typo {
			return "mungkin salah ketik dari " + n.name
		}
		return "nama " + kindWord(p.Kind)
	case classDistrict:
		because = "kecamatan " + n.name + " di " + p.Short
	case classAbbr, classOld, className, classNick:
		because = reasons[class] + " " + n.name
	default:
		because = reasons[class] + " " + n.name + " di " + p.Short
	}
	if m.typo {
		return "mungkin salah ketik dari " + n.name + " (" + because + ")"
	}
	return because
}

func kindWord(k Kind) string {
	switch k {
	case Provinsi:
		return "provinsi"
	case Kota:
		return "kota"
	}
	return "kabupaten"
}
