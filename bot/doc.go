// Package bot is the Telegram edge: updates in, messages out; it alone knows Telegram, and it must not know the store, the
// sessions, the outbox or what a conversation is about.
//
// Intake (poll.go, webhook.go, intake.go) hands raw updates to be stored and confirms them to Telegram only afterwards. Decoding
// (decode.go and the files beside it) is done later, one update at a time. Sending (send.go, edit.go) turns a rendered message
// into calls. All calls go through wire.go, which keeps the token out of every error.
//
// The library go-telegram/bot serves as the typed list of methods and parameters only: its polling and its webhook confirm
// updates before they are handled, and one update it cannot read stops it for ever.
package bot
