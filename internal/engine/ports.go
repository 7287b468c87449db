// Package engine runs one turn from a stored update to its commit and gives out what shall be said; it must not know
// Telegram, SQL, Redis or HTTP, only the small interfaces it declares here.
package engine

import (
	"context"
	"errors"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/offer"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Person is the pseudonym (HMAC) of a chat address; the address itself is sealed in the store.
type Person string

// Address is where a message goes, e.g. "tg:1234". It identifies somebody, so it is private.
type Address = private.Text

// ErrConflict says that somebody else changed the row first; the turn is repeated from the start.
var ErrConflict = errors.New("changed by somebody else")

// ErrNotFound says that the row does not exist.
var ErrNotFound = errors.New("not found")

// ErrLaneLost says that another worker took the lane over; nothing was written.
var ErrLaneLost = errors.New("lane lost")

// Incoming is one raw update before it is understood.
type Incoming struct {
	Key     string  // de-duplication key, the same for every delivery of the same update
	Address Address // the lane: the private chat or the group
	Body    []byte  // raw update
	Urgent  bool
}

// Waiting is one stored update of a claimed lane, opened.
type Waiting struct {
	Seq      int64
	Body     []byte
	At       time.Time // when it was stored
	Attempts int
}

// Lane is a claimed lane: until the lease ends, only its holder may write turns of this person.
type Lane struct {
	Person  Person
	Address Address
	Epoch   int64
	Updates []Waiting // in order of arrival
	Ends    bool      // the turn that is done with this lane gives it back in its own commit
}

// Store is what the engine needs from the database.
type Store interface {
	// Put stores updates durably; ones already stored are left out silently. It returns after the commit.
	Put(ctx context.Context, updates ...Incoming) error
	// Claim takes the next lane with waiting updates, urgent ones first; ok is false when nothing waits.
	Claim(ctx context.Context, owner string, lease time.Duration) (lane Lane, ok bool, err error)
	// Release gives a lane back; updates not done become claimable at once (or at the time retry says).
	Release(ctx context.Context, lane Lane, retry time.Time) error
	// SetAside moves an update that cannot be handled out of the way, sealed, and counts it.
	SetAside(ctx context.Context, lane Lane, seq int64, class string) error
	// Turn runs one transaction fenced by the lane's epoch. It returns ErrLaneLost or ErrConflict without having written.
	Turn(ctx context.Context, lane Lane, do func(Tx) error) error
	// System runs a transaction outside any lane (timers, commands of the operator).
	System(ctx context.Context, do func(Tx) error) error
	// Chat gives what is committed of a chat, waiting for nobody; ErrNotFound.
	Chat(ctx context.Context, p Person) (ChatRow, error)
}

// Tx is one open transaction. Every method works on committed rows of before and on what this transaction wrote.
type Tx interface {
	Conversations
	Cases
	Chats
	Register
	People
	Guards
	Pins
	Rotas
	Trainings
	Readinesses
	Drills
	Changes
	Activities
	Speakers
	Cares
	Agencies
	Jobs
	// Hurry lets everything that comes from a chat go before what came from others, until a time.
	Hurry(ctx context.Context, p Person, until time.Time) error
	// Done marks an update as handled.
	Done(ctx context.Context, seq int64) error
	// Audit appends an entry that is never edited.
	Audit(ctx context.Context, e Entry) error
	// SaveFile and File keep what a reporter sent, sealed.
	SaveFile(ctx context.Context, f File) error
	File(ctx context.Context, id string) (File, error)
}

// Conversations keeps the durable copy of conversations.
type Conversations interface {
	// Draft gives the durable conversation of a person and its revision; ErrNotFound when there is none.
	Draft(ctx context.Context, p Person) (body []byte, rev int64, err error)
	// SaveDraft writes revision rev over rev-1 (ErrConflict otherwise); it is purged after until.
	SaveDraft(ctx context.Context, p Person, body []byte, rev int64, until time.Time) error
	// DeleteDraft forgets the conversation and the files that belong to no case.
	DeleteDraft(ctx context.Context, p Person) error
	// MoveDraft gives the conversation of one person to another, with its receipts and files; the former has none afterwards.
	// The new revision is above both.
	MoveDraft(ctx context.Context, from, to Person) error
	// DropFiles deletes the person's files that belong to no case.
	DropFiles(ctx context.Context, p Person) error
	// OpenDrafts lists people whose conversation is unfinished and who wrote after since (for prompts after an outage).
	OpenDrafts(ctx context.Context, since time.Time) ([]Person, error)
	// SaveReceipt lets the receipt with this lookup open the person's conversation.
	SaveReceipt(ctx context.Context, r ReceiptRow) error
	// Receipt finds a receipt by its lookup.
	Receipt(ctx context.Context, lookup string) (ReceiptRow, error)
	// FreshReceipt gives the oldest receipt that has no proof yet; ErrNotFound when all have one.
	FreshReceipt(ctx context.Context) (ReceiptRow, error)
	// SettleReceipt puts lookup and hash of r in the place of what a fresh receipt had. One settled meanwhile is no error.
	SettleReceipt(ctx context.Context, fresh string, r ReceiptRow) error
	// Guess counts a failed receipt try of a person and of all within the last hour, and gives both counts.
	Guess(ctx context.Context, p Person, at time.Time) (own, all int, err error)
	// Guesses gives both counts without adding.
	Guesses(ctx context.Context, p Person, at time.Time) (own, all int, err error)
}

// ReceiptRow ties a receipt to the person whose conversation it opens.
type ReceiptRow struct {
	Lookup string // of the digits, through Argon2id; of a fresh one an HMAC
	Hash   string // Argon2id of the digits; of a fresh one the digits, sealed as all else
	Fresh  bool   // given out a moment ago: the slow work is still to be done
	Person Person
}

// Cases keeps cases.
type Cases interface {
	// Case gives a case by id; ErrNotFound.
	Case(ctx context.Context, id string) (casework.Case, error)
	// SaveCase inserts (Version 1) or replaces the version before; ErrConflict when somebody was first.
	SaveCase(ctx context.Context, c casework.Case) error
	// SetReporter ties the case to the person who reported it.
	SetReporter(ctx context.Context, id string, p Person) error
	// Reporter gives that person.
	Reporter(ctx context.Context, id string) (Person, error)
	// MoveReporter gives all cases of one person to another (access from another phone).
	MoveReporter(ctx context.Context, from, to Person) error
	// CasesBy lists the ids of a person's cases, oldest first.
	CasesBy(ctx context.Context, p Person) ([]string, error)
	// CasesOf lists the open cases a task force leads, newest first.
	CasesOf(ctx context.Context, tf region.Code) ([]casework.Case, error)
	// CasesAsked lists the cases that are over, that a task force led last, and whose reporter has an open wish about the own data.
	CasesAsked(ctx context.Context, tf region.Code) ([]casework.Case, error)
	// Opened counts who opened the content of a case.
	Opened(ctx context.Context, caseID string) ([]Opening, error)
	// Looked counts how often its reporter saw what is kept of a case since a time.
	Looked(ctx context.Context, caseID string, since time.Time) (int, error)
	// CasesSince lists those of them opened since a time, newest first, from one on, at most limit.
	CasesSince(ctx context.Context, tf region.Code, since time.Time, from, limit int) ([]casework.Case, error)
	// OpenCases lists open cases of all task forces in the order of their ids, those after an id, at most limit.
	OpenCases(ctx context.Context, after string, limit int) ([]casework.Case, error)
	// CasesSeen lists the open cases that a task force leads or has a part in (it helps, or it decided who leads), newest first.
	CasesSeen(ctx context.Context, tf region.Code) ([]casework.Case, error)
	// SaveTraces writes what a case can have in common with others, in place of what was written before.
	SaveTraces(ctx context.Context, caseID string, traces []Trace) error
	// SharedTraces lists, by kind, the cases that have a trace in common with a case, without what anybody called their own.
	SharedTraces(ctx context.Context, caseID string) ([]Shared, error)
	// CasesNaming lists cases that name a trace which nobody called their own, the newest first.
	CasesNaming(ctx context.Context, kind, mark string, limit int) ([]string, error)
	// CaseByCode finds a case by the code that officers say to each other; ErrNotFound when there is none.
	CaseByCode(ctx context.Context, code string) (casework.Case, error)
	// CodeTaken tells whether a short code is in use.
	CodeTaken(ctx context.Context, code string) (bool, error)
	// SaveAction stores what a card's button does, under the hash of its handle.
	SaveAction(ctx context.Context, a ActionRow) error
	// Action finds it; ErrNotFound when unknown or expired.
	Action(ctx context.Context, hash string, at time.Time) (ActionRow, error)
}

// Opening is how often somebody opened the content of a case.
type Opening struct {
	By    string // a seat, or "operator"
	Times int
}

// ActionRow is one button of one card: who may press it, on which version of which case.
type ActionRow struct {
	Hash    string
	Person  Person
	Case    string
	Version int64 // version of the case the card showed; 0: any
	Verb    string
	Arg     string
	Expires time.Time
}

// ChatRow is what is known of a chat.
type ChatRow struct {
	Person  Person
	Address Address
	Blocked bool      // the person blocked the bot or is gone
	Wiped   time.Time // zero: not wiped
	Seen    time.Time // last update of the person
	Lang    string    // in which officers' texts come to this phone, whichever seat its owner sits on; empty: Indonesian
}

// Sent is one message in a chat that may have to be deleted or replaced later.
type Sent struct {
	Person Person
	ID     int64 // message id in the chat
	Out    bool  // said by the bot
	At     time.Time
	Keep   bool   // stays at a wipe
	Hold   bool   // stays when the chat is tidied, not at a wipe
	Case   string // with cards and details
	Card   bool
	Rev    int64 // with cards: number of the referral shown; a card of a later one rings anew
}

// Chats keeps addresses and the messages in them.
type Chats interface {
	// Chat gives the row; ErrNotFound.
	Chat(ctx context.Context, p Person) (ChatRow, error)
	// Seen notes that somebody wrote, and so blocks the bot no more, and gives the row; ErrNotFound.
	Seen(ctx context.Context, p Person, at time.Time) (ChatRow, error)
	// SaveChat inserts or replaces it.
	SaveChat(ctx context.Context, c ChatRow) error
	// SetDeskLang keeps the language in which officers' texts come to a chat; SaveChat leaves it as it is.
	SetDeskLang(ctx context.Context, p Person, lang string) error
	// NoteSent remembers messages of a chat.
	NoteSent(ctx context.Context, m ...Sent) error
	// NoteAlso remembers that a message speaks of further cases: it leaves a chat as what is shown of those does.
	NoteAlso(ctx context.Context, m Sent, cases ...string) error
	// SentIn lists messages of a chat since a time, oldest first.
	SentIn(ctx context.Context, p Person, since time.Time) ([]Sent, error)
	// Card gives the newest card of a case in a chat; ErrNotFound.
	Card(ctx context.Context, p Person, caseID string) (Sent, error)
	// CardsOf lists all cards and details of a case in all chats, and what else speaks of it.
	CardsOf(ctx context.Context, caseID string) ([]Sent, error)
	// Forget drops remembered messages.
	Forget(ctx context.Context, p Person, ids ...int64) error
}

// Register keeps task forces, seats and officers.
type Register interface {
	// Register gives the newest snapshot. It may be shared; it is never changed.
	Register(ctx context.Context) (*taskforce.Register, error)
	// SeatOf gives the seat a person sits on; ErrNotFound for everybody else.
	SeatOf(ctx context.Context, p Person) (taskforce.Seat, error)
	// OfficerChat gives the person on a seat; ErrNotFound when it is empty.
	OfficerChat(ctx context.Context, seat casework.SeatID) (Person, error)
	// SaveTaskForces inserts or replaces rows.
	SaveTaskForces(ctx context.Context, rows []taskforce.TaskForce) error
	// SaveSeats inserts or replaces seats (their duty flags and titles, not their officers).
	SaveSeats(ctx context.Context, seats ...taskforce.Seat) error
	// Unlink empties a seat.
	Unlink(ctx context.Context, seat casework.SeatID) error
	// SetReachable notes that the officer's account can or cannot be written to.
	SetReachable(ctx context.Context, p Person, ok bool) error
}

// Job is one row of the outbox: something to be done outside, or at a later time.
type Job struct {
	ID       int64
	Kind     string // "say", "wipe", "delete", "fetch", "deadline", "remind", "purge" …
	Key      string // unique while the row lives; a second job of the same key is left out
	Person   Person // chat the job belongs to; jobs of one chat run in order; empty: none
	Case     string
	RunAt    time.Time
	Urgent   bool
	Attempts int
	Body     []byte // sealed at rest
	Lease    int64  // number of the claim that gave the job out: fences the one who does it; 0 before
}

// Jobs is the outbox and the timers.
type Jobs interface {
	// Enqueue adds jobs; the unique key makes a repetition harmless.
	Enqueue(ctx context.Context, jobs ...Job) error
	// FinishJob removes a job that is being done, in the same commit as what it did; one that is not this claimer's any more stays.
	FinishJob(ctx context.Context, job Job) error
	// JobStands tells whether a job is still there: neither done nor cancelled since it was given out.
	JobStands(ctx context.Context, job Job) (bool, error)
	// CancelJobs removes jobs of a person and kind (all kinds when empty), and gives their number. What is just being done is removed
	// too, and learns so from JobStands.
	CancelJobs(ctx context.Context, p Person, kind string) (int, error)
	// PullJobs brings waiting jobs of a kind that are dated after a time forward to it (the clock went back).
	PullJobs(ctx context.Context, kind string, latest time.Time) error
	// CancelCase removes waiting jobs of a case and kind.
	CancelCase(ctx context.Context, caseID, kind string) (int, error)
}

// Agencies keeps the register of licensed agencies that the operator imported last.
type Agencies interface {
	// SaveAgencies puts a register in place of the one before.
	SaveAgencies(ctx context.Context, asOf time.Time, rows []offer.Agency, at time.Time) error
	// AgencyRegister says of which day the register is and how many rows it has; ErrNotFound when none was imported.
	AgencyRegister(ctx context.Context) (asOf time.Time, rows int, err error)
	// Agencies gives the agencies with these names in plain form; all of them without any.
	Agencies(ctx context.Context, plain ...string) ([]offer.Agency, error)
}

// Entry is one line of the audit. It stands alone: nothing points out of it.
type Entry struct {
	At     time.Time
	Actor  string // "reporter", seat id, "system", "operator"
	Action string // code, e.g. "case.open"
	Target string // case id or seat id
	Detail string // codes only, never words of a person
}

// Head is the end of the audit's chain at a moment: whoever keeps it outside can tell later that nothing before it was changed.
type Head struct {
	Seq  int64
	Mark string // the mac of that entry
	At   time.Time
}

// Ledger is a place outside the database for what must survive it: heads of the audit.
type Ledger interface {
	// AuditHead reads the newest head; zero while nothing was written.
	AuditHead(ctx context.Context) (Head, error)
	// Publish keeps a head durably where a restored or changed database does not reach.
	Publish(ctx context.Context, h Head) error
}

// File is one photo, voice note or document of a reporter.
type File struct {
	ID      string
	Person  Person
	Kind    string       // "photo", "voice", "document", "video"
	Source  private.Text // where the channel can fetch it
	Mime    string
	Size    int64
	Seconds int    // length of a voice note or video, as the channel says; 0: not stated
	Hash    string // SHA-256 of the original, hex, once fetched
	Body    []byte // content, once fetched
	State   string // "waiting", "kept", "failed"
	At      time.Time
	Message int64 // the message it came with, when that is to leave the chat once the content is kept; 0: it stays
}

// Sessions keeps running conversations where they may vanish at any moment.
type Sessions interface {
	// Load gives the body and its revision; rev 0 and no error when there is none.
	Load(ctx context.Context, p Person) (body []byte, rev int64, err error)
	// Save writes revision rev if no newer one is there; saved is false when there is.
	Save(ctx context.Context, p Person, body []byte, rev int64, ttl time.Duration) (saved bool, err error)
	// Drop forgets it.
	Drop(ctx context.Context, p Person) error
}

// Arrival is a decoded update.
type Arrival struct {
	Input     flows.Input
	Group     bool
	Ignore    string  // reason code: nothing to do with this update
	MessageID int64   // the person's own message, to be deleted at a wipe
	PressID   string  // to be answered so that the button stops waiting
	Pressed   int64   // the message whose button was pressed, 0: not known
	Handle    string  // handle of an officer's card button
	Blocked   *bool   // the person blocked (true) or unblocked (false) the bot
	MovedTo   Address // the group moved to this address
	Sender    Address // in a group: who wrote, as the address of their private chat
	File      *File
	SentAt    time.Time
}

// Channel is the edge that speaks to people. bot meets it for Telegram.
type Channel interface {
	// Decode reads a raw update; an error means it is poison.
	Decode(raw []byte) (Arrival, error)
	// Answered stops the waiting sign of a pressed button, best effort; note is shown as a small notice when not empty.
	Answered(ctx context.Context, pressID, note string)
	// SendAll says a message and gives the ids of all its parts, the one with the buttons last.
	SendAll(ctx context.Context, to Address, m Message) (ids []int64, err error)
	// Edit replaces a message; Delete removes messages.
	Edit(ctx context.Context, to Address, id int64, m Message) error
	Delete(ctx context.Context, to Address, ids []int64) error
	// Fetch downloads what a person sent.
	Fetch(ctx context.Context, source string) (body []byte, mime string, err error)
}

// Message is a rendered reply: plain text, never markup made of user data.
type Message struct {
	Text    string
	Buttons [][]MessageButton
	// AskLocation is the label of a keyboard button that shares the location.
	AskLocation string
	Quiet       bool
	Files       []MessageFile
	// Clip speaks the text: both are one message, and if the clip cannot be sent the text is said alone.
	Clip []byte
}

// MessageButton is a rendered button.
type MessageButton struct {
	Label, Data, URL string
	App              string // address of a Mini App
}

// MessageFile is a rebuilt file to be sent.
type MessageFile struct {
	Kind, Name, Mime string
	Body             []byte
}

// Clips knows which texts were recorded.
type Clips interface {
	// Clip gives the clip that speaks a text, text being the fingerprint of the words that are spoken; ok is false when there is
	// none of this wording.
	Clip(ctx context.Context, tag, key, text string) (clip []byte, ok bool)
	// Any tells whether a language has clips.
	Any(tag string) bool
}

// Finished is the class of a job that was done and removed in the commit that says so: nothing is left to do about it.
const Finished = "finished"

// DeliveryError tells the outbox what to do about a failed call. Its text is a class, never a person's words.
type DeliveryError struct {
	Class string        // "rate", "blocked", "bad", "down", "gone", "unauthorized"
	After time.Duration // with "rate": do not call before
	Moved Address       // with "moved": the group's new address
}

func (e *DeliveryError) Error() string { return "delivery: " + e.Class }

// Clock gives the time. The engine never asks the system for it.
type Clock func() time.Time
