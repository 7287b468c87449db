-- Open cases are few, closed ones pile up for years: lists of open ones must not walk over the others. The condition is that of the queries.
CREATE INDEX cases_open ON cases (lead, opened_at) WHERE status NOT IN ('closed', 'merged');
CREATE INDEX cases_open_id ON cases (id) WHERE status NOT IN ('closed', 'merged');
DROP INDEX cases_opened;

-- And what readiness asks for: the last referral a task force took, and cases closed of late.
CREATE INDEX referrals_accepted ON referrals (to_code, accepted_at) WHERE accepted_at > 0;
CREATE INDEX case_marks_closed ON case_marks (closed_at);
