-- What speakers said of texts, the last word of each on each text. status: keep, better, wrong, skip. text: the wording meant;
-- source, base: fingerprints of the Indonesian text and of the release's text then. note: what is wrong, sealed. seq: the counter
-- "wording" after this verdict, by which every replica sees that something was said.
CREATE TABLE verdicts (
	tag     TEXT   NOT NULL,
	key     TEXT   NOT NULL,
	speaker TEXT   NOT NULL,
	status  TEXT   NOT NULL,
	text    TEXT   NOT NULL,
	source  TEXT   NOT NULL,
	base    TEXT   NOT NULL,
	role    TEXT   NOT NULL,
	day     TEXT   NOT NULL,
	note    {{blob}} NOT NULL,
	seq     BIGINT NOT NULL,
	PRIMARY KEY (tag, key, speaker)
);
INSERT INTO counters (name, n) VALUES ('wording', 0);
