package soak

import (
	"encoding/hex"
	"math/rand/v2"

	"siaga/internal/app"
	"siaga/internal/private"
)

// odds draws everything that is left to chance in the house, the same for the same seed.
type odds struct {
	*app.Seeded
	src *rand.Rand
}

func newOdds(seed uint64) *odds {
	return &odds{app.NewSeeded(seed), rand.New(rand.NewPCG(seed, 9))}
}

// ID implements engine.Random.
func (o *odds) ID() string {
	var b [16]byte
	_, _ = o.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Handle implements engine.Random.
func (o *odds) Handle() string {
	t, err := private.NewToken(o)
	if err != nil {
		panic("seeded token: " + err.Error())
	}
	return t.Reveal()
}

func (o *odds) below(n int64) int64 { return o.src.Int64N(max(n, 1)) }
