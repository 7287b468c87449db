// Command siaga is a Telegram bot that takes reports of suspected human trafficking in Indonesia, refers each to the
// regional task force that can act, and lets its duty officers work the case inside Telegram.
//
// # A tour of the house, from the cellar up
//
// internal/private holds what must not be seen: text that does not print itself, keys, sealing, receipt numbers.
//
// internal/region knows every kabupaten and kota and finds the place behind a name or a pin. internal/casework knows what a
// case is and how it may move. internal/taskforce knows who there is and decides who gets it. internal/understand guesses
// what a free text means and in which language it is. internal/directory knows telephone numbers, with their source and date.
// internal/offer weighs a job offer. internal/voice knows recorded clips and which text each speaks. internal/copies makes clean copies of files. None of them knows anything of the rooms above.
//
// internal/checkin knows a plan by which somebody is asked from time to time how things are.
//
// flows is the kernel of conversations: a table of rows, one answer in, the next question and wished-for effects out.
// flows/report is the conversation with a reporter, flows/duty the one with a duty officer, flows/review and flows/record those
// with a speaker who reviews texts or reads them aloud, flows/learn the lessons, flows/selfcheck the check of an offer,
// flows/rights what is kept of a reporter and wishes about it, and flows/checkin the choice to be asked how things are. Reading down the
// rows of a table is reading the conversation.
// flows/flowtest plays a transcript against a table. locales holds the words.
//
// internal/engine runs one turn: a stored update, one transaction, then what shall be said. It declares the small interfaces
// it needs; internal/store (SQLite, PostgreSQL), internal/session (Redis, SQL, memory), internal/i18n and bot (Telegram) meet
// them. internal/outbox delivers what was committed and fires the timers.
//
// internal/tally counts cases for people to read and hides what would point at somebody; internal/oversight is the page and the files
// with these figures. internal/simulate makes up a year of all task forces to try it on.
//
// internal/ledger keeps in a folder what must survive the database, internal/evidence writes packs for those who investigate,
// internal/kms asks a key service to seal the key file, internal/leakscan looks for words where they must not be, and internal/gauge draws a score.
//
// internal/emulator is a Bot API server on this machine, with telephones in the browser. internal/e2e plays whole
// conversations through everything; internal/soak lives a month of it in one goroutine. internal/cell gives a stranger's file a process with
// limits and without network; internal/ocr lets the words in a picture be read in one.
//
// internal/config reads the settings; internal/app puts all parts together by hand; the files here are one command each.
//
// In one line: flows decide, the engine does, the edges translate.
package main
