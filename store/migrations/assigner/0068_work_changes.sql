-- What changed in the directory of a session while an attempt of a prompt was at work there.
CREATE TABLE work_changes (
    prompt_id INTEGER NOT NULL REFERENCES prompts(id) ON DELETE CASCADE,
    granted_at TEXT NOT NULL, -- of the lease
    host TEXT NOT NULL, -- '' = the machine of the server
    session_name TEXT NOT NULL,
    directory TEXT NOT NULL,
    top TEXT, -- of its repository; NULL = it is in none
    began_at TEXT NOT NULL,
    ended_at TEXT, -- NULL = it goes on, or its end is not known
    head_before TEXT,
    head_after TEXT,
    note TEXT,
    total INTEGER NOT NULL, -- files that changed
    paths TEXT, -- JSON, of those that are named; NULL = not known
    files BLOB, -- JSON in gzip: each with its change and its diff; NULL = not known
    PRIMARY KEY (prompt_id, granted_at)
);
CREATE INDEX work_changes_by_place ON work_changes (host, top, began_at) WHERE top IS NOT NULL;

CREATE TRIGGER work_changes_begun AFTER INSERT ON work_changes BEGIN
    INSERT INTO changes (kind, key) VALUES ('prompt', NEW.prompt_id);
END;
CREATE TRIGGER work_changes_told AFTER UPDATE ON work_changes BEGIN
    INSERT INTO changes (kind, key) VALUES ('prompt', NEW.prompt_id);
END;
