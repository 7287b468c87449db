package taskforce

import "siaga/internal/region"

// TransitPoint is a place where people are taken out of the country or through it.
type TransitPoint struct {
	Code region.Code // kabupaten or kota it lies in
	Name string
}

// TransitPoints are the airports, ports and border posts known for departures (domain notes §4.2, §7.2). The task force of
// the place leads as always; a transit point only brings the posts there in at once, because hours count.
func TransitPoints() []TransitPoint {
	return []TransitPoint{
		{"36.71", "Bandara Soekarno-Hatta"}, {"12.07", "Bandara Kualanamu"}, {"35.15", "Bandara Juanda"}, {"51.03", "Bandara Ngurah Rai"},
		{"21.71", "Pelabuhan Batam Centre"}, {"21.72", "Pelabuhan Tanjungpinang"}, {"21.02", "Pelabuhan Tanjung Balai Karimun"},
		{"14.72", "Pelabuhan Dumai"}, {"12.74", "Pelabuhan Tanjungbalai Asahan"}, {"65.03", "Nunukan dan Sebatik"},
		{"61.03", "Pos Entikong"}, {"61.01", "Pos Aruk"}, {"61.06", "Pos Badau"}, {"53.04", "Pos Motaain"},
		{"51.71", "Pelabuhan Benoa"}, {"71.72", "Pelabuhan Bitung"}, {"73.72", "Pelabuhan Parepare"},
	}
}

// transitAt finds the transit point in the kabupaten or kota of a place.
func transitAt(c region.Code) (TransitPoint, bool) {
	for _, p := range TransitPoints() {
		if c.Regency() == p.Code {
			return p, true
		}
	}
	return TransitPoint{}, false
}
