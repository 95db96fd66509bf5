-- How a turn ended and what it took; what a session's state was read from; usage limits by account.
-- ensure-column prompts result TEXT
-- ensure-column prompts question TEXT
-- ensure-column prompts model TEXT
-- ensure-column prompts input_tokens INTEGER
-- ensure-column prompts output_tokens INTEGER
-- ensure-column prompts cache_read_tokens INTEGER
-- ensure-column prompts cache_write_tokens INTEGER
-- ensure-column prompts cost_usd REAL

-- ensure-column sessions account TEXT
-- ensure-column sessions evidence_source TEXT
-- ensure-column sessions disagreement TEXT
-- ensure-column sessions hook_key TEXT

DROP TRIGGER sessions_updated;
CREATE TRIGGER sessions_updated AFTER UPDATE OF status, reason, provider, specialty, current_task_id, working_dir, attached, present, limited_until, evidence_source, disagreement, total_tasks_completed, total_tasks_failed ON sessions BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', NEW.name);
END;
