// Package emulator is a local Bot API server that behaves towards a bot as Telegram does, with people,
// groups, faults and a chat page in the browser; it knows only the Bot API and nothing of any particular bot.
//
// A bot talks to it over HTTP exactly as it would talk to api.telegram.org: Handler answers
// /bot<token>/<method> and /file/bot<token>/<path>. A test (or the page at /) plays the people: Say, Start,
// Press, Photo and the rest make updates, which the bot gets by getUpdates or by webhook. What a person sees
// is read with Chat, what the bot asked for with Calls, and Wait blocks until either looks as expected.
//
// The manners are those of the open server (github.com/tdlib/telegram-bot-api): one queue per chat for
// messages and another per user for button presses, presses that live 150 seconds and messages that live a
// day, failed webhook posts retried at once and then with doubling waits, and its error texts. Known
// departures: webhooks may use plain http and any port, files are never fetched from the Internet,
// MarkdownV2 is refused, photos are kept as they are in one size, and phone numbers are not marked up.
//
// The handler binds no port by itself. It is meant for loopback: whoever reaches it can play every person,
// so the page's control calls refuse foreign hosts and cross-site requests.
package emulator
