package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"siaga/bot"
	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// Officer manages who sits on which seat.
type Officer struct {
	Invite OfficerInvite `cmd:"" help:"Make a one-time link (24 hours) by which an officer takes a seat."`
	List   OfficerList   `cmd:"" help:"List seats, who is linked, and who is on duty."`
	Revoke OfficerRevoke `cmd:"" help:"Empty a seat at once; its cases are offered anew."`
}

// office opens the store for one command.
func office(ctx context.Context, io streams, env environment) (*app.Office, config.Config, error) {
	cfg, err := config.Read(env)
	if err != nil {
		return nil, cfg, err
	}
	o, err := app.OpenOffice(ctx, cfg, slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
	return o, cfg, err
}

// OfficerInvite makes a link.
type OfficerInvite struct {
	Seat     string `arg:"" help:"Seat, for example 53.02/duty/1."`
	Name     string `help:"Name, to keep cases that name the officer away from them."`
	Nickname string
	Rank     string
	Unit     string
	Username string
	Phone    string
}

// Run prints the link, or the payload when the bot's name is not known.
func (c OfficerInvite) Run(ctx context.Context, io streams, env environment) error {
	o, cfg, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	who := taskforce.Officer{Name: c.Name, Nickname: c.Nickname, Rank: c.Rank, Unit: c.Unit, Username: c.Username, Phone: c.Phone, Reachable: true}
	payload, err := o.Engine.Invite(ctx, casework.SeatID(c.Seat), who)
	if errors.Is(err, engine.ErrNotFound) {
		return config.Bad("there is no seat %q in the register; see siaga officer list", c.Seat)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, inviteLink(ctx, cfg, payload))
	return err
}

// inviteLink writes the deep link, which needs the bot's name from Telegram.
func inviteLink(ctx context.Context, cfg config.Config, payload string) string {
	if cfg.NeedToken() == nil {
		if b, err := bot.New(bot.Options{Token: private.NewText(cfg.Token), APIURL: cfg.APIURL}); err == nil {
			if me, err := b.Me(ctx); err == nil {
				return "https://t.me/" + me.Username + "?start=" + payload
			}
		}
	}
	return "/start " + payload
}

// OfficerList lists seats.
type OfficerList struct {
	JSON bool `help:"As JSON lines."`
}

type seatLine struct {
	Seat      string `json:"seat"`
	TaskForce string `json:"taskforce"`
	Role      string `json:"role"`
	Title     string `json:"title"`
	Linked    bool   `json:"linked"`
	OnDuty    bool   `json:"on_duty"`
}

// Run prints a table or JSON lines.
func (c OfficerList) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	reg, err := register(ctx, o)
	if err != nil {
		return err
	}
	var rows []seatLine
	for _, seat := range reg.AllSeats() {
		force, _ := reg.Force(seat.TaskForce)
		rows = append(rows, seatLine{string(seat.ID), force.Name, string(seat.Role), seat.Title, seat.Linked(), seat.OnDuty})
	}
	return listing(io.out, c.JSON, "SEAT\tTASK FORCE\tTITLE\tLINKED\tON DUTY", rows, func(r seatLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s", r.Seat, r.TaskForce, r.Title, yes(r.Linked), yes(r.OnDuty))
	})
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "-"
}

func register(ctx context.Context, o *app.Office) (reg *taskforce.Register, err error) {
	err = o.Store.System(ctx, func(tx engine.Tx) (err error) {
		reg, err = tx.Register(ctx)
		return err
	})
	return reg, err
}

// OfficerRevoke empties a seat.
type OfficerRevoke struct {
	Seat string `arg:"" help:"Seat, for example 53.02/duty/1."`
}

// Run empties it.
func (c OfficerRevoke) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	err = o.Engine.Revoke(ctx, casework.SeatID(c.Seat))
	if errors.Is(err, engine.ErrNotFound) {
		return config.Bad("there is no seat %q in the register; see siaga officer list", c.Seat)
	}
	if err == nil {
		_, err = fmt.Fprintf(io.out, "seat %s is empty; its cases are offered anew\n", c.Seat)
	}
	return err
}
