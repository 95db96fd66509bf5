-- Background tasks. Releases of the original system differ in their task_queue: what all of them may have is copied into
-- a table of ours, and a table that held rows stays beside it as it was.
CREATE TABLE IF NOT EXISTS task_queue (id INTEGER PRIMARY KEY);
-- ensure-column task_queue task_type TEXT
-- ensure-column task_queue type TEXT
-- ensure-column task_queue status TEXT
-- ensure-column task_queue priority INTEGER
-- ensure-column task_queue payload TEXT
-- ensure-column task_queue task_data TEXT
-- ensure-column task_queue data TEXT
-- ensure-column task_queue error TEXT
-- ensure-column task_queue error_message TEXT
-- ensure-column task_queue created_at TEXT
-- ensure-column task_queue started_at TEXT
-- ensure-column task_queue completed_at TEXT
ALTER TABLE task_queue RENAME TO task_queue_original;

CREATE TABLE task_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task_type TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending', -- pending, running (has a slot), completed, failed, cancelled, lost
    priority INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL,
    payload TEXT NOT NULL, -- JSON, as the type of the task has it
    project_id INTEGER,
    working_dir TEXT,
    env TEXT NOT NULL DEFAULT '{}', -- JSON object
    secrets TEXT NOT NULL DEFAULT '[]', -- JSON array of names, never values
    timeout_seconds REAL NOT NULL DEFAULT 3600,
    max_retries INTEGER NOT NULL DEFAULT 0,
    retry_count INTEGER NOT NULL DEFAULT 0,
    run INTEGER NOT NULL DEFAULT 0, -- number of the newest try; files of a try carry it
    entered INTEGER NOT NULL DEFAULT 0, -- its workflow waits for a slot
    acknowledged INTEGER NOT NULL DEFAULT 0, -- its workflow has answered for the slot
    reason TEXT,
    exit_code INTEGER,
    signal TEXT,
    pid INTEGER,
    pid_started TEXT, -- tells the process from a later one with its number
    source TEXT NOT NULL DEFAULT 'api',
    idempotency_key TEXT,
    idempotency_hash TEXT,
    created_at TEXT NOT NULL,
    started_at TEXT,
    completed_at TEXT
);
INSERT INTO task_queue (id, task_type, status, priority, title, payload, reason, source, created_at, started_at, completed_at)
    SELECT id, coalesce(task_type, type, 'shell'),
        CASE WHEN status IN ('completed', 'done', 'success') THEN 'completed'
             WHEN status IN ('failed', 'error') THEN 'failed'
             WHEN status = 'cancelled' THEN 'cancelled'
             WHEN status = 'pending' OR status IS NULL THEN 'cancelled' ELSE 'lost' END,
        coalesce(CAST(priority AS INTEGER), 0), coalesce(task_type, type, 'shell') || ' task of the original system',
        coalesce(payload, task_data, data, '{}'),
        CASE WHEN status IN ('completed', 'done', 'success', 'failed', 'error', 'cancelled') THEN coalesce(error, error_message)
             WHEN status = 'pending' OR status IS NULL THEN 'It waited in the original system when that was stopped: retry runs it.'
             ELSE 'It was in the hands of the original system when that was stopped.' END,
        'original', coalesce(created_at, CURRENT_TIMESTAMP), started_at, coalesce(completed_at, CURRENT_TIMESTAMP)
    FROM task_queue_original;
-- drop-empty task_queue_original

CREATE UNIQUE INDEX tasks_idempotency ON task_queue (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX tasks_by_status ON task_queue (status, id);
CREATE INDEX tasks_waiting ON task_queue (priority DESC, id) WHERE status = 'pending' AND entered = 1;

-- Every change of a task, in order, for the event stream; the newest rows only. The same log as in assigner.db.
CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS changes_trimmed AFTER INSERT ON changes WHEN NEW.seq % 1000 = 0 BEGIN
    DELETE FROM changes WHERE seq <= NEW.seq - 10000;
END;
CREATE TRIGGER tasks_inserted AFTER INSERT ON task_queue BEGIN
    INSERT INTO changes (kind, key) VALUES ('task', NEW.id);
END;
CREATE TRIGGER tasks_updated AFTER UPDATE OF status, priority, reason, retry_count, pid ON task_queue BEGIN
    INSERT INTO changes (kind, key) VALUES ('task', NEW.id);
END;
