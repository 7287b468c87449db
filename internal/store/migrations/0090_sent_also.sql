-- A message that speaks of a second case, such as one about what two cases have in common: it leaves a chat with either of them.
CREATE TABLE sent_also (
	person  TEXT   NOT NULL,
	id      BIGINT NOT NULL,
	case_id TEXT   NOT NULL,
	at      BIGINT NOT NULL,
	PRIMARY KEY (person, id, case_id)
);
CREATE INDEX sent_also_case ON sent_also (case_id);
