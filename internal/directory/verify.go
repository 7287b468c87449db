package directory

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Errors of WithVerified and WithConfirmed.
var (
	ErrUnknown    = errors.New("no such number")
	ErrNobody     = errors.New("say who did it")
	ErrSamePerson = errors.New("the second person must be another one")
	ErrNotBegun   = errors.New("nobody has verified it yet")
	ErrTime       = errors.New("the day does not fit")
)

// WithVerified records that somebody re-read the number on the official page on the day of at. It begins anew: until a
// second person confirms it with WithConfirmed the number counts as not verified.
func (d *Directory) WithVerified(id, by string, at time.Time) (*Directory, error) {
	return d.change(id, by, func(e *Entry) error {
		if at.IsZero() || DateOf(at).Time().Before(e.VerifiedAt.Time()) {
			return ErrTime
		}
		e.VerifiedAt, e.VerifiedBy, e.Confirmed = DateOf(at), strings.TrimSpace(by), ""
		return nil
	})
}

// WithConfirmed records the second person, who must be another than the first, on the same day or within 7 days after. The
// 90 days run from the first.
func (d *Directory) WithConfirmed(id, by string, at time.Time) (*Directory, error) {
	return d.change(id, by, func(e *Entry) error {
		since := DateOf(at).Time().Sub(e.VerifiedAt.Time())
		switch {
		case e.VerifiedAt == "":
			return ErrNotBegun
		case person(by) == person(e.VerifiedBy):
			return ErrSamePerson
		case at.IsZero() || since < 0 || since > 7*24*time.Hour:
			return ErrTime
		}
		e.Confirmed = strings.TrimSpace(by)
		return nil
	})
}

func (d *Directory) change(id, by string, do func(*Entry) error) (*Directory, error) {
	next, i := d.clone(), d.index(id)
	switch {
	case i < 0:
		return nil, fmt.Errorf("number %q: %w", id, ErrUnknown)
	case person(by) == "":
		return nil, fmt.Errorf("number %s: %w", id, ErrNobody)
	}
	if err := do(&next.entries[i]); err != nil {
		return nil, fmt.Errorf("number %s: %w", id, err)
	}
	return next.accept()
}

// person compares names whatever their case and blanks.
func person(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
