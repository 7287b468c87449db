-- Task forces that have a part in a case beside its lead; written anew from the case at each change.
CREATE TABLE case_parts (
	case_id TEXT NOT NULL,
	code    TEXT NOT NULL,
	PRIMARY KEY (case_id, code)
);
CREATE INDEX case_parts_code ON case_parts (code);
