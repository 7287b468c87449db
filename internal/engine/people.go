package engine

import (
	"context"
	"time"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// People keeps who is invited to a seat, who waits to be confirmed, and what was left behind for a successor.
type People interface {
	// SaveInvite stores a one-time invitation to a seat by the hash of its token.
	SaveInvite(ctx context.Context, i Invite) error
	// CountUse counts uses of something in a month, for nobody in particular; code is the region it was used in, empty when nobody said one.
	CountUse(ctx context.Context, m tally.Month, code region.Code, what string, n int) error
	// SavePageLink keeps a link that opens the oversight page once; an older one of the same person ends.
	SavePageLink(ctx context.Context, hash string, p Person, until time.Time) error
	// UseInvite consumes it; ErrNotFound when unknown, used or expired.
	UseInvite(ctx context.Context, hash string, at time.Time) (Invite, error)
	// Link puts a person on a seat; who sat there loses it, and the person leaves the seat held before. The seat's other
	// invitations and whoever waits for it are dropped.
	Link(ctx context.Context, seat casework.SeatID, p Person, o taskforce.Officer) error
	// SaveJoin inserts or replaces somebody who waits to be confirmed; a person waits for one seat only.
	SaveJoin(ctx context.Context, j Join) error
	// Join finds it, also when it was judged already; ErrNotFound when unknown or expired.
	Join(ctx context.Context, id string, at time.Time) (Join, error)
	// Joins lists who waits for a seat (for any when empty).
	Joins(ctx context.Context, seat casework.SeatID, at time.Time) ([]Join, error)
	// SaveNote keeps what a seat's officer leaves for the next one; Note gives it, ErrNotFound when there is none.
	SaveNote(ctx context.Context, seat casework.SeatID, n Note, at time.Time) error
	Note(ctx context.Context, seat casework.SeatID) (Note, error)
	// DropNote forgets it.
	DropNote(ctx context.Context, seat casework.SeatID) error
}

// Invite is a one-time link to a seat.
type Invite struct {
	Hash      string
	Seat      casework.SeatID
	Officer   taskforce.Officer // name and what else the coordinator wrote
	Inviter   casework.SeatID   // seat that made it; empty: the operator
	Confirmed bool              // the operator vouches for whoever opens it
	Expires   time.Time
}

// The states of a join.
const (
	JoinWaits = "waiting"
	JoinYes   = "yes"
	JoinNo    = "no"
)

// Join is somebody who opened an invitation and waits for a second person to say who it is.
type Join struct {
	ID      string
	Person  Person
	Seat    casework.SeatID
	Inviter casework.SeatID
	Officer taskforce.Officer
	State   string
	At      time.Time
	Expires time.Time
}

// Note is what an officer leaves for the next one: words, or the id of a voice note.
type Note struct {
	Text private.Text
	File string
}
