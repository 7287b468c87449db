-- Until when everything that comes from a chat goes before what came from others: somebody there is in danger.
ALTER TABLE lanes ADD COLUMN hurry_until BIGINT NOT NULL DEFAULT 0;
