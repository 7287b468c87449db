-- Plans by which somebody is asked from time to time how things are. body: the plan, sealed; trusted: who has agreed to be told,
-- or opened the link and has not answered yet; token: hash of the one-time link that asks somebody to agree.
CREATE TABLE checkins (
	id          TEXT PRIMARY KEY,
	person      TEXT   NOT NULL UNIQUE,
	trusted     TEXT   NOT NULL,
	token       TEXT   NOT NULL,
	token_until BIGINT NOT NULL,
	rev         BIGINT NOT NULL,
	body        {{blob}} NOT NULL
);
CREATE INDEX checkins_trusted ON checkins (trusted);
CREATE INDEX checkins_token ON checkins (token);

-- Who gets tips. n: number of the next one; at: when it is due.
CREATE TABLE tips (
	person TEXT PRIMARY KEY,
	lang   TEXT   NOT NULL,
	n      BIGINT NOT NULL,
	at     BIGINT NOT NULL
);
