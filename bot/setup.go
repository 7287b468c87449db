package bot

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Identity is who the bot is on Telegram.
type Identity struct {
	ID           int64
	Name         string
	Username     string // without @
	JoinsGroups  bool   // can be added to groups
	ReadsAllTalk bool   // privacy mode is off: groups send it everything
}

// Me asks who the bot is and remembers the name that commands in groups are addressed to. Call it once before taking updates.
func (b *Bot) Me(ctx context.Context) (Identity, error) {
	o, err := b.call(ctx, callLimit, func(ctx context.Context) { _, _ = b.api.GetMe(ctx) })
	if err != nil {
		return Identity{}, wrapped("ask who the bot is", err)
	}
	var u models.User
	if json.Unmarshal(o.Result, &u) != nil {
		return Identity{}, wrapped("ask who the bot is", errUnread)
	}
	name := strings.ToLower(u.Username)
	b.username.Store(&name)
	return Identity{ID: u.ID, Name: u.FirstName, Username: u.Username, JoinsGroups: u.CanJoinGroups, ReadsAllTalk: u.CanReadAllGroupMessages}, nil
}

// WebhookState is what Telegram says of the webhook. URL is empty while updates are polled.
type WebhookState struct {
	URL         string
	Pending     int // updates that wait
	LastError   string
	LastErrorAt time.Time
	Connections int
}

// WebhookInfo asks for the state of the webhook.
func (b *Bot) WebhookInfo(ctx context.Context) (WebhookState, error) {
	o, err := b.call(ctx, callLimit, func(ctx context.Context) { _, _ = b.api.GetWebhookInfo(ctx) })
	if err != nil {
		return WebhookState{}, wrapped("ask for the webhook", err)
	}
	var i models.WebhookInfo
	if json.Unmarshal(o.Result, &i) != nil {
		return WebhookState{}, wrapped("ask for the webhook", errUnread)
	}
	return WebhookState{URL: i.URL, Pending: i.PendingUpdateCount, LastError: i.LastErrorMessage, LastErrorAt: at(int64(i.LastErrorDate)),
		Connections: i.MaxConnections}, nil
}

// SetWebhook has Telegram post updates to url with the secret in a header. The secret has 1 to 256 characters of A-Z a-z 0-9 _ -.
// Updates that wait are kept.
func (b *Bot) SetWebhook(ctx context.Context, url, secret string) error {
	var kinds []string
	_ = json.Unmarshal([]byte(allowed), &kinds) // a constant
	_, err := b.call(ctx, callLimit, func(ctx context.Context) {
		_, _ = b.api.SetWebhook(ctx, &tg.SetWebhookParams{URL: url, SecretToken: secret, AllowedUpdates: kinds})
	})
	if err != nil {
		return wrapped("set the webhook", err)
	}
	return nil
}

// DeleteWebhook ends the webhook, so that updates can be polled. Updates that wait are kept.
func (b *Bot) DeleteWebhook(ctx context.Context) error {
	_, err := b.call(ctx, callLimit, func(ctx context.Context) { _, _ = b.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{}) })
	if err != nil {
		return wrapped("delete the webhook", err)
	}
	return nil
}

// Texts are what people see of the bot beside the chat, in one language. They must be neutral: others may look at the phone.
type Texts struct {
	Lang        string // two letters (ISO 639-1); empty: everybody else
	Description string // shown in the empty chat, at most 512 characters
	Short       string // shown on the profile, at most 120 characters
	Commands    []Command
}

// Command is one line of the menu in private chats.
type Command struct{ Name, Text string }

var twoLetters = regexp.MustCompile(`^([a-z]{2})?$`)

// SetUp sets descriptions, commands and the menu button. Telegram allows few changes, so what is already so is left alone.
// Languages without a two-letter code cannot be set and are passed over.
func (b *Bot) SetUp(ctx context.Context, texts []Texts) error {
	for _, t := range texts {
		if !twoLetters.MatchString(t.Lang) {
			continue
		}
		for _, step := range []func(context.Context, Texts) error{b.describe, b.describeShort, b.commands} {
			if err := step(ctx, t); err != nil {
				return wrapped("set up language "+t.Lang, err)
			}
		}
	}
	_, err := b.call(ctx, callLimit, func(ctx context.Context) {
		_, _ = b.api.SetChatMenuButton(ctx, &tg.SetChatMenuButtonParams{MenuButton: models.MenuButtonCommands{Type: models.MenuButtonTypeCommands}})
	})
	if err != nil {
		return wrapped("set the menu button", err)
	}
	return nil
}

// setting reads what is set now and changes it when it differs.
func setting[T any](ctx context.Context, b *Bot, read func(context.Context), same func(T) bool, write func(context.Context)) error {
	o, err := b.call(ctx, callLimit, read)
	if err != nil {
		return err
	}
	var now T
	if json.Unmarshal(o.Result, &now) == nil && same(now) {
		return nil
	}
	_, err = b.call(ctx, callLimit, write)
	return err
}

func (b *Bot) describe(ctx context.Context, t Texts) error {
	return setting(ctx, b,
		func(ctx context.Context) {
			_, _ = b.api.GetMyDescription(ctx, &tg.GetMyDescriptionParams{LanguageCode: t.Lang})
		},
		func(now models.BotDescription) bool { return now.Description == t.Description },
		func(ctx context.Context) {
			_, _ = b.api.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: t.Description, LanguageCode: t.Lang})
		})
}

func (b *Bot) describeShort(ctx context.Context, t Texts) error {
	return setting(ctx, b,
		func(ctx context.Context) {
			_, _ = b.api.GetMyShortDescription(ctx, &tg.GetMyShortDescriptionParams{LanguageCode: t.Lang})
		},
		func(now models.BotShortDescription) bool { return now.ShortDescription == t.Short },
		func(ctx context.Context) {
			_, _ = b.api.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: t.Short, LanguageCode: t.Lang})
		})
}

func (b *Bot) commands(ctx context.Context, t Texts) error {
	list := make([]models.BotCommand, len(t.Commands))
	for i, c := range t.Commands {
		list[i] = models.BotCommand{Command: c.Name, Description: c.Text}
	}
	scope := &models.BotCommandScopeAllPrivateChats{}
	return setting(ctx, b,
		func(ctx context.Context) {
			_, _ = b.api.GetMyCommands(ctx, &tg.GetMyCommandsParams{Scope: scope, LanguageCode: t.Lang})
		},
		func(now []models.BotCommand) bool { return slices.Equal(now, list) },
		func(ctx context.Context) {
			_, _ = b.api.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: list, Scope: scope, LanguageCode: t.Lang})
		})
}
