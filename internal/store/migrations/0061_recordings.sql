-- What speakers did with texts as they are read aloud, the last of each with each text. status: keep, skip, or bad when somebody who
-- heard it says that it is wrong. text: fingerprint of the words spoken; file: of the stored files, sealed there; clip: fingerprint of
-- its bytes; heard: who else heard it and stands for it. seq: the counter "wording" afterwards.
CREATE TABLE recordings (
	tag     TEXT   NOT NULL,
	key     TEXT   NOT NULL,
	speaker TEXT   NOT NULL,
	status  TEXT   NOT NULL,
	text    TEXT   NOT NULL,
	file    TEXT   NOT NULL,
	clip    TEXT   NOT NULL,
	role    TEXT   NOT NULL,
	day     TEXT   NOT NULL,
	heard   TEXT   NOT NULL,
	seq     BIGINT NOT NULL,
	PRIMARY KEY (tag, key, speaker)
);
CREATE INDEX recordings_file ON recordings (file);
