package taskforce

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Problem is one thing wrong with a register. Line is the line of the file, or the row (from 1) of the list given.
type Problem struct {
	Line   int
	Reason string
}

// BadRegister is the error of a register that is refused: all that is wrong with it, in the order of the lines.
type BadRegister []Problem

// maxListed bounds the problems an error lists.
const maxListed = 20

// Error lists the first problems, one in a line. It names codes and seats, never an officer.
func (b BadRegister) Error() string {
	lines := []string{fmt.Sprintf("register refused: %d problem(s)", len(b))}
	for i, p := range b {
		if i == maxListed {
			lines = append(lines, fmt.Sprintf("and %d more", len(b)-i))
			break
		}
		lines = append(lines, fmt.Sprintf("line %d: %s", p.Line, p.Reason))
	}
	return strings.Join(lines, "\n")
}

// NewRegister makes a snapshot after checking it. Every province, kabupaten and kota that has no row gets one that is not
// formed. Two empty lists give the register of a new installation. The error is a BadRegister: unknown codes, two rows for
// one region, a seat without its task force, an officer in two places, circular cover, a pusat without a row or a seat.
func NewRegister(forces []TaskForce, seats []Seat) (*Register, error) {
	if len(forces) > 0 || len(seats) > 0 {
		if bad := check(forces, seats, nil, nil); len(bad) > 0 {
			return nil, bad
		}
	}
	return Load(forces, seats), nil
}

// Load makes a snapshot of rows that were checked when they came in, without checking them again: what is wrong with them
// must not stop the work of all others. Of two rows for one region the later one holds.
func Load(forces []TaskForce, seats []Seat) *Register {
	r := &Register{forces: map[region.Code]TaskForce{Pusat: {Code: Pusat, Name: nameOf("Pusat")}},
		seats: map[region.Code][]Seat{}, byID: map[casework.SeatID]Seat{}}
	g := region.Default()
	for _, p := range g.Provinces() {
		r.forces[p.Code] = TaskForce{Code: p.Code, Name: nameOf(p.Name)}
	}
	for p := range g.AllRegencies() {
		r.forces[p.Code] = TaskForce{Code: p.Code, Name: nameOf(p.Name)}
	}
	for _, f := range forces {
		if f.Name == "" {
			f.Name = r.forces[f.Code].Name
		}
		r.forces[f.Code] = f
	}
	for _, s := range seats {
		r.byID[s.ID] = s
	}
	for _, s := range r.byID {
		r.seats[s.TaskForce] = append(r.seats[s.TaskForce], s)
	}
	for _, of := range r.seats {
		slices.SortFunc(of, func(a, b Seat) int { return cmp.Compare(a.ID, b.ID) })
	}
	for code := range r.forces {
		r.order = append(r.order, code)
	}
	slices.Sort(r.order)
	r.book = kindBook()
	r.watch = watchFor(r.book, r.AllSeats())
	return r
}

func nameOf(place string) string { return "Gugus Tugas PP TPPO " + place }

// checker collects what is wrong; the line functions tell where a row stands.
type checker struct {
	bad    BadRegister
	rows   map[region.Code]TaskForce
	lineOf map[region.Code]int
}

// check tests a register. Lines may be nil, then rows are counted from 1.
func check(forces []TaskForce, seats []Seat, forceLines, seatLines []int) BadRegister {
	c := checker{rows: map[region.Code]TaskForce{}, lineOf: map[region.Code]int{}}
	for i, f := range forces {
		c.force(f, line(forceLines, i))
	}
	for _, f := range forces {
		c.cover(f)
	}
	c.seats(seats, seatLines)
	slices.SortStableFunc(c.bad, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return c.bad
}

func line(lines []int, i int) int {
	if lines == nil {
		return i + 1
	}
	return lines[i]
}

func (c *checker) say(line int, format string, args ...any) {
	c.bad = append(c.bad, Problem{Line: line, Reason: fmt.Sprintf(format, args...)})
}

func (c *checker) force(f TaskForce, at int) {
	if !known(f.Code) {
		c.say(at, "%q is no code of pusat, a province, a kabupaten or a kota", f.Code)
		return
	}
	if first, twice := c.lineOf[f.Code]; twice {
		c.say(at, "%s has a row already, in line %d", f.Code, first)
		return
	}
	if f.Cover != "" && !known(f.Cover) {
		c.say(at, "%s is to be covered by %q, which is no code", f.Code, f.Cover)
		f.Cover = ""
	}
	if !f.ValidUntil.IsZero() && f.ValidUntil.Before(f.DecreeDate) {
		c.say(at, "the decree of %s ends before it begins", f.Code)
	}
	c.rows[f.Code], c.lineOf[f.Code] = f, at
}

// cover follows the cover of a row until pusat; meeting the row itself again is a circle.
func (c *checker) cover(f TaskForce) {
	if f.Cover == "" {
		return
	}
	if f.Code == Pusat {
		c.say(c.lineOf[Pusat], "pusat covers for all and can be covered by nobody")
		return
	}
	path := []string{string(f.Code)}
	for at, steps := above(f), 0; at != Pusat && steps < len(c.rows)+2; steps++ {
		path = append(path, string(at))
		if at == f.Code {
			c.say(c.lineOf[f.Code], "cover goes in a circle: %s", strings.Join(path, " -> "))
			return
		}
		next, ok := c.rows[at]
		if !ok {
			next = TaskForce{Code: at}
		}
		at = above(next)
	}
}

func (c *checker) seats(seats []Seat, lines []int) {
	ids, officers, pusat := map[casework.SeatID]int{}, map[string]int{}, 0
	for i, s := range seats {
		at := line(lines, i)
		if first, twice := ids[s.ID]; twice {
			c.say(at, "seat %s is in line %d already", s.ID, first)
		}
		ids[s.ID] = at
		c.seat(s, at)
		if s.TaskForce == Pusat {
			pusat++
		}
		for _, sign := range signsOf(s.Officer) {
			if first, twice := officers[sign]; twice && first != at {
				c.say(at, "the officer of seat %s sits in line %d already", s.ID, first)
				break
			}
			officers[sign] = at
		}
	}
	if _, ok := c.rows[Pusat]; !ok || pusat == 0 {
		c.say(max(c.lineOf[Pusat], 1), "pusat (%s) needs a row and at least one seat, or cases could end with nobody", Pusat)
	}
}

func (c *checker) seat(s Seat, at int) {
	if _, ok := c.rows[s.TaskForce]; !ok {
		c.say(at, "seat %s belongs to %q, which has no row", s.ID, s.TaskForce)
	}
	if s.ID.TaskForce() != s.TaskForce {
		c.say(at, "seat %s must be named after its task force: %s/…", s.ID, s.TaskForce)
	}
	if !slices.Contains(Roles(), s.Role) {
		c.say(at, "seat %s has the unknown role %q", s.ID, s.Role)
	}
}

// signsOf are what tells one officer from all others: account, username, phone; without any of them, name and unit.
func signsOf(o *Officer) []string {
	if o == nil {
		return nil
	}
	var signs []string
	for _, s := range []string{"id " + o.ID, "@" + strings.ToLower(strings.TrimPrefix(o.Username, "@")), "tel " + phoneDigits(o.Phone)} {
		if s != "id " && s != "@" && s != "tel " {
			signs = append(signs, s)
		}
	}
	if name := normalise(o.Name); len(signs) == 0 && name != "" {
		signs = append(signs, "name "+name+" of "+normalise(o.Unit)) // nothing better tells two persons of one name apart
	}
	return signs
}

// known tells whether a task force can have this code.
func known(c region.Code) bool {
	if c == Pusat {
		return true
	}
	_, ok := region.Default().Lookup(c)
	return ok && c.Level() <= region.RegencyLevel
}

// above is who covers a row.
func above(f TaskForce) region.Code {
	switch {
	case f.Cover != "":
		return f.Cover
	case f.Code.Level() == region.RegencyLevel:
		return f.Code.Province()
	}
	return Pusat
}

// Roles lists the roles.
func Roles() []Role { return []Role{Chair, DailyChair, Secretary, Duty, Subforce} }
