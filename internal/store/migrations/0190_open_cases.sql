-- Open cases are few, closed ones pile up for years: lists of open ones must not walk over the others. The condition is that of the queries.
CREATE INDEX cases_open ON cases (lead, opened_at) WHERE status NOT IN ('closed', 'merged');
CREATE INDEX cases_open_id ON cases (id) WHERE status NOT IN ('closed', 'merged');
DROP INDEX cases_opened;
