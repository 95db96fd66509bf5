-- What the receipts, leases and the live session states need beyond the original's columns.

-- ensure-column lost_and_found session_name TEXT
-- ensure-column lost_and_found reason TEXT
-- ensure-column lost_and_found resolved_at TEXT
-- ensure-column lost_and_found resolution TEXT

-- ensure-column assignment_history reason TEXT
-- ensure-column assignment_history evidence TEXT
CREATE INDEX assignment_history_prompt ON assignment_history (prompt_id, id);

-- ensure-column prompts stage TEXT NOT NULL DEFAULT 'accepted'
-- ensure-column prompts reason TEXT
-- ensure-column prompts specialty TEXT
-- ensure-column prompts expected_provider TEXT
-- ensure-column prompts project TEXT
-- ensure-column prompts working_dir TEXT
-- ensure-column prompts idempotency_key TEXT
-- ensure-column prompts idempotency_hash TEXT
CREATE UNIQUE INDEX prompts_idempotency ON prompts (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX prompts_by_status ON prompts (status, id);
CREATE INDEX prompts_by_priority ON prompts (priority DESC, id);
CREATE INDEX prompts_completed ON prompts (completed_at, status) WHERE completed_at IS NOT NULL;
-- One index for each way assign() looks for the best waiting prompt, so that its cost doesn't grow with the queue.
CREATE INDEX prompts_waiting_target ON prompts (target_session, priority DESC, id)
    WHERE stage = 'queued' AND target_session IS NOT NULL;
CREATE INDEX prompts_waiting_open ON prompts (target_provider, specialty, priority DESC, id)
    WHERE stage = 'queued' AND target_session IS NULL;
-- Ended prompts of the original had no stage.
UPDATE prompts SET stage = status WHERE status IN ('completed', 'failed', 'cancelled');
-- What it had in hand when it was stopped was typed already: a person decides, it is never typed again unasked.
INSERT INTO lost_and_found (prompt_id, session_name, reason)
    SELECT id, assigned_session, 'in the hands of the original system when it was stopped' FROM prompts
    WHERE status IN ('assigned', 'in_progress');
UPDATE prompts SET status = 'failed', stage = 'indeterminate', completed_at = CURRENT_TIMESTAMP,
    error = 'It was in the hands of the original system when that was stopped: whether it was done can''t be told.'
    WHERE status IN ('assigned', 'in_progress');

-- Sessions a prompt must not go to again: they failed it.
CREATE TABLE prompt_exclusions (
    prompt_id INTEGER NOT NULL REFERENCES prompts(id) ON DELETE CASCADE,
    session_name TEXT NOT NULL,
    PRIMARY KEY (prompt_id, session_name)
) WITHOUT ROWID;

-- ensure-column sessions reason TEXT
-- ensure-column sessions rule TEXT
-- ensure-column sessions evidence TEXT
-- ensure-column sessions host TEXT
-- ensure-column sessions pane_id TEXT
-- ensure-column sessions attached INTEGER NOT NULL DEFAULT 0
-- ensure-column sessions detected INTEGER NOT NULL DEFAULT 0
-- ensure-column sessions present INTEGER NOT NULL DEFAULT 0
-- ensure-column sessions ready_since TEXT
-- ensure-column sessions limited_until TEXT
-- ensure-column sessions output_at TEXT
-- ensure-column sessions last_project TEXT
CREATE INDEX sessions_by_status ON sessions (status);
-- What its sessions did when it was stopped is old news; the watch says what they do now.
UPDATE sessions SET current_task_id = NULL, status = 'unknown', reason = 'not seen yet';

-- A session's exclusive promise to one prompt, and what is needed to go on after a crash.
CREATE TABLE leases (
    session_name TEXT PRIMARY KEY REFERENCES sessions(name) ON DELETE CASCADE ON UPDATE CASCADE,
    prompt_id INTEGER NOT NULL UNIQUE REFERENCES prompts(id) ON DELETE CASCADE,
    pane_id TEXT NOT NULL,
    granted_at TEXT NOT NULL,
    acknowledged_at TEXT,
    baseline TEXT -- JSON of what the pane showed before typing
);

-- Requests to a host that must not pass through workflow histories (commands, environment values).
CREATE TABLE session_commands (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    session_name TEXT NOT NULL,
    payload TEXT NOT NULL, -- JSON; emptied when done
    status TEXT NOT NULL DEFAULT 'pending',
    error TEXT,
    created_at TEXT NOT NULL,
    ended_at TEXT
);

-- Every change of a prompt or session, in order, for the event stream; the newest rows only.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL
);
CREATE TRIGGER prompts_inserted AFTER INSERT ON prompts BEGIN
    INSERT INTO changes (kind, key) VALUES ('prompt', NEW.id);
END;
CREATE TRIGGER prompts_updated AFTER UPDATE ON prompts BEGIN
    INSERT INTO changes (kind, key) VALUES ('prompt', NEW.id);
END;
CREATE TRIGGER sessions_inserted AFTER INSERT ON sessions BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', NEW.name);
END;
CREATE TRIGGER sessions_updated AFTER UPDATE OF status, reason, provider, specialty, current_task_id, working_dir, attached, present, limited_until, total_tasks_completed, total_tasks_failed ON sessions BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', NEW.name);
END;
CREATE TRIGGER sessions_deleted AFTER DELETE ON sessions BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', OLD.name);
END;
CREATE TRIGGER changes_trimmed AFTER INSERT ON changes WHEN NEW.seq % 1000 = 0 BEGIN
    DELETE FROM changes WHERE seq <= NEW.seq - 10000;
END;
