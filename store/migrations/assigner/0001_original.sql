-- The tables of the original system, with its columns. IF NOT EXISTS: a database it made is taken over as it is.
CREATE TABLE IF NOT EXISTS prompts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content TEXT NOT NULL,
    source TEXT DEFAULT 'api',
    priority INTEGER DEFAULT 0,
    status TEXT DEFAULT 'pending',
    assigned_session TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    assigned_at TIMESTAMP,
    completed_at TIMESTAMP,
    response TEXT,
    error TEXT,
    metadata TEXT,
    target_session TEXT,
    target_provider TEXT,
    retry_count INTEGER DEFAULT 0,
    max_retries INTEGER DEFAULT 3,
    timeout_minutes INTEGER DEFAULT 30,
    archived INTEGER DEFAULT 0,
    archived_at TIMESTAMP
);

CREATE TABLE IF NOT EXISTS sessions (
    name TEXT PRIMARY KEY,
    status TEXT DEFAULT 'unknown',
    last_activity TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    current_task_id INTEGER,
    working_dir TEXT,
    is_claude INTEGER DEFAULT 0,
    last_output TEXT,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    provider TEXT,
    specialty TEXT DEFAULT 'general',
    success_rate REAL DEFAULT 0.0,
    avg_completion_time INTEGER DEFAULT 0,
    total_tasks_completed INTEGER DEFAULT 0,
    total_tasks_failed INTEGER DEFAULT 0,
    FOREIGN KEY (current_task_id) REFERENCES prompts(id)
);

CREATE TABLE IF NOT EXISTS assignment_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    prompt_id INTEGER NOT NULL,
    session_name TEXT NOT NULL,
    action TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    details TEXT,
    FOREIGN KEY (prompt_id) REFERENCES prompts(id)
);

CREATE TABLE IF NOT EXISTS lost_and_found (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    prompt_id INTEGER,
    session_name TEXT,
    reason TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

-- Columns that some releases of the original lack.
-- ensure-column prompts metadata TEXT
-- ensure-column prompts target_session TEXT
-- ensure-column prompts target_provider TEXT
-- ensure-column prompts retry_count INTEGER DEFAULT 0
-- ensure-column prompts max_retries INTEGER DEFAULT 3
-- ensure-column prompts timeout_minutes INTEGER DEFAULT 30
-- ensure-column prompts archived INTEGER DEFAULT 0
-- ensure-column prompts archived_at TIMESTAMP
-- ensure-column sessions last_output TEXT
-- ensure-column sessions provider TEXT
-- ensure-column sessions specialty TEXT DEFAULT 'general'
-- ensure-column sessions success_rate REAL DEFAULT 0.0
-- ensure-column sessions avg_completion_time INTEGER DEFAULT 0
-- ensure-column sessions total_tasks_completed INTEGER DEFAULT 0
-- ensure-column sessions total_tasks_failed INTEGER DEFAULT 0
