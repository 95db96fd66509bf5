-- When a person last began it again: what was ended in the workflow engine before that is no wish about it any more.
ALTER TABLE task_queue ADD COLUMN begun_again_at TEXT;
ALTER TABLE plans ADD COLUMN begun_again_at TEXT;
