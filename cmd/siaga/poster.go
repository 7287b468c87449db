package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"siaga/bot"
	"siaga/internal/config"
	"siaga/internal/deeplink"
	"siaga/internal/poster"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Poster makes a printable page that opens the bot in one region and language.
type Poster struct {
	Region string `required:"" placeholder:"CODE" help:"Code of the province (53), kabupaten or kota (53.02)."`
	Lang   string `default:"id" help:"Language of the poster and of the conversation it opens."`
	Bot    string `placeholder:"USERNAME" help:"Name of the bot; without it Telegram is asked."`
	Out    string `placeholder:"FILE" help:"File to write, ending in .pdf, .png or .svg; without it poster-CODE-LANG.pdf."`
	Size   string `enum:"a4,a5" default:"a4" help:"Paper: a4 for a wall, a5 for a counter."`
}

// Run writes the file and says where the code leads, so that somebody can try it before a thousand are printed.
func (p Poster) Run(ctx context.Context, io streams, env environment) error {
	if p.Out == "" {
		p.Out = fmt.Sprintf("poster-%s-%s.pdf", strings.ReplaceAll(p.Region, ".", ""), p.Lang)
	}
	render, err := renderer(p.Out)
	if err != nil {
		return err
	}
	c, err := p.content(ctx, env)
	if err != nil {
		return err
	}
	file, err := render(c)
	if err != nil {
		return fmt.Errorf("draw the poster: %w", err)
	}
	if err := os.WriteFile(p.Out, file, 0o644); err != nil {
		return fmt.Errorf("write the poster: %w", err)
	}
	link, err := deeplink.Link(c.Bot, c.Region, c.Lang)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s\t%s\n", p.Out, link)
	return err
}

// renderer chooses the form of the file by its ending.
func renderer(out string) (func(poster.Content) ([]byte, error), error) {
	switch strings.ToLower(filepath.Ext(out)) {
	case ".pdf":
		return poster.PDF, nil
	case ".png":
		return poster.PNG, nil
	case ".svg":
		return poster.SVG, nil
	}
	return nil, config.Bad("%q: the file must end in .pdf, .png or .svg", out)
}

// content checks what was asked for, and only then asks Telegram for what is missing.
func (p Poster) content(ctx context.Context, env environment) (poster.Content, error) {
	c := poster.Content{Region: region.Code(p.Region), Lang: p.Lang, Size: poster.Size(p.Size)}
	c.Bot = strings.TrimPrefix(p.Bot, "@")
	asked := c.Bot == ""
	if asked {
		c.Bot = "any_bot"
	}
	if err := c.Check(); err != nil {
		return c, config.Bad("%v", err)
	}
	if !asked {
		return c, endsInBot(c.Bot)
	}
	name, err := botName(ctx, env)
	c.Bot = name
	return c, err
}

// endsInBot guards against a misspelt name: nearly every bot's name ends so, and no person's may, whose chat would open.
func endsInBot(name string) error {
	if !strings.HasSuffix(strings.ToLower(name), "bot") {
		return config.Bad("--bot %s: the names of bots end in \"bot\"; this one may be a person's", name)
	}
	return nil
}

// botName asks Telegram who the bot is.
func botName(ctx context.Context, env environment) (string, error) {
	cfg, err := config.Read(env)
	if err != nil {
		return "", err
	}
	if cfg.Token == "" {
		return "", config.Bad("the bot's name is missing: give --bot USERNAME, or set SIAGA_TELEGRAM_TOKEN so that Telegram can be asked")
	}
	b, err := bot.New(bot.Options{Token: private.NewText(cfg.Token), APIURL: cfg.APIURL})
	if err != nil {
		return "", config.Bad("%v; or give --bot USERNAME", err)
	}
	me, err := b.Me(ctx)
	if err != nil {
		return "", fmt.Errorf("%w; give --bot USERNAME to do without", err)
	}
	if me.Username == "" {
		return "", errors.New("the bot has no name on Telegram; give --bot USERNAME")
	}
	return me.Username, nil
}
