-- A message that stays when a chat is tidied while somebody writes: the number to copy, and a file that is not fetched yet.
ALTER TABLE sent ADD COLUMN hold BIGINT NOT NULL DEFAULT 0;
