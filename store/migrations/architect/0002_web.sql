-- Logins of the web UI. The id is stored hashed: a copy of the database opens no session.
CREATE TABLE web_sessions (
    id_hash TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    expires_at INTEGER NOT NULL -- Unix time in milliseconds
);
CREATE INDEX web_sessions_expires ON web_sessions (expires_at);

-- Errors reported by pages and scripts through the one open API call.
CREATE TABLE IF NOT EXISTS error_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message TEXT NOT NULL,
    source TEXT,
    stack TEXT,
    url TEXT,
    level TEXT NOT NULL DEFAULT 'error',
    created_at TEXT NOT NULL
);
