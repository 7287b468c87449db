package bot

// Link writes the address that opens this bot with a payload; before Telegram has told the bot's name, the command that does the same.
func (b *Bot) Link(payload string) string {
	name := b.username.Load()
	if name == nil || *name == "" {
		return "/start " + payload
	}
	return "https://t.me/" + *name + "?start=" + payload
}
