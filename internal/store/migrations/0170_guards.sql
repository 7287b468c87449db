-- What stands between a seat and the content of cases. freeze_id: names the freeze that holds, empty when content may be opened.
-- counted: number of the audit up to which readings do not count any more, set when a coordinator opened the content again.
CREATE TABLE seat_guards (
	seat      TEXT PRIMARY KEY,
	freeze_id TEXT   NOT NULL DEFAULT '',
	frozen_at BIGINT NOT NULL DEFAULT 0,
	counted   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX audit_reads ON audit (actor, at) WHERE action = 'case.read';
