-- Phase plans: what is to be done, how far it is, and what was found out about it (store/plans).
CREATE TABLE plans (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    status TEXT NOT NULL, -- draft, running, paused, completed, failed, cancelled
    reason TEXT,
    progress INTEGER NOT NULL DEFAULT 0, -- percent
    driven INTEGER NOT NULL DEFAULT 0, -- 1 = its workflow has something to do
    stop_running INTEGER NOT NULL DEFAULT 0, -- 1 = cancelled with what runs
    project_id INTEGER,
    working_dir TEXT,
    budget TEXT, -- JSON object
    parallel INTEGER NOT NULL,
    stuck_after INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1, -- grows with every change of what is to be done
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    idempotency_key TEXT,
    idempotency_hash TEXT
);
CREATE UNIQUE INDEX plans_idempotency ON plans (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX plans_by_status ON plans (status, id);
CREATE INDEX plans_driven ON plans (id) WHERE driven = 1;

CREATE TABLE plan_phases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL
);
CREATE INDEX plan_phases_by_plan ON plan_phases (plan_id, position);

CREATE TABLE plan_tasks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    phase_id INTEGER NOT NULL REFERENCES plan_phases(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    prompt TEXT NOT NULL,
    target_session TEXT,
    provider TEXT,
    specialty TEXT,
    priority INTEGER NOT NULL,
    after TEXT NOT NULL, -- JSON array of keys
    touches TEXT NOT NULL, -- JSON array of globs
    gates TEXT NOT NULL, -- JSON array
    timeout_minutes REAL NOT NULL,
    max_retries INTEGER NOT NULL,
    evidence TEXT NOT NULL, -- derived or none
    status TEXT NOT NULL DEFAULT 'waiting', -- pending, ready and blocked follow from the other tasks
    reason TEXT,
    tries_from INTEGER NOT NULL DEFAULT 0, -- attempts up to this number count no more: a person wanted it tried anew
    UNIQUE (plan_id, key)
);
CREATE INDEX plan_tasks_by_plan ON plan_tasks (plan_id, phase_id, position);

CREATE TABLE plan_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    task_id INTEGER NOT NULL REFERENCES plan_tasks(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    purpose TEXT NOT NULL, -- work or diagnosis
    state TEXT NOT NULL, -- sending, sent, checking, ended
    outcome TEXT, -- passed, failed, needs_person, overridden, cancelled, withdrawn
    reason TEXT,
    prompt TEXT NOT NULL, -- as it is sent
    prompt_id INTEGER, -- assigner.db
    prompt_outcome TEXT,
    directory TEXT,
    before_head TEXT,
    before_tree TEXT,
    after_head TEXT,
    after_tree TEXT,
    files TEXT, -- JSON array of the files that differ; NULL = not known
    ran INTEGER, -- 1 = it ran a tool or a command, 0 = none, NULL = not known
    facts_note TEXT,
    reruns INTEGER NOT NULL DEFAULT 0, -- how often its gates began anew because files changed meanwhile
    decided_by TEXT,
    started_at TEXT NOT NULL,
    settled_at TEXT, -- its prompt's end
    ended_at TEXT,
    UNIQUE (task_id, number)
);
CREATE INDEX plan_attempts_open ON plan_attempts (plan_id) WHERE state <> 'ended';
CREATE INDEX plan_attempts_by_plan ON plan_attempts (plan_id, task_id, number);
CREATE INDEX plan_attempts_by_prompt ON plan_attempts (prompt_id);

CREATE TABLE plan_gates (
    attempt_id INTEGER NOT NULL REFERENCES plan_attempts(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    gate TEXT NOT NULL, -- JSON, as it was when it was begun
    status TEXT NOT NULL,
    evidence TEXT,
    exit_code INTEGER,
    background_task INTEGER, -- of task_queue
    head TEXT,
    tree TEXT, -- of the files that it was asked of
    decided_by TEXT,
    started_at TEXT,
    ended_at TEXT,
    PRIMARY KEY (attempt_id, position)
) WITHOUT ROWID;
CREATE INDEX plan_gates_by_task ON plan_gates (background_task) WHERE background_task IS NOT NULL;

-- Where the files of a directory were when they were last looked at: evidence of another state is stale.
CREATE TABLE plan_directories (
    directory TEXT PRIMARY KEY,
    head TEXT,
    tree TEXT,
    seen_at TEXT NOT NULL
) WITHOUT ROWID;

-- A background task that is the command of a gate; nobody can make one by the API.
-- ensure-column task_queue plan_id INTEGER
CREATE INDEX tasks_by_plan ON task_queue (plan_id) WHERE plan_id IS NOT NULL;
CREATE TRIGGER outbox_plan_gate AFTER UPDATE OF status ON task_queue
WHEN NEW.plan_id IS NOT NULL AND OLD.status IS NOT NEW.status
    AND NEW.status NOT IN ('pending', 'running')
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('plan_gate', NEW.plan_id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;

-- For the event stream.
CREATE TRIGGER plans_inserted AFTER INSERT ON plans BEGIN
    INSERT INTO changes (kind, key) VALUES ('plan', NEW.id);
END;
CREATE TRIGGER plan_tasks_updated AFTER UPDATE OF status, reason ON plan_tasks BEGIN
    INSERT INTO changes (kind, key) VALUES ('plan', NEW.plan_id);
END;
CREATE TRIGGER plan_gates_updated AFTER UPDATE OF status ON plan_gates BEGIN
    INSERT INTO changes (kind, key) SELECT 'plan', plan_id FROM plan_attempts WHERE id = NEW.attempt_id;
END;
CREATE TRIGGER plans_updated AFTER UPDATE ON plans BEGIN
    INSERT INTO changes (kind, key) VALUES ('plan', NEW.id);
END;
