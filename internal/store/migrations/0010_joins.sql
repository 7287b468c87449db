-- confirmed: whoever opens the link is linked at once (the operator vouched); inviter: the seat that made it, empty for the operator.
ALTER TABLE invites ADD COLUMN inviter TEXT NOT NULL DEFAULT '';
ALTER TABLE invites ADD COLUMN confirmed BIGINT NOT NULL DEFAULT 0;

-- field: which sub task force a member's seat belongs to.
ALTER TABLE seats ADD COLUMN field TEXT NOT NULL DEFAULT '';

-- Somebody opened an invitation and waits until a second person says who it is. state: waiting, yes, no.
CREATE TABLE joins (
	id         TEXT PRIMARY KEY,
	person     TEXT   NOT NULL,
	seat       TEXT   NOT NULL,
	inviter    TEXT   NOT NULL,
	officer    {{blob}} NOT NULL,
	state      TEXT   NOT NULL,
	at         BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX joins_person ON joins (person);
CREATE INDEX joins_seat ON joins (seat);

-- What the one who leaves a seat has written down for the one who comes.
CREATE TABLE seat_notes (
	seat TEXT PRIMARY KEY,
	body {{blob}} NOT NULL,
	at   BIGINT NOT NULL
);
