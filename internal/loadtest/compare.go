package loadtest

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// Plan is a whole comparison.
type Plan struct {
	Base     Program
	Programs []Program
	Rounds   int
	Full     Load // as fast as possible
	Steady   Load // at a rate; Duration 0: left out
}

// Round is one program measured right after the baseline.
type Round struct{ Full, BaseFull, Steady, BaseSteady Figures }

// Ratios are one program against the baseline, the median of all rounds.
type Ratios struct {
	Program    string
	Throughput float64 // higher is better
	CPU        float64 // lower is better, as all below
	P99        float64 // at the steady rate
	Card       float64 // from "send" to the officer's card, against a plain reply of the same program
	Memory     int64   // bytes
	First      time.Duration
	Rounds     []Round
}

// Compare runs the plan. What it prints meanwhile is for people who wait.
func Compare(ctx context.Context, p Plan, progress io.Writer) ([]Ratios, error) {
	rounds := make([][]Round, len(p.Programs))
	for n := range p.Rounds {
		for i, program := range p.Programs {
			r, err := round(ctx, p, program)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(progress, "round %d, %s: %.0f updates/s and %v an update; %s: %.0f and %v\n",
				n+1, p.Base.Name, r.BaseFull.Throughput, r.BaseFull.CPU, program.Name, r.Full.Throughput, r.Full.CPU)
			rounds[i] = append(rounds[i], r)
		}
	}
	var out []Ratios
	for i, program := range p.Programs {
		out = append(out, ratios(program.Name, rounds[i]))
	}
	return out, nil
}

// Growth plays two programs in turn, and tells how many times the processor time of the first an update takes with the second, as the
// median of the rounds.
func Growth(ctx context.Context, few, many Program, l Load, rounds int, progress io.Writer) (float64, error) {
	var all []float64
	for n := range rounds {
		a, err := Play(ctx, few, l)
		if err != nil {
			return 0, err
		}
		b, err := Play(ctx, many, l)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(progress, "round %d, %s: %v an update with few stored, %v with many; p99 %v and %v; %d and %d MiB\n",
			n+1, few.Name, a.CPU, b.CPU, a.P99.Round(time.Millisecond), b.P99.Round(time.Millisecond), a.Memory>>20, b.Memory>>20)
		all = append(all, ratio(float64(b.CPU), float64(a.CPU)))
	}
	return median(all), nil
}

func round(ctx context.Context, p Plan, program Program) (Round, error) {
	var r Round
	for _, run := range []struct {
		program Program
		load    Load
		into    *Figures
	}{{p.Base, p.Full, &r.BaseFull}, {program, p.Full, &r.Full}, {p.Base, p.Steady, &r.BaseSteady}, {program, p.Steady, &r.Steady}} {
		if run.load.Duration == 0 {
			continue
		}
		var err error
		if *run.into, err = Play(ctx, run.program, run.load); err != nil {
			return r, err
		}
	}
	return r, nil
}

func ratios(name string, rounds []Round) Ratios {
	of := func(get func(Round) float64) float64 {
		var all []float64
		for _, r := range rounds {
			all = append(all, get(r))
		}
		return median(all)
	}
	return Ratios{
		Program: name, Rounds: rounds,
		Throughput: of(func(r Round) float64 { return ratio(r.Full.Throughput, r.BaseFull.Throughput) }),
		CPU:        of(func(r Round) float64 { return ratio(float64(r.Full.CPU), float64(r.BaseFull.CPU)) }),
		P99:        of(func(r Round) float64 { return ratio(float64(r.Steady.P99), float64(r.BaseSteady.P99)) }),
		Card:       of(func(r Round) float64 { return ratio(float64(r.Steady.Card99), float64(r.Steady.P99)) }),
		Memory:     int64(of(func(r Round) float64 { return float64(r.Full.Memory) })),
		First:      time.Duration(of(func(r Round) float64 { return float64(r.Full.First) })),
	}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// median is the middle one, of an even number the lower of the two in the middle.
func median(all []float64) float64 {
	slices.Sort(all)
	return all[(len(all)-1)/2]
}

// Print writes the ratios with the goals beside them.
func Print(w io.Writer, all []Ratios) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "against the plain bot\tthroughput\tCPU an update\tp99 at the steady rate\tcard / reply (p99)\tmemory\tfirst answer after")
	for _, r := range all {
		fmt.Fprintf(t, "%s\t%.2f x\t%.2f x\t%.2f x\t%.2f x\t%.0f MiB\t%v\n", r.Program, r.Throughput, r.CPU, r.P99, r.Card,
			float64(r.Memory)/(1<<20), r.First.Round(time.Millisecond))
	}
	fmt.Fprintln(t, "goal\t>= 1.50 x (1.00 x with PostgreSQL)\t<= 1.00 x\t<= 1.00 x\t<= 2.00 x\t<= 64 MiB\t<= 300ms")
	return t.Flush()
}
