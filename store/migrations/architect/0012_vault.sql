-- The vault: what sealed secrets, reminders, access log and leases need beyond the original's columns.
-- ensure-column secrets expires_at TEXT
-- ensure-column secrets rotate_after_days INTEGER
-- When the value was last set; NULL = not since the original made the row.
-- ensure-column secrets rotated_at TEXT

-- Keys by id. The keys themselves are in the key file or derived from SECRET_KEY, never here.
CREATE TABLE vault_keys (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL, -- 'file' or 'secret-key'
    proof TEXT NOT NULL, -- a known text sealed with it: tells the right key from a wrong one
    is_current INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL
);
CREATE UNIQUE INDEX vault_keys_current ON vault_keys (is_current) WHERE is_current = 1;

-- Who did what with a secret. Rows of a deleted one stay, with its name.
CREATE TABLE secret_access (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    secret_id INTEGER REFERENCES secrets(id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    action TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX secret_access_of ON secret_access (secret_id, id);

-- A promise of one use of a secret. The token is stored hashed: a copy of the database opens nothing.
CREATE TABLE secret_leases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    secret_id INTEGER NOT NULL REFERENCES secrets(id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    granted_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
);
CREATE INDEX secret_leases_of ON secret_leases (secret_id);

-- Runs of the clean-up of old records.
CREATE TABLE maintenance_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workflow_run TEXT UNIQUE, -- NULL until its workflow has begun
    dry_run INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    status TEXT NOT NULL, -- 'running', 'completed' or 'failed'
    started_at TEXT NOT NULL,
    ended_at TEXT,
    figures TEXT, -- JSON
    error TEXT
);

-- What `architect import` has taken over, so that a second run changes nothing. Each database has its own, written in
-- one transaction with the rows themselves.
CREATE TABLE imported_rows (
    origin TEXT NOT NULL,
    table_name TEXT NOT NULL,
    source_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    target_id TEXT, -- NULL = refused
    imported_at TEXT NOT NULL,
    PRIMARY KEY (origin, table_name, source_id)
) WITHOUT ROWID;
