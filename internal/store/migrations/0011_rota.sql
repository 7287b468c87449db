-- week: bit 3*day+slot, Monday first (taskforce.Week).
CREATE TABLE rota_weeks (
	seat TEXT PRIMARY KEY,
	week BIGINT NOT NULL
);

-- One shift that differs from the week: duty 1 or 0. A day off of a whole task force has slot -1 and an empty seat.
CREATE TABLE rota_changes (
	task_force TEXT   NOT NULL,
	date       TEXT   NOT NULL,
	slot       BIGINT NOT NULL,
	seat       TEXT   NOT NULL,
	duty       BIGINT NOT NULL,
	PRIMARY KEY (task_force, date, slot, seat)
);

-- Somebody asks to be replaced in one shift; back_*: the shift wanted in return. state: open, offered, done, late.
CREATE TABLE covers (
	id         TEXT PRIMARY KEY,
	task_force TEXT   NOT NULL,
	seat       TEXT   NOT NULL,
	date       TEXT   NOT NULL,
	slot       BIGINT NOT NULL,
	taker      TEXT   NOT NULL,
	back_date  TEXT   NOT NULL,
	back_slot  BIGINT NOT NULL,
	state      TEXT   NOT NULL,
	until      BIGINT NOT NULL
);
CREATE INDEX covers_until ON covers (until);

-- How far the rota of a task force was carried out, and what was said about its gaps.
CREATE TABLE rota_marks (
	task_force  TEXT PRIMARY KEY,
	applied_at  BIGINT NOT NULL,
	warned_at   BIGINT NOT NULL,
	answered_at BIGINT NOT NULL,
	raised_at   BIGINT NOT NULL
);
