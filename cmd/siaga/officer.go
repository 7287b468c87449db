package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

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
	Invite  OfficerInvite      `cmd:"" help:"Make a one-time link (24 hours) by which an officer takes a seat."`
	Confirm OfficerConfirm     `cmd:"" help:"Say that whoever waits for a seat really is the one (where nobody else can)."`
	Refuse  OfficerRefuse      `cmd:"" help:"Send whoever waits for a seat away."`
	Link    OfficerLink        `cmd:"" help:"Make a one-time link you vouch for: whoever opens it sits down at once. For first officers."`
	Seat    OfficerSeatCommand `cmd:"" help:"Show, add or change a seat."`
	Rota    OfficerRota        `cmd:"" help:"Show or set the weekly shifts of a seat."`
	List    OfficerList        `cmd:"" help:"List seats, who is linked, who waits to be confirmed, and who is on duty."`
	Thaw    OfficerThaw        `cmd:"" help:"Let a frozen seat open the content of cases again (where no coordinator can)."`
	Revoke  OfficerRevoke      `cmd:"" help:"Empty a seat at once; its cases are offered anew."`
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

// openRegister opens the database and reads the register; the caller closes what was opened.
func openRegister(ctx context.Context, io streams, env environment) (*app.Office, *taskforce.Register, error) {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return nil, nil, err
	}
	reg, err := register(ctx, o)
	if err != nil {
		return nil, nil, errors.Join(err, o.Close())
	}
	return o, reg, nil
}

// OfficerWho is the seat and the person meant for it.
type OfficerWho struct {
	Seat     string `arg:"" help:"Seat, for example 53.02/duty/1."`
	Name     string `help:"Name: colleagues read it to confirm who it is, and cases that name the officer are kept away."`
	Nickname string
	Rank     string
	Unit     string
	Username string
	Phone    string
	JSON     bool `help:"As a JSON line."`
}

// linkLine is what a program reads of a link that was made.
type linkLine struct {
	Seat string `json:"seat"`
	Link string `json:"link"`
}

// OfficerInvite makes a link that a second person must confirm.
type OfficerInvite struct{ OfficerWho }

// OfficerLink makes a link that the operator vouches for.
type OfficerLink struct{ OfficerWho }

// Run prints the link, or the payload when the bot's name is not known.
func (c OfficerInvite) Run(ctx context.Context, io streams, env environment) error {
	return c.print(ctx, io, env, func(e *engine.Engine) linkMaker { return e.Invite })
}

// Run prints the link, or the payload when the bot's name is not known.
func (c OfficerLink) Run(ctx context.Context, io streams, env environment) error {
	return c.print(ctx, io, env, func(e *engine.Engine) linkMaker { return e.Link })
}

type linkMaker func(context.Context, casework.SeatID, taskforce.Officer) (string, error)

func (c OfficerWho) print(ctx context.Context, io streams, env environment, maker func(*engine.Engine) linkMaker) error {
	o, cfg, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	who := taskforce.Officer{Name: c.Name, Nickname: c.Nickname, Rank: c.Rank, Unit: c.Unit, Username: c.Username, Phone: c.Phone, Reachable: true}
	payload, err := maker(o.Engine)(ctx, casework.SeatID(c.Seat), who)
	if errors.Is(err, engine.ErrNotFound) {
		return noSeat(c.Seat)
	}
	if err != nil {
		return err
	}
	link := inviteLink(ctx, cfg, payload)
	return done(io.out, c.JSON, linkLine{c.Seat, link}, link)
}

func noSeat(seat string) error {
	return config.Bad("there is no seat %q in the register; see siaga officer list", seat)
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
	Waiting   int    `json:"waiting"` // people who opened a link and are not confirmed yet
	OnDuty    bool   `json:"on_duty"`
}

// Run prints a table or JSON lines.
func (c OfficerList) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	reg, waiting, err := seatsNow(ctx, o)
	if err != nil {
		return err
	}
	var rows []seatLine
	for _, seat := range reg.AllSeats() {
		force, _ := reg.Force(seat.TaskForce)
		rows = append(rows, seatLine{string(seat.ID), force.Name, string(seat.Role), seat.Title, seat.Linked(), waiting[seat.ID], seat.OnDuty})
	}
	return listing(io.out, c.JSON, "SEAT\tTASK FORCE\tTITLE\tLINKED\tWAITING\tON DUTY", rows, func(r seatLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s", r.Seat, r.TaskForce, r.Title, yes(r.Linked), some(r.Waiting), yes(r.OnDuty))
	})
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "-"
}

func some(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

// seatsNow reads the register, and how many people wait to be confirmed for each seat.
func seatsNow(ctx context.Context, o *app.Office) (reg *taskforce.Register, waiting map[casework.SeatID]int, err error) {
	waiting = map[casework.SeatID]int{}
	err = o.Store.System(ctx, func(tx engine.Tx) (err error) {
		if reg, err = tx.Register(ctx); err != nil {
			return err
		}
		joins, err := tx.Joins(ctx, "", time.Now())
		for _, j := range joins {
			waiting[j.Seat]++
		}
		return err
	})
	return reg, waiting, err
}

func register(ctx context.Context, o *app.Office) (reg *taskforce.Register, err error) {
	err = o.Store.System(ctx, func(tx engine.Tx) (err error) {
		reg, err = tx.Register(ctx)
		return err
	})
	return reg, err
}

// OfficerRevoke empties a seat.
type OfficerRevoke struct{ OfficerSeat }

// OfficerConfirm confirms who waits for a seat.
type OfficerConfirm struct{ OfficerSeat }

// OfficerThaw opens content to a frozen seat again.
type OfficerThaw struct{ OfficerSeat }

// OfficerRefuse sends who waits for a seat away.
type OfficerRefuse struct{ OfficerSeat }

// OfficerSeat is the seat a command is about.
type OfficerSeat struct {
	Seat string `arg:"" help:"Seat, for example 53.02/duty/1."`
	JSON bool   `help:"As a JSON line."`
}

// deedLine is what a program reads of a seat that was changed.
type deedLine struct {
	Seat string `json:"seat"`
	Done string `json:"done"` // revoked, confirmed, refused or thawed
}

// Run empties it.
func (c OfficerRevoke) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, "revoked", "is empty; its cases are offered anew", func(e *engine.Engine) seatDeed { return e.Revoke })
}

// Run links whoever waits.
func (c OfficerConfirm) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, "confirmed", "has its officer now", func(e *engine.Engine) seatDeed { return e.Confirm })
}

// Run leaves the seat as it is.
func (c OfficerRefuse) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, "refused", "stays as it was; nobody waits for it any more", func(e *engine.Engine) seatDeed { return e.Refuse })
}

// Run thaws it.
func (c OfficerThaw) Run(ctx context.Context, io streams, env environment) error {
	return c.do(ctx, io, env, "thawed", "may open content again", func(e *engine.Engine) seatDeed { return e.Thaw })
}

type seatDeed func(context.Context, casework.SeatID) error

// do does one thing to a seat and says what is so afterwards.
func (c OfficerSeat) do(ctx context.Context, io streams, env environment, verb, after string, deed func(*engine.Engine) seatDeed) error {
	o, reg, err := openRegister(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if _, ok := reg.Seat(casework.SeatID(c.Seat)); !ok {
		return noSeat(c.Seat)
	}
	err = deed(o.Engine)(ctx, casework.SeatID(c.Seat))
	switch {
	case errors.Is(err, engine.ErrNotFound) && verb == "thawed":
		return fmt.Errorf("seat %s is not frozen", c.Seat)
	case errors.Is(err, engine.ErrNotFound):
		return fmt.Errorf("nobody waits for seat %s; the link must be opened first", c.Seat)
	case errors.Is(err, engine.ErrSeveral):
		return fmt.Errorf("several people wait for seat %s: refuse them all and make one new link", c.Seat)
	case err != nil:
		return err
	}
	return done(io.out, c.JSON, deedLine{c.Seat, verb}, fmt.Sprintf("seat %s %s", c.Seat, after))
}
