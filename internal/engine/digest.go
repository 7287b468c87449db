package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// digestHour is when coordinators get the list of what is overdue, by the clock on their wall.
const digestHour = 7

// zones are the provinces whose clocks stand for the three time zones: WIB, WITA, WIT.
func zones() []region.Code { return []region.Code{"31", "53", "91"} }

// startDigests sees to it that there is one row for each time zone. The row of an earlier run is kept: a digest that fell into an
// outage is given after it.
func startDigests(ctx context.Context, tx Tx, now time.Time) error {
	for _, code := range zones() {
		job := Job{Kind: "digest", Key: "digest:" + string(code), RunAt: nextDigest(code, now), Body: []byte(code)}
		if err := tx.Enqueue(ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// nextDigest is the next morning in a time zone. After a clock that jumped it is one morning, however many were passed over.
func nextDigest(code region.Code, now time.Time) time.Time {
	zone, _ := region.Default().Zone(code)
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), digestHour, 0, 0, 0, zone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// digest tells every coordinator of one time zone what is overdue, and dates itself to the next morning.
func (e *Engine) digest(ctx context.Context, job Job) error {
	code := region.Code(job.Body)
	if err := e.system(ctx, func(w *work) error { return w.digests(code) }); err != nil {
		return err
	}
	now := e.Clock()
	return &DeliveryError{Class: "later", After: nextDigest(code, now).Sub(now)}
}

func (w *work) digests(zone region.Code) error {
	late, below := map[region.Code][]casework.Case{}, map[region.Code]map[region.Code]int{}
	for _, force := range w.reg.All() {
		cases, err := w.tx.CasesOf(w.ctx, force.Code)
		if err != nil {
			return err
		}
		over, err := w.tx.CasesAsked(w.ctx, force.Code)
		if err != nil {
			return err
		}
		for _, c := range append(cases, over...) {
			_, is := taskforce.Late(c, w.now)
			if _, late := c.RightLate(w.now); !is && !late || c.Exercise != w.e.Exercise { // exercises are no figures
				continue
			}
			late[c.Lead] = append(late[c.Lead], c)
			if above := force.Code.Province(); above != "" && above != force.Code && !c.MayNotSee(above, "") {
				if below[above] == nil {
					below[above] = map[region.Code]int{}
				}
				below[above][force.Code]++
			}
		}
	}
	for _, force := range w.reg.All() {
		if sameZone(force.Code, zone) && len(late[force.Code])+len(below[force.Code]) > 0 {
			if err := w.digestFor(force.Code, late[force.Code], below[force.Code]); err != nil {
				return err
			}
		}
	}
	return nil
}

// digestFor tells the coordinators of one task force, or whoever sits there when it has none.
func (w *work) digestFor(tf region.Code, late []casework.Case, below map[region.Code]int) error {
	seats := w.reg.Coordinators(tf)
	if len(seats) == 0 {
		seats = w.reg.LinkedSeats(tf)
	}
	for _, s := range seats {
		p, err := w.tx.OfficerChat(w.ctx, s.ID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		var seen []casework.Case
		for _, c := range late {
			if !c.MayNotSee(tf, s.ID) {
				seen = append(seen, c)
			}
		}
		if len(seen)+len(below) == 0 {
			continue
		}
		in, err := w.tongueOf(p)
		if err != nil {
			return err
		}
		r := w.e.Desk.Digest(seen, below, s, w.now, in)
		m := spoken{Key: r.Key, Data: plain(r.Data), Buttons: r.Buttons, Lang: in.Lang}
		key := fmt.Sprintf("digest:%s:%s", s.ID, strconv.FormatInt(w.now.UnixMilli(), 36))
		if err := w.enqueue(p, key, m, w.now, false); err != nil {
			return err
		}
	}
	return nil
}

// sameZone tells whether two regions have the same clock. Pusat has that of Jakarta.
func sameZone(a, b region.Code) bool {
	if a == taskforce.Pusat {
		a = "31"
	}
	x, _ := region.Default().Zone(a)
	y, _ := region.Default().Zone(b)
	t := time.Unix(0, 0)
	_, one := t.In(x).Zone()
	_, other := t.In(y).Zone()
	return one == other
}
