-- Who is invited to help with the words of one language, and who does. can: what they may do, words with spaces between
-- ("review record"). role: of the person ("guru, Ponorogo"), never a name.
CREATE TABLE speaker_invites (
	hash       TEXT PRIMARY KEY,
	tag        TEXT   NOT NULL,
	role       TEXT   NOT NULL,
	can        TEXT   NOT NULL,
	expires_at BIGINT NOT NULL
);

CREATE TABLE speakers (
	id       TEXT PRIMARY KEY,
	person   TEXT   NOT NULL UNIQUE,
	tag      TEXT   NOT NULL,
	role     TEXT   NOT NULL,
	can      TEXT   NOT NULL,
	at       BIGINT NOT NULL,
	ended_at BIGINT NOT NULL DEFAULT 0
);
