-- Improvements: one row for each number that should fall, one for each try to change it, and the cycles that looked.
CREATE TABLE improvements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL UNIQUE,
    metric TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL, -- rule or model
    title TEXT NOT NULL,
    evidence TEXT NOT NULL, -- JSON array of texts
    prompt TEXT NOT NULL,
    confidence REAL NOT NULL,
    is_foreign INTEGER NOT NULL,
    value REAL NOT NULL, -- of the metric, when it was last seen
    status TEXT NOT NULL,
    count INTEGER NOT NULL DEFAULT 1, -- cycles that found it
    last_cycle TEXT, -- a cycle that is done again counts once
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    dismissed_by TEXT
);
CREATE INDEX improvements_by_status ON improvements (status, last_seen);

CREATE TABLE improvement_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    improvement_id INTEGER NOT NULL REFERENCES improvements(id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    target_session TEXT,
    prompt_id INTEGER, -- NULL until it was queued; its request key finds it again after a crash
    queued_at TEXT NOT NULL,
    queued_by TEXT NOT NULL,
    by_itself INTEGER NOT NULL,
    value_before REAL NOT NULL,
    value_after REAL,
    verdict TEXT,
    measured_at TEXT,
    UNIQUE (improvement_id, attempt)
);
CREATE INDEX improvement_attempts_open ON improvement_attempts (improvement_id) WHERE measured_at IS NULL;

CREATE TABLE improvement_cycles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cycle_key TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    found INTEGER,
    fresh INTEGER,
    queued INTEGER,
    measured INTEGER,
    model TEXT
);
