// Package taskforce holds the register of task forces with their seats and duty rota, and decides which of them gets a
// case; it must not know conversations, databases, Telegram or the clock.
package taskforce

import (
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Pusat is the code of the central task force.
const Pusat region.Code = "00"

// Role is a seat's role, independent of the agency that fills it.
type Role string

// The roles of domain notes §1.4.
const (
	Chair      Role = "chair"
	DailyChair Role = "daily_chair"
	Secretary  Role = "secretary"
	Duty       Role = "duty"
	Subforce   Role = "subforce"
)

// TaskForce is one row of the register: it exists for every province and kabupaten/kota and for pusat, formed or not.
type TaskForce struct {
	Code       region.Code
	Name       string // "Gugus Tugas PP TPPO Kabupaten …"
	Formed     bool
	Absent     bool // somebody said that it was not formed; neither: nobody has said, see Formation
	DecreeNo   string
	DecreeDate time.Time
	ValidUntil time.Time   // zero: not stated
	Confirmed  time.Time   // when somebody last said that this row is right; zero: never
	Asked      time.Time   // when somebody was last asked so
	Group      string      // sealed address of its group chat, if any; opaque here
	Cover      region.Code // who covers when nobody is on duty here; empty: the province, for a province pusat
}

// Seat is a place at a task force's table. Who sits on it may change; its rights stay.
type Seat struct {
	ID        casework.SeatID
	TaskForce region.Code
	Role      Role
	Field     Field  // with a sub task force's member: which one
	Title     string // shown to other officers: "Petugas piket 1"
	OnDuty    bool
	Officer   *Officer // nil: empty seat
}

// Officer is the person on a seat, as far as routing must know them.
type Officer struct {
	ID        string // pseudonym of the chat account
	Name      string // as the coordinator wrote it; used to match conflicts of interest
	Nickname  string
	Rank      string
	Unit      string
	Username  string
	Phone     string
	Reachable bool // false after the account blocked the bot or was deactivated
}

// Linked tells whether somebody sits on the seat whom the bot can write to.
func (s Seat) Linked() bool { return s.Officer != nil && s.Officer.Reachable }

// Register is a snapshot of all task forces and seats; it is never changed after it was made.
type Register struct {
	forces map[region.Code]TaskForce
	seats  map[region.Code][]Seat
	byID   map[casework.SeatID]Seat
	order  []region.Code // pusat first, then by code: a province before its kabupaten and kota
	watch  []watched     // officers to be recognised in what people write
	book   map[string]kind

	rota    Rota
	changed map[Change]bool // changes of the rota by their shift and seat, On false
}
