-- The register of agencies that may place workers abroad (P3MI), as the operator imported it last: public names, nobody's words.
-- plain: the form in which names are compared; valid_until: milliseconds of the last day, 0: not stated. agency_register has one row
-- (id 1) when there is a register; as_of: the day it was published.
CREATE TABLE agencies (
	plain       TEXT   NOT NULL PRIMARY KEY,
	name        TEXT   NOT NULL,
	licence     TEXT   NOT NULL,
	status      TEXT   NOT NULL,
	valid_until BIGINT NOT NULL
);
CREATE TABLE agency_register (
	id          BIGINT NOT NULL PRIMARY KEY,
	as_of       BIGINT NOT NULL,
	imported_at BIGINT NOT NULL,
	size        BIGINT NOT NULL
);
