-- Under which id Telegram keeps a clip that was uploaded once. An id holds for one bot; clip is the fingerprint of its bytes.
CREATE TABLE uploads (
	bot     TEXT NOT NULL,
	clip    TEXT NOT NULL,
	file_id TEXT NOT NULL,
	PRIMARY KEY (bot, clip)
);
