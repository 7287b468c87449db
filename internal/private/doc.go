// Package private keeps what people confide from being read by accident or by theft: text that does not print itself, sealing
// with keys, pseudonyms, receipts, tokens and redaction of logs; it must not know cases, databases, Telegram or the clock.
//
// Where to look: [Text] for words in memory, [Keys] for everything at rest, [DataKey] for one case that can be erased by
// destroying one value, [Receipt] for the way back to a case, [Token] for invitations and button handles, [Redactor] for logs.
//
// Every secret here holds its content behind a pointer, so even package fmt reaching into an unexported struct field, where it
// cannot call methods, prints an address and not the content. A debugger, a memory dump and package unsafe still see everything.
package private
