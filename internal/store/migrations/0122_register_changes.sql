-- What was changed in rows of the register, when, and by which seat ("operator": a command). value: what the field became, sealed; empty:
-- nothing is known any more.
CREATE TABLE register_changes (
	seq   {{id}},
	id    TEXT   NOT NULL UNIQUE,
	code  TEXT   NOT NULL,
	at    BIGINT NOT NULL,
	actor TEXT   NOT NULL,
	field TEXT   NOT NULL,
	value {{blob}} NOT NULL
);
CREATE INDEX register_changes_code ON register_changes (code, seq);
