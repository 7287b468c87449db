package taskforce

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// SeedRegencies are the kabupaten and kota of the demonstration: places where migrant workers come from or pass through
// (domain notes §7). That they stand here says nothing about their real task forces.
func SeedRegencies() []region.Code {
	return []region.Code{"21.71", "32.03", "32.12", "35.04", "52.03", "53.02", "53.21", "65.03"}
}

// Seed is the register of the demonstration: pusat, all provinces and a few kabupaten and kota, each with two duty seats,
// a secretary and a chair. The officers are roles, not persons; decree numbers say that they are examples.
func Seed() ([]TaskForce, []Seat) {
	g := region.Default()
	forces := []TaskForce{seedForce(Pusat, nameOf("Pusat"))}
	seats := seedSeats(Pusat, "Pusat")
	for _, p := range g.Provinces() {
		forces = append(forces, seedForce(p.Code, nameOf(p.Name)))
		seats = append(seats, seedSeats(p.Code, p.Short)...)
	}
	for _, c := range SeedRegencies() {
		p, _ := g.Lookup(c)
		forces = append(forces, seedForce(c, nameOf(p.Name)))
		seats = append(seats, seedSeats(c, p.Short)...)
	}
	return forces, seats
}

// Full is a register for plans and exercises in which every region has officers on duty.
func Full() *Register {
	forces, seats := Seed()
	for p := range region.Default().AllRegencies() {
		if !slices.Contains(SeedRegencies(), p.Code) {
			forces = append(forces, seedForce(p.Code, nameOf(p.Name)))
			seats = append(seats, seedSeats(p.Code, p.Short)...)
		}
	}
	return Load(forces, seats)
}

func seedForce(c region.Code, name string) TaskForce {
	return TaskForce{Code: c, Name: name, Formed: true, DecreeNo: "CONTOH-" + string(c),
		DecreeDate: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), ValidUntil: time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)}
}

func seedSeats(c region.Code, short string) []Seat {
	police, women, politics := "Polres "+short, "Dinas PPPA "+short, "Kesbangpol "+short
	switch c.Level() {
	case region.ProvinceLevel:
		police = "Polda " + short
	case region.NoLevel:
		police, women, politics = "Bareskrim Polri", "Kementerian PPPA", "Kementerian Dalam Negeri"
	}
	return []Seat{
		seedSeat(c, Duty, 1, "Petugas piket 1", short, police, true),
		seedSeat(c, Duty, 2, "Petugas piket 2", short, women, true),
		seedSeat(c, Secretary, 1, "Sekretaris", short, politics, false),
		seedSeat(c, Chair, 1, "Ketua", short, "", false),
	}
}

func seedSeat(c region.Code, role Role, n int, title, short, unit string, on bool) Seat {
	id := fmt.Sprintf("%s/%s/%d", c, role, n)
	return Seat{ID: casework.SeatID(id), TaskForce: c, Role: role, Title: title, OnDuty: on,
		Officer: &Officer{ID: "demo:" + id, Name: title + " " + short, Unit: unit, Reachable: true,
			Username: "demo_" + strings.NewReplacer(".", "_", "/", "_").Replace(id)}}
}
