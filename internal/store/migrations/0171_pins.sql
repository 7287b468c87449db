-- The PIN by which an officer shows to be the one who set it. body: whose it is, its proof, and what is asked just now, sealed.
-- reset_id: names the question to coordinators whether a forgotten PIN may be set anew; empty: none waits.
CREATE TABLE seat_pins (
	seat     TEXT PRIMARY KEY,
	rev      BIGINT NOT NULL,
	reset_id TEXT   NOT NULL DEFAULT '',
	body     {{blob}} NOT NULL
);
-- Task forces whose seats open content with a PIN only.
CREATE TABLE pin_forces (
	task_force TEXT PRIMARY KEY
);
