package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/engine"
)

// Hold keeps cases from being erased when their time has come.
type Hold struct {
	Set  HoldSet  `cmd:"" help:"Keep a case whatever its time, for a court, the police or somebody's right. Officers of two task forces agree in Telegram; until then it asks them and ends with 1."`
	Lift HoldLift `cmd:"" help:"Let it go again, in the same way; it is erased when its time has come."`
	List HoldList `cmd:"" help:"List the cases on hold."`
}

// HoldWish is what setting and lifting need.
type HoldWish struct {
	Code      string `arg:"" help:"Code of the case, for example M-0417."`
	Purpose   string `required:"" help:"Why, in one line; officers read it."`
	Reference string `required:"" help:"Number of the request."`
	JSON      bool   `help:"Print one JSON line."`
}

// HoldSet sets a hold.
type HoldSet struct {
	HoldWish `embed:""`
}

// Run sets it.
func (c HoldSet) Run(ctx context.Context, s streams, env environment) error {
	return c.do(ctx, s, env, false, "is on hold and will not be erased")
}

// HoldLift lifts a hold.
type HoldLift struct {
	HoldWish `embed:""`
}

// Run lifts it.
func (c HoldLift) Run(ctx context.Context, s streams, env environment) error {
	return c.do(ctx, s, env, true, "is on hold no longer")
}

// heldLine is what a program reads of a hold.
type heldLine struct {
	Code      string   `json:"code"`
	Lead      string   `json:"lead"`
	Status    string   `json:"status"`
	Reference string   `json:"reference"`
	Seats     []string `json:"seats,omitempty"`
	Since     string   `json:"since,omitempty"`
}

func (c HoldWish) do(ctx context.Context, s streams, env environment, lift bool, sentence string) error {
	o, err := speaking(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	order := engine.HoldOrder{Code: strings.ToUpper(c.Code), Purpose: c.Purpose, Reference: c.Reference, Lift: lift}
	err = o.Engine.Hold(ctx, order)
	switch {
	case errors.Is(err, casework.ErrState):
		return config.Bad("%s is not on hold; see siaga hold list", order.Code)
	case err != nil:
		return notOrdered(order.Code, err)
	}
	return done(s.out, c.JSON, heldLine{Code: order.Code, Reference: c.Reference}, order.Code+" "+sentence)
}

// HoldList lists holds.
type HoldList struct {
	JSON bool `help:"As JSON lines."`
}

// Run looks at every case that is kept.
func (c HoldList) Run(ctx context.Context, s streams, env environment) error {
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	held, err := o.Store.Held(ctx)
	if err != nil {
		return err
	}
	var out []heldLine
	for _, id := range slices.Sorted(maps.Keys(held)) {
		err := o.Store.System(ctx, func(tx engine.Tx) error {
			k, err := tx.Case(ctx, id)
			if err != nil || k.Hold == nil {
				return nil //nolint:nilerr // a key without a case, or one that was erased meanwhile
			}
			line := heldLine{Code: k.Code, Lead: string(k.Lead), Status: string(k.Status), Reference: k.Hold.Reference, Since: shownTime(k.Hold.At)}
			for _, by := range k.Hold.By {
				line.Seats = append(line.Seats, string(by))
			}
			out = append(out, line)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return listing(s.out, c.JSON, "case\tlead\tstatus\treference\tseats\tsince", out, func(h heldLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s", h.Code, h.Lead, h.Status, h.Reference, strings.Join(h.Seats, " "), h.Since)
	})
}
