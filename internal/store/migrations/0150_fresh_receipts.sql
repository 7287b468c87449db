-- A receipt that was given out a moment ago: its slow lookup and proof are still to be made (fresh = 1), and hash holds the sealed digits.
ALTER TABLE receipts ADD COLUMN fresh BIGINT NOT NULL DEFAULT 0;
CREATE INDEX receipts_fresh ON receipts (at) WHERE fresh = 1;
