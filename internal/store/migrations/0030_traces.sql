-- What two cases can have in common: telephones, accounts, companies. mark is a keyed pseudonym, never the thing itself; own: it belongs
-- to a reporter or the family, so that it leads to no recruiter. Written anew when a reporter says something.
CREATE TABLE traces (
	case_id TEXT   NOT NULL,
	kind    TEXT   NOT NULL,
	mark    TEXT   NOT NULL,
	own     BIGINT NOT NULL,
	PRIMARY KEY (case_id, kind, mark)
);
CREATE INDEX traces_mark ON traces (kind, mark);
