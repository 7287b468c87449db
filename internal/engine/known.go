package engine

import (
	"errors"

	"siaga/internal/casework"
	"siaga/internal/offer"
)

// Who asks whether a number was reported may be the one who was: so it is told only from several reporters on whose reports
// officers took up and did not put aside, and never where, when or how many.
const (
	fewestReporters = 3
	mostNaming      = 40 // cases looked at
	mostTraces      = 12 // of one text
)

// known gives the traces in words that several earlier reports named. The answer for the same words is remembered for the turn.
func (t *turn) known() func(string) []offer.Trace {
	answers := map[string][]offer.Trace{}
	return func(words string) []offer.Trace {
		if t.e.Traces == nil || words == "" {
			return nil
		}
		if a, ok := answers[words]; ok {
			return a
		}
		var out []offer.Trace
		for i, trace := range t.e.Traces(words) {
			if i >= mostTraces {
				break
			}
			many, err := t.namedByMany(trace)
			if err != nil {
				t.e.Log.Error("look for earlier reports", "err", err)
			}
			if many {
				out = append(out, trace)
			}
		}
		answers[words] = out
		return out
	}
}

// namedByMany tells whether enough reporters named a trace. The person who asks does not count.
func (t *turn) namedByMany(trace offer.Trace) (bool, error) {
	if trace.Own {
		return false, nil
	}
	ids, err := t.tx.CasesNaming(t.ctx, string(trace.Kind), t.e.Keys.Pseudonym("trace-"+string(trace.Kind), trace.Value), mostNaming)
	if err != nil {
		return false, err
	}
	reporters := map[Person]bool{}
	for _, id := range ids {
		p, ok, err := t.takenUp(id)
		if err != nil {
			return false, err
		}
		if ok && p != t.lane.Person {
			reporters[p] = true
		}
		if len(reporters) >= fewestReporters {
			return true, nil
		}
	}
	return false, nil
}

// takenUp gives the reporter of a case which an officer took up and did not close as none.
func (t *turn) takenUp(id string) (Person, bool, error) {
	c, err := t.tx.Case(t.ctx, id)
	if err != nil {
		return "", false, ignoreMissing(err)
	}
	root, err := t.rootOf(c)
	if err != nil {
		return "", false, err
	}
	aside := root.Close != nil && (root.Close.Reason == casework.CloseNotTPPO || root.Close.Reason == casework.CloseWithdrawn)
	if root.Owner == "" || aside || c.Training != nil || root.Exercise != t.e.Exercise {
		return "", false, nil
	}
	p, err := t.tx.Reporter(t.ctx, id)
	if errors.Is(err, ErrNotFound) {
		return "", false, nil
	}
	return p, err == nil, err
}
