package bot

import (
	"strings"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"siaga/flows"
	"siaga/internal/private"
)

// command reads "/name@bot rest" when Telegram marked it as a command at the very beginning and it is for this bot. Marks are
// counted in UTF-16 units; one that does not fit the text is no mark, and the text is then ordinary words.
func (b *Bot) command(m *message, in *flows.Input) bool {
	text, _ := cut(get[string](&m.fields, "text"), maxText)
	length, ok := commandLength(m)
	if !ok || !strings.HasPrefix(text, "/") {
		return false
	}
	head, rest, ok := splitUnits(text, length)
	name, to, addressed := strings.Cut(strings.ToLower(head[1:]), "@")
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n") || addressed && !b.named(to) {
		return false
	}
	in.Text = private.NewText(strings.TrimSpace(rest))
	if name == "start" {
		in.Kind = flows.Start
		return true
	}
	in.Kind, in.Choice = flows.Command, name
	return true
}

// commandLength finds the mark of a command at the beginning. Marks of a form we cannot read are no marks.
func commandLength(m *message) (int, bool) {
	probe := fields{parts: m.parts}
	for _, e := range get[[]models.MessageEntity](&probe, "entities") {
		if e.Type == models.MessageEntityTypeBotCommand && e.Offset == 0 && e.Length > 1 {
			return e.Length, true
		}
	}
	return 0, false
}

// named tells whether a name is this bot's. Before [Bot.Me] was asked every name is taken to be.
func (b *Bot) named(name string) bool {
	own := b.username.Load()
	return own == nil || *own == name
}

// splitUnits splits after n UTF-16 units; ok is false when there are fewer or the cut would go through a character.
func splitUnits(s string, n int) (head, rest string, ok bool) {
	units := 0
	for i, r := range s {
		if units == n {
			return s[:i], s[i:], true
		}
		if units > n {
			return s, "", false
		}
		units += max(1, utf16.RuneLen(r))
	}
	return s, "", units == n
}

// cut shortens s to n UTF-16 units without breaking a character, and tells whether something was lost.
func cut(s string, n int) (string, bool) {
	units := 0
	for i, r := range s {
		units += max(1, utf16.RuneLen(r))
		if units > n {
			return s[:i], true
		}
	}
	return s, false
}
