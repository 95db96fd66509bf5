-- Rules of automatic confirmation, its log, and the directories whose trust dialogs may be answered.
-- The tables of that name in databases of the original hold patterns of screen texts: no rules of ours. Kept aside.
-- set-aside claude_patterns claude_patterns_original
-- set-aside claude_interactions claude_interactions_original
CREATE TABLE claude_patterns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    builtin_id TEXT UNIQUE, -- of a rule that ships with the program; NULL = a person's
    position REAL NOT NULL,
    agent TEXT NOT NULL DEFAULT '*',
    tool TEXT NOT NULL DEFAULT '*',
    kind TEXT NOT NULL,
    pattern TEXT NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    enabled INTEGER NOT NULL DEFAULT 1,
    hits INTEGER NOT NULL DEFAULT 0,
    last_hit_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX claude_patterns_order ON claude_patterns (position, id);

-- One row for every dialog that was answered or ended; the newest 1000.
CREATE TABLE claude_interactions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    confirmation_id INTEGER NOT NULL UNIQUE,
    session_name TEXT NOT NULL,
    agent TEXT NOT NULL,
    kind TEXT NOT NULL,
    dialog TEXT NOT NULL, -- its title
    tool TEXT,
    request TEXT, -- the command, file or page
    status TEXT NOT NULL,
    decided_by TEXT,
    verdict TEXT,
    rule_id TEXT,
    resolution TEXT,
    asked_at TEXT NOT NULL,
    answered_at TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE trusted_directories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL
);
