-- The newest cases of a task force: a new case is compared with them, however many there are.
CREATE INDEX cases_opened ON cases (lead, opened_at);
