-- What readiness counts of a case without opening it; written anew at each change. version: of the case these figures were taken from;
-- where it is another one (an older program changed the case) the case is opened instead. late_at: when it becomes overdue if nothing
-- happens, 0 when it is over. said: what its reporter said to the closing as done: yes, no, silent or unreached; empty: nothing to say.
CREATE TABLE case_marks (
	case_id   TEXT PRIMARY KEY,
	version   BIGINT NOT NULL,
	late_at   BIGINT NOT NULL,
	said      TEXT   NOT NULL,
	closed_at BIGINT NOT NULL
);
CREATE INDEX cases_counted ON cases (id, exercise, status, lead, version); -- bodies need not be read to count
CREATE INDEX referrals_offered ON referrals (offered_at);

-- A test referral to one task force. state: planned, running, done, stopped. Times are 0 for what did not happen. accepted_by: a seat;
-- covered_by: the task force of that seat when it was not the one tested.
CREATE TABLE drills (
	id           TEXT PRIMARY KEY,
	task_force   TEXT   NOT NULL,
	state        TEXT   NOT NULL,
	case_id      TEXT   NOT NULL DEFAULT '',
	by_whom      TEXT   NOT NULL DEFAULT '',
	run_at       BIGINT NOT NULL,
	sent_at      BIGINT NOT NULL DEFAULT 0,
	delivered_at BIGINT NOT NULL DEFAULT 0,
	opened_at    BIGINT NOT NULL DEFAULT 0,
	accepted_at  BIGINT NOT NULL DEFAULT 0,
	accepted_by  TEXT   NOT NULL DEFAULT '',
	covered_by   TEXT   NOT NULL DEFAULT '',
	answered_at  BIGINT NOT NULL DEFAULT 0,
	ended_at     BIGINT NOT NULL DEFAULT 0,
	why          TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX drills_force ON drills (task_force, sent_at);
CREATE INDEX drills_case ON drills (case_id) WHERE case_id <> '';
