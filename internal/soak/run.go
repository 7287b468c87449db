package soak

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Report is what came of one run.
type Report struct {
	Hash                                string // of everything that happened, in order
	Trace                               []string
	Deeds, Steps, Reports, Deaths, Said int
	Broken                              *Broken // nil: everything held
}

// Run lives a plan. An error is a fault of the run itself; what broke in the house stands in the report.
func Run(ctx context.Context, m *Mold, seed uint64, plan []Deed, bug string) (Report, error) {
	w, err := newWorld(ctx, m, seed)
	if err != nil {
		return Report{}, err
	}
	w.bug = bug
	err = w.live(plan)
	rep := Report{Hash: w.trace.hash(), Trace: w.trace.lines, Deeds: len(plan), Steps: len(w.trace.lines), Reports: w.watch.reports, Deaths: w.watch.deaths, Said: len(w.watch.said)}
	if errors.As(err, &rep.Broken) {
		err = nil
	}
	return rep, errors.Join(err, w.close())
}

func (w *world) live(plan []Deed) error {
	for i, d := range plan {
		if err := w.until(w.now.Add(d.After)); err != nil {
			return err
		}
		if err := w.do(d); err != nil {
			return fmt.Errorf("deed %d (%s): %w", i, d.Kind, err)
		}
	}
	w.fuse = 0
	w.emu.ClearFaults()
	if err := w.until(w.now.Add(24 * time.Hour)); err != nil {
		return err
	}
	return w.watch.end()
}

// Shorten leaves out deeds as long as the same rule breaks, for so long at most, and gives the shortest plan found with its report.
func Shorten(ctx context.Context, m *Mold, seed uint64, plan []Deed, bug string, found Report, within time.Duration) ([]Deed, Report, error) {
	until := time.Now().Add(within)
	for size := max(len(plan)/2, 1); ; size = max(size/2, 1) {
		shorter := false
		for at := 0; at < len(plan) && time.Now().Before(until); {
			try := append(append([]Deed{}, plan[:at]...), plan[min(at+size, len(plan)):]...)
			rep, err := Run(ctx, m, seed, try, bug)
			if err != nil {
				return plan, found, err
			}
			if rep.Broken != nil && rep.Broken.Rule == found.Broken.Rule {
				plan, found, shorter = try, rep, true
				continue
			}
			at += size
		}
		if time.Now().After(until) || size == 1 && !shorter {
			return plan, found, nil
		}
	}
}
