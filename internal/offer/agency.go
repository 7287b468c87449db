package offer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Agency is a row of the register of agencies that may place workers abroad (P3MI), as the operator imported it.
type Agency struct {
	Name       string
	Licence    string
	Status     AgencyStatus
	ValidUntil time.Time // the last day, zero: not stated
}

// AgencyStatus is what the register says of a licence.
type AgencyStatus string

// The statuses.
const (
	AgencyActive    AgencyStatus = "active"
	AgencySuspended AgencyStatus = "suspended"
	AgencyRevoked   AgencyStatus = "revoked"
	AgencyExpired   AgencyStatus = "expired"
)

// statuses are the words that registers use.
var statuses = map[string]AgencyStatus{
	"": AgencyActive, "aktif": AgencyActive, "active": AgencyActive, "berlaku": AgencyActive, "masih berlaku": AgencyActive,
	"skorsing": AgencySuspended, "diskors": AgencySuspended, "suspended": AgencySuspended, "ditunda": AgencySuspended, "penundaan": AgencySuspended,
	"dicabut": AgencyRevoked, "cabut": AgencyRevoked, "pencabutan": AgencyRevoked, "revoked": AgencyRevoked,
	"tidak aktif": AgencyExpired, "nonaktif": AgencyExpired, "non aktif": AgencyExpired, "kedaluwarsa": AgencyExpired, "kadaluarsa": AgencyExpired,
	"habis": AgencyExpired, "habis masa berlaku": AgencyExpired, "tidak berlaku": AgencyExpired, "expired": AgencyExpired, "inactive": AgencyExpired,
}

// Valid tells whether the register says that the licence holds on a day.
func (g Agency) Valid(day time.Time) bool {
	return g.Status == AgencyActive && (g.ValidUntil.IsZero() || !day.After(g.ValidUntil.AddDate(0, 0, 1)))
}

// Plain is the form in which names are compared: small letters and digits, without the form of the company.
func (g Agency) Plain() string { return PlainAgency(g.Name) }

// PlainAgency gives that form of any name.
func PlainAgency(name string) string { return strings.Join(agencyWords(name), "") }

func agencyWords(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(w string) bool { return legalForms[w] || w == "tbk" || w == "perseroan" || w == "terbatas" })
}

// leastAgency is the fewest letters of a name that can be looked up.
const leastAgency = 5

// AgencyNames gives what a name read in a text may be in the register: itself, or its beginning, since a name in the middle of a
// sentence has no end ("PT Contoh Karya Mandiri Cilacap"). The longest first.
func AgencyNames(name string) []string {
	words := agencyWords(name)
	var out []string
	for n := len(words); n > 0; n-- {
		plain := strings.Join(words[:n], "")
		if len(plain) < leastAgency || n == 1 && len(words) > 1 {
			break
		}
		out = append(out, plain)
	}
	return out
}

// columnNames are the headings by which the columns of a register are known.
var columnNames = map[string]string{
	"name": "name", "nama": "name", "nama p3mi": "name", "nama perusahaan": "name", "nama pt": "name", "perusahaan": "name", "p3mi": "name", "company": "name",
	"licence": "licence", "license": "licence", "licence number": "licence", "nomor izin": "licence", "no izin": "licence", "izin": "licence", "sip3mi": "licence",
	"no sip3mi": "licence", "nomor sip3mi": "licence", "siup": "licence", "no siup": "licence",
	"status": "status", "status izin": "status", "keterangan": "status",
	"valid until": "until", "berlaku sampai": "until", "berlaku hingga": "until", "masa berlaku": "until", "sampai": "until", "tanggal berakhir": "until", "expires": "until",
}

// Limits of a register's file.
const (
	maxAgencies    = 20_000
	maxAgencyNames = 200 // characters of a field
	shownFaults    = 10
)

// ReadAgencies reads a register: a CSV file (comma, semicolon or tab) whose first line names the columns name, licence, status and
// valid until. The error names each line that is wrong; with an error nothing is given.
func ReadAgencies(in io.Reader) ([]Agency, error) {
	raw, err := io.ReadAll(io.LimitReader(in, 32<<20))
	if err != nil {
		return nil, errors.New("the file cannot be read")
	}
	text := strings.TrimPrefix(string(raw), "\ufeff")
	first, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator(first), -1, true
	head, err := r.Read()
	if err != nil {
		return nil, errors.New("the file is empty, or its first line is no heading")
	}
	at, err := columns(head)
	if err != nil {
		return nil, err
	}
	return readAgencies(r, at)
}

func separator(line string) rune {
	best := ','
	for _, r := range ";\t" {
		if strings.Count(line, string(r)) > strings.Count(line, string(best)) {
			best = r
		}
	}
	return best
}

func columns(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, h := range head {
		plain := strings.Join(strings.FieldsFunc(strings.ToLower(h), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
		if name, ok := columnNames[plain]; ok {
			if _, twice := at[name]; twice {
				return nil, fmt.Errorf("line 1: two columns hold the %s", name)
			}
			at[name] = i
		}
	}
	for _, need := range []string{"name", "licence"} {
		if _, ok := at[need]; !ok {
			return nil, fmt.Errorf("line 1: no column %q; the first line must name the columns: name, licence, status, valid until (or nama, nomor izin, status, berlaku sampai)", need)
		}
	}
	return at, nil
}

func readAgencies(r *csv.Reader, at map[string]int) ([]Agency, error) {
	var out []Agency
	var faults []error
	seen := map[string]int{}
	for {
		f, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(append(faults, fmt.Errorf("line %d: the quotes or separators are wrong", lineOf(err)))...)
		}
		line, _ := r.FieldPos(0)
		if strings.Join(f, "") == "" {
			continue
		}
		g, err := agencyOf(f, at)
		if before := seen[g.Plain()]; err == nil && before > 0 {
			err = fmt.Errorf("%q stands in line %d already", g.Name, before)
		}
		if err != nil {
			if faults = append(faults, fmt.Errorf("line %d: %w", line, err)); len(faults) >= shownFaults {
				return nil, errors.Join(append(faults, errors.New("and perhaps more"))...)
			}
			continue
		}
		seen[g.Plain()] = line
		if out = append(out, g); len(out) > maxAgencies {
			return nil, fmt.Errorf("more than %d rows", maxAgencies)
		}
	}
	if len(faults) == 0 && len(out) == 0 {
		return nil, errors.New("the file names no agency")
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return out, nil
}

func lineOf(err error) int {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return parse.StartLine
	}
	return 0
}

func agencyOf(f []string, at map[string]int) (Agency, error) {
	field := func(name string) string {
		i, ok := at[name]
		if !ok || i >= len(f) {
			return ""
		}
		return strings.Join(strings.Fields(f[i]), " ")
	}
	g := Agency{Name: field("name"), Licence: field("licence")}
	status, known := statuses[strings.ToLower(field("status"))]
	g.Status = status
	until, dated := dateOf(field("until"))
	g.ValidUntil = until
	switch {
	case len(g.Plain()) < leastAgency:
		return g, fmt.Errorf("the name %q is too short or missing", g.Name)
	case len(g.Name) > maxAgencyNames || len(g.Licence) > maxAgencyNames:
		return g, errors.New("a field is too long")
	case !strings.ContainsFunc(g.Licence, unicode.IsDigit):
		return g, fmt.Errorf("the licence number %q has no digit", g.Licence)
	case !known:
		return g, fmt.Errorf("the status %q is not known; write aktif, skorsing, dicabut or kedaluwarsa", field("status"))
	case !dated:
		return g, fmt.Errorf("the date %q is none; write 2027-12-31 or 31/12/2027", field("until"))
	}
	return g, nil
}

// dateOf reads a day; none is a date as well.
func dateOf(s string) (time.Time, bool) {
	if s == "" || s == "-" {
		return time.Time{}, true
	}
	for _, form := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		if t, err := time.Parse(form, s); err == nil && t.Year() > 1990 && t.Year() < 2100 {
			return t, true
		}
	}
	return time.Time{}, false
}
