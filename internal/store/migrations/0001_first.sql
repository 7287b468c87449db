-- One text for both databases: {{id}} and {{blob}} are filled in per dialect. Times are milliseconds since 1970 in UTC, 0 for none;
-- yes and no are 1 and 0. Columns of type {{blob}} hold sealed values, bound to table, row and field. "person" is a pseudonym.

CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
);

CREATE TABLE counters (
	name TEXT PRIMARY KEY,
	n    BIGINT NOT NULL
);
INSERT INTO counters (name, n) VALUES ('audit', 0), ('register', 0);

-- state: 0 waiting, 1 done, 2 set aside. "key" is a pseudonym of the update's own key.
CREATE TABLE inbox (
	seq      {{id}},
	key      TEXT   NOT NULL UNIQUE,
	person   TEXT   NOT NULL,
	body     {{blob}} NOT NULL,
	urgent   BIGINT NOT NULL,
	at       BIGINT NOT NULL,
	attempts BIGINT NOT NULL DEFAULT 0,
	state    BIGINT NOT NULL DEFAULT 0,
	class    TEXT   NOT NULL DEFAULT '',
	ended_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX inbox_next ON inbox (urgent DESC, seq) WHERE state = 0;
CREATE INDEX inbox_lane ON inbox (person, seq) WHERE state = 0;
CREATE INDEX inbox_ended ON inbox (ended_at) WHERE state <> 0;

CREATE TABLE lanes (
	person      TEXT PRIMARY KEY,
	epoch       BIGINT NOT NULL DEFAULT 0,
	owner       TEXT   NOT NULL DEFAULT '',
	lease       BIGINT NOT NULL DEFAULT 0,
	lease_until BIGINT NOT NULL DEFAULT 0,
	ready_at    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE chats (
	person   TEXT PRIMARY KEY,
	address  {{blob}} NOT NULL,
	blocked  BIGINT NOT NULL DEFAULT 0,
	wiped_at BIGINT NOT NULL DEFAULT 0,
	seen_at  BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE sent (
	person  TEXT   NOT NULL,
	id      BIGINT NOT NULL,
	said    BIGINT NOT NULL,
	at      BIGINT NOT NULL,
	keep    BIGINT NOT NULL,
	case_id TEXT   NOT NULL,
	card    BIGINT NOT NULL,
	rev     BIGINT NOT NULL,
	PRIMARY KEY (person, id)
);
CREATE INDEX sent_case ON sent (case_id) WHERE case_id <> '';
CREATE INDEX sent_at ON sent (at);

CREATE TABLE drafts (
	person     TEXT PRIMARY KEY,
	body       {{blob}} NOT NULL,
	rev        BIGINT NOT NULL,
	until      BIGINT NOT NULL,
	changed_at BIGINT NOT NULL
);
CREATE INDEX drafts_until ON drafts (until);

CREATE TABLE receipts (
	lookup TEXT PRIMARY KEY,
	hash   {{blob}} NOT NULL,
	person TEXT   NOT NULL,
	at     BIGINT NOT NULL
);
CREATE INDEX receipts_person ON receipts (person);

CREATE TABLE guesses (
	id     {{id}},
	person TEXT   NOT NULL,
	at     BIGINT NOT NULL
);
CREATE INDEX guesses_at ON guesses (at);

-- Deleting the row of a case here makes its case row, its files and the bodies of its jobs unreadable for ever.
CREATE TABLE case_keys (
	case_id TEXT PRIMARY KEY,
	sealed  {{blob}} NOT NULL
);

CREATE TABLE cases (
	id         TEXT PRIMARY KEY,
	code       TEXT   NOT NULL UNIQUE,
	version    BIGINT NOT NULL,
	status     TEXT   NOT NULL,
	priority   TEXT   NOT NULL,
	lead       TEXT   NOT NULL,
	owner      TEXT   NOT NULL,
	exercise   BIGINT NOT NULL,
	reporter   TEXT   NOT NULL DEFAULT '',
	opened_at  BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	body       {{blob}} NOT NULL
);
CREATE INDEX cases_lead ON cases (lead, status);
CREATE INDEX cases_reporter ON cases (reporter) WHERE reporter <> '';

-- For statistics; written anew from the case at each change. bounces: refusals up to and with this referral.
CREATE TABLE referrals (
	case_id     TEXT   NOT NULL,
	n           BIGINT NOT NULL,
	to_code     TEXT   NOT NULL,
	status      TEXT   NOT NULL,
	offered_at  BIGINT NOT NULL,
	deadline    BIGINT NOT NULL,
	accepted_at BIGINT NOT NULL,
	ended_at    BIGINT NOT NULL,
	reason      TEXT   NOT NULL,
	bounces     BIGINT NOT NULL,
	PRIMARY KEY (case_id, n)
);
CREATE INDEX referrals_to ON referrals (to_code, status);

CREATE TABLE actions (
	hash       TEXT PRIMARY KEY,
	person     TEXT   NOT NULL,
	case_id    TEXT   NOT NULL,
	version    BIGINT NOT NULL,
	verb       TEXT   NOT NULL,
	arg        {{blob}} NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX actions_expires ON actions (expires_at);
CREATE INDEX actions_case ON actions (case_id);

CREATE TABLE task_forces (
	code        TEXT PRIMARY KEY,
	formed      BIGINT NOT NULL,
	valid_until BIGINT NOT NULL,
	body        {{blob}} NOT NULL
);

-- officer: the person on the seat, NULL for an empty one; nobody sits on two seats.
CREATE TABLE seats (
	id         TEXT PRIMARY KEY,
	task_force TEXT   NOT NULL,
	role       TEXT   NOT NULL,
	title      TEXT   NOT NULL,
	on_duty    BIGINT NOT NULL,
	officer    TEXT   UNIQUE,
	details    {{blob}} NOT NULL,
	reachable  BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE invites (
	hash       TEXT PRIMARY KEY,
	seat       TEXT   NOT NULL,
	officer    {{blob}} NOT NULL,
	expires_at BIGINT NOT NULL
);

-- state: 0 waiting, 2 given up (dead letter). ordered: kinds whose order in a chat is kept even over a retry.
CREATE TABLE jobs (
	id          {{id}},
	ref         TEXT   NOT NULL UNIQUE,
	kind        TEXT   NOT NULL,
	key         TEXT   UNIQUE,
	person      TEXT   NOT NULL,
	case_id     TEXT   NOT NULL,
	run_at      BIGINT NOT NULL,
	urgent      BIGINT NOT NULL,
	attempts    BIGINT NOT NULL DEFAULT 0,
	body        {{blob}} NOT NULL,
	state       BIGINT NOT NULL DEFAULT 0,
	class       TEXT   NOT NULL DEFAULT '',
	ordered     BIGINT NOT NULL,
	retried     BIGINT NOT NULL DEFAULT 0,
	owner       TEXT   NOT NULL DEFAULT '',
	lease       BIGINT NOT NULL DEFAULT 0,
	lease_until BIGINT NOT NULL DEFAULT 0,
	ended_at    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX jobs_next ON jobs (urgent DESC, run_at, id) WHERE state = 0;
CREATE INDEX jobs_person ON jobs (person, id) WHERE state = 0;
CREATE INDEX jobs_case ON jobs (case_id) WHERE case_id <> '';

-- Stands alone: no key points here or away. Each mac covers its row and the mac before.
CREATE TABLE audit (
	seq    BIGINT PRIMARY KEY,
	at     BIGINT NOT NULL,
	actor  TEXT   NOT NULL,
	action TEXT   NOT NULL,
	target TEXT   NOT NULL,
	detail TEXT   NOT NULL,
	mac    TEXT   NOT NULL
);

-- sealed_key: under the master key, and under the key of the case as well once case_id is set.
CREATE TABLE files (
	id         TEXT PRIMARY KEY,
	person     TEXT   NOT NULL,
	case_id    TEXT   NOT NULL DEFAULT '',
	kind       TEXT   NOT NULL,
	state      TEXT   NOT NULL,
	at         BIGINT NOT NULL,
	sealed_key {{blob}} NOT NULL,
	details    {{blob}} NOT NULL
);
CREATE INDEX files_person ON files (person) WHERE case_id = '';
CREATE INDEX files_case ON files (case_id) WHERE case_id <> '';

CREATE TABLE file_bodies (
	file_id TEXT PRIMARY KEY,
	body    {{blob}} NOT NULL
);

-- Used when there is no Redis.
CREATE TABLE sessions (
	person     TEXT PRIMARY KEY,
	body       {{blob}} NOT NULL,
	rev        BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires_at);
