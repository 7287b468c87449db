-- When it was last said that nobody answers at a task force.
ALTER TABLE rota_marks ADD COLUMN uncovered_at BIGINT NOT NULL DEFAULT 0;
