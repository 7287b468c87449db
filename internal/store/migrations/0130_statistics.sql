-- What figures count of each real case (internal/tally, docs/statistics.md): codes and days. id is a pseudonym of the case's id; when
-- the case is erased it becomes a random one, so that figures once shown stay true and nothing leads back. Nothing here is about a
-- reporter, and no exercise is ever here.
CREATE TABLE case_facts (
	id        TEXT PRIMARY KEY,
	lead      TEXT NOT NULL,
	opened    TEXT NOT NULL,
	priority  TEXT NOT NULL,
	form      TEXT NOT NULL,
	origin    TEXT NOT NULL,
	goal      TEXT NOT NULL,
	route     TEXT NOT NULL,
	lang      TEXT NOT NULL,
	closed    TEXT NOT NULL,
	reason    TEXT NOT NULL,
	confirmed TEXT NOT NULL
);
CREATE INDEX case_facts_opened ON case_facts (opened);
CREATE INDEX case_facts_closed ON case_facts (closed) WHERE closed <> '';

CREATE TABLE fact_steps (
	id   TEXT NOT NULL,
	kind TEXT NOT NULL,
	day  TEXT NOT NULL,
	PRIMARY KEY (id, kind)
);
CREATE INDEX fact_steps_day ON fact_steps (day);

-- Times in seconds, -1 for what did not happen.
CREATE TABLE fact_offers (
	id      TEXT   NOT NULL,
	n       BIGINT NOT NULL,
	code    TEXT   NOT NULL,
	day     TEXT   NOT NULL,
	outcome TEXT   NOT NULL,
	accept  BIGINT NOT NULL,
	begin_s BIGINT NOT NULL,
	limit_s BIGINT NOT NULL,
	PRIMARY KEY (id, n)
);
CREATE INDEX fact_offers_day ON fact_offers (day);

-- Months counted, each once and never again, and what was counted then, by the task forces themselves.
CREATE TABLE stat_months (
	month TEXT   PRIMARY KEY,
	at    BIGINT NOT NULL
);

CREATE TABLE stat_counts (
	month   TEXT   NOT NULL,
	code    TEXT   NOT NULL,
	measure TEXT   NOT NULL,
	cell    TEXT   NOT NULL,
	n       BIGINT NOT NULL,
	PRIMARY KEY (month, code, measure, cell)
);

-- What may be shown of the months up to and with "month": a cell that is not here is hidden. Pages and exports read nothing else of cases.
CREATE TABLE stat_shown (
	month   TEXT   NOT NULL,
	code    TEXT   NOT NULL,
	measure TEXT   NOT NULL,
	cell    TEXT   NOT NULL,
	n       BIGINT NOT NULL,
	PRIMARY KEY (month, code, measure, cell)
);

-- How each task force stood on each day, written once a day.
CREATE TABLE standings (
	day     TEXT   NOT NULL,
	code    TEXT   NOT NULL,
	score   BIGINT NOT NULL,
	formed  BIGINT NOT NULL,
	valid   BIGINT NOT NULL,
	seats   BIGINT NOT NULL,
	linked  BIGINT NOT NULL,
	on_duty BIGINT NOT NULL,
	PRIMARY KEY (day, code)
);

-- How often self-check and learning were begun, by day; nobody's chat, case or place is in it.
CREATE TABLE use_counts (
	day  TEXT   NOT NULL,
	what TEXT   NOT NULL,
	lang TEXT   NOT NULL,
	n    BIGINT NOT NULL,
	PRIMARY KEY (day, what, lang)
);

-- Who has the oversight page open, and links that open it once; hash is the one of a random token.
CREATE TABLE oversight_sessions (
	hash   TEXT PRIMARY KEY,
	person TEXT   NOT NULL,
	until  BIGINT NOT NULL
);

CREATE TABLE oversight_links (
	hash   TEXT PRIMARY KEY,
	person TEXT   NOT NULL,
	until  BIGINT NOT NULL
);
