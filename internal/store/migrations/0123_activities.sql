-- Prevention work that a task force did: what, where, with how many people, on which local day. file: of the stored files, sealed there;
-- empty: no photo. exercise: 1 in a demonstration.
CREATE TABLE activities (
	id         TEXT PRIMARY KEY,
	task_force TEXT   NOT NULL,
	place      TEXT   NOT NULL,
	kind       TEXT   NOT NULL,
	people     BIGINT NOT NULL,
	day        TEXT   NOT NULL,
	at         BIGINT NOT NULL,
	seat       TEXT   NOT NULL,
	file       TEXT   NOT NULL,
	exercise   BIGINT NOT NULL
);
CREATE INDEX activities_force ON activities (task_force, day);
CREATE INDEX activities_file ON activities (file) WHERE file <> '';
