package engine

import (
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// askHelp asks another task force (who then sees that and no more), or writes down what was asked of an agency.
func (t *turn) askHelp(f flows.AskHelp) error {
	detail := string(f.To) + f.Agency
	_, err := t.moved(f.Case, f.Seat, "case.ask_help", detail, func(c casework.Case) (casework.Case, error) {
		if f.To != "" && !t.reg.Live(f.To) {
			return c, casework.ErrNoNext
		}
		return c.AskHelp(f.Seat, f.To, f.Agency, f.Task, t.now)
	})
	return err
}

func (t *turn) takeHelp(f flows.TakeHelp) error {
	c, err := t.moved(f.Case, f.Seat, "case.take_help", "", func(c casework.Case) (casework.Case, error) { return c.TakeHelp(f.Seat, t.now) })
	if err != nil {
		return err
	}
	return t.helpNews(c, []casework.SeatID{c.Owner}, "taken", f.Seat.TaskForce())
}

func (t *turn) endHelp(f flows.EndHelp) error {
	c, err := t.moved(f.Case, f.Seat, "case.end_help", f.Outcome, func(c casework.Case) (casework.Case, error) {
		return c.EndHelp(f.Seat, f.Outcome, t.now)
	})
	if err != nil {
		return err
	}
	return t.helpNews(c, []casework.SeatID{c.Owner}, f.Outcome, f.Seat.TaskForce())
}

func (t *turn) releaseHelp(f flows.ReleaseHelp) error {
	c, err := t.moved(f.Case, f.Seat, "case.release_help", strconv.Itoa(f.N), func(c casework.Case) (casework.Case, error) {
		return c.ReleaseHelp(f.Seat, f.N, t.now)
	})
	if err != nil {
		return err
	}
	h := c.Helps[f.N-1]
	if h.TakenBy == "" {
		return nil
	}
	return t.helpNews(c, []casework.SeatID{h.TakenBy}, "released", c.Lead)
}

// helpNews tells of what became of a help.
func (t *turn) helpNews(c casework.Case, to []casework.SeatID, what string, by region.Code) error {
	data := flows.Data{"code": c.Code, "what": what, "from": t.forceName(by)}
	return t.toSeats(c, to, fmt.Sprintf("help:%s:%d", c.ID, c.Version), "duty.help_news", data)
}

// helpers are the seats that help, or are asked to: whoever took it, else everybody on duty there.
func (w *work) helpers(c casework.Case) []casework.SeatID {
	if c.Status == casework.Closed {
		return nil
	}
	var out []casework.SeatID
	for _, h := range c.OpenHelps() {
		switch {
		case h.To == "":
		case h.TakenBy != "":
			out = append(out, h.TakenBy)
		default:
			for _, s := range w.reg.OnDuty(h.To) {
				if !c.MayNotSee(s.TaskForce, s.ID) {
					out = append(out, s.ID)
				}
			}
		}
	}
	return out
}

// helpsBack asks the task force of an emptied or unreachable seat anew for the helps that the seat had taken.
func (w *work) helpsBack(s taskforce.Seat) error {
	cases, err := w.tx.CasesSeen(w.ctx, s.TaskForce)
	if err != nil {
		return err
	}
	for _, c := range cases {
		n, err := c.ReturnHelp(s.ID, w.now)
		if errors.Is(err, casework.ErrAlready) || errors.Is(err, casework.ErrState) {
			continue
		}
		if err != nil {
			return fmt.Errorf("return help: %w", err)
		}
		if err := w.saveCase(n, "system", "case.return_help", string(s.TaskForce)); err != nil {
			return err
		}
	}
	return nil
}
