package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/i18n"
	"siaga/locales"
)

// LocaleInvite invites somebody who speaks a language.
type LocaleInvite struct {
	Tag  string   `arg:"" help:"Language tag, for example jv."`
	Role string   `required:"" help:"Role and place of the person, for example \"guru, Ponorogo\"; never a name."`
	Can  []string `default:"review" enum:"review,record" help:"What the person may do: review, record."`
}

// roleForm keeps what tells who somebody is out of a role: it is shown in reviews.toml.
var roleForm = regexp.MustCompile(`^\p{L}[\p{L}\p{N} ,./()'-]{1,59}$`)

// Run prints a one-time link (seven days), or the payload when the bot's name is not known.
func (c LocaleInvite) Run(ctx context.Context, io streams, env environment) error {
	if err := known(locales.Files, c.Tag); err != nil {
		return err
	}
	if c.Tag == i18n.Source && slices.Contains(c.Can, flows.CanReview) {
		return config.Bad("Indonesian is the source, which is changed in locales/id.toml alone; it can be recorded: --can record")
	}
	if !roleForm.MatchString(c.Role) || longNumber.MatchString(c.Role) {
		return config.Bad("%q is no role; write what the person does and where, in at most 60 letters: \"guru, Ponorogo\"", c.Role)
	}
	o, cfg, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	slices.Sort(c.Can)
	payload, err := o.Engine.InviteSpeaker(ctx, engine.SpeakerInvite{Tag: c.Tag, Role: c.Role, Can: slices.Compact(c.Can)})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, inviteLink(ctx, cfg, payload))
	return err
}

// longNumber is a number by which somebody could be called.
var longNumber = regexp.MustCompile(`\d{5}`)

// LocaleReviewers lists who helps with which language.
type LocaleReviewers struct {
	All  bool `help:"Those who have ended too."`
	JSON bool `help:"As JSON lines."`
}

type speakerLine struct {
	ID    string   `json:"id"`
	Tag   string   `json:"tag"`
	Role  string   `json:"role"`
	Can   []string `json:"can"`
	Since string   `json:"since"`
	Ended string   `json:"ended,omitempty"`
}

// Run prints a table or JSON lines.
func (c LocaleReviewers) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	all, err := o.Engine.Speakers(ctx)
	if err != nil {
		return err
	}
	var lines []speakerLine
	for _, s := range all {
		if !s.Ended.IsZero() && !c.All {
			continue
		}
		l := speakerLine{ID: s.ID, Tag: s.Tag, Role: s.Role, Can: s.Can, Since: s.At.Format(time.DateOnly)}
		if !s.Ended.IsZero() {
			l.Ended = s.Ended.Format(time.DateOnly)
		}
		lines = append(lines, l)
	}
	return listing(io.out, c.JSON, "ID\tTAG\tROLE\tCAN\tSINCE\tENDED", lines, func(l speakerLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s", l.ID, l.Tag, l.Role, strings.Join(l.Can, ","), l.Since, l.Ended)
	})
}

// LocaleDismiss ends somebody's help.
type LocaleDismiss struct {
	ID       string `arg:"" help:"As siaga locale reviewers lists it."`
	TakeBack bool   `help:"Take back everything the speaker said of texts and recorded too."`
}

// Run says that it is done.
func (c LocaleDismiss) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	err = o.Engine.DismissSpeaker(ctx, c.ID, c.TakeBack)
	if errors.Is(err, engine.ErrNotFound) {
		return config.Bad("nobody with the id %q helps; see siaga locale reviewers", c.ID)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s does not help any more; they are told\n", c.ID)
	return err
}
