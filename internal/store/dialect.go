package store

import "context"

// dialect is all in which the two databases differ.
type dialect struct {
	name    string
	id      string // type of a row number that the database gives
	blob    string // type of a sealed column
	skip    string // clause that passes over rows another worker is claiming, with %s for the table's name
	guard   string // statement that lets one claimer of jobs in at a time; empty where there is one writer anyway
	still   string // statement that keeps new chats out for the rest of the transaction; empty where there is one writer anyway
	migrate func(context.Context, *DB) error
	// passing tells whether an error goes away when the whole transaction is tried again.
	passing func(error) bool
	// held tells whether an error says that somebody else kept rows or tables for too long.
	held func(error) bool
	// slow is said first in a step of the schema, which may take longer than other statements; empty where nothing bounds them.
	slow string
	// unique tells whether an error says that a unique value is there already.
	unique func(error) bool
	// disk tells whether an error says that a sync to disk failed, after which nothing may be believed any more.
	disk func(error) bool
	// erased makes sure that deleted rows leave the files; nil when there is nothing to do.
	erased func(context.Context, *DB) error
	// rows bounds the rows of one INSERT: a round trip is dear on a network, and without one a long statement is.
	rows int
	// oneWriter says that transactions run one after the other, so that those that wait may share a commit.
	oneWriter bool
}
