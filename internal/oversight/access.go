package oversight

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"siaga/internal/private"
)

// ErrNobody says that there is no such session, link or seat. Other errors mean that the store does not answer.
var ErrNobody = errors.New("nobody")

// People knows accounts, seats, and who has the page open. Tokens come as hashes only.
type People interface {
	// Person gives the pseudonym of a Telegram account.
	Person(account int64) string
	// SeatOf gives the seat a person sits on now; ErrNobody.
	SeatOf(ctx context.Context, person string) (Seat, error)
	// UseLink ends a link that opens the page once, and tells whose it was; ErrNobody.
	UseLink(ctx context.Context, hash string, at time.Time) (person string, err error)
	// SaveSession keeps who has the page open; Overseer gives the seat that person sits on now; ErrNobody.
	SaveSession(ctx context.Context, hash, person string, until time.Time) error
	Overseer(ctx context.Context, hash string, at time.Time) (Seat, error)
	EndSession(ctx context.Context, hash string) error
}

// sessionFor is how long a session lives.
const sessionFor = 30 * time.Minute

// open begins a session for a person who has something to see, and gives its token.
func (s *Server) open(ctx context.Context, person string) (string, error) {
	seat, err := s.people.SeatOf(ctx, person)
	if err != nil {
		return "", err
	}
	if ScopeOf(seat) == (Scope{}) {
		return "", ErrNobody
	}
	token, err := private.NewToken(rand.Reader)
	if err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	if err := s.people.SaveSession(ctx, private.TokenHash(token.Reveal()), person, s.now().Add(sessionFor)); err != nil {
		return "", fmt.Errorf("keep a session: %w", err)
	}
	return token.Reveal(), nil
}
