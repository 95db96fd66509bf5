-- Dialogs of agents: what they ask, what was judged, how they ended.
CREATE TABLE confirmations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_name TEXT NOT NULL,
    host TEXT NOT NULL,
    agent TEXT NOT NULL,
    prompt_id INTEGER REFERENCES prompts(id) ON DELETE SET NULL,
    fingerprint TEXT NOT NULL, -- of terminal, title, body and options
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    options TEXT NOT NULL, -- JSON
    call TEXT, -- JSON of the tool call; NULL = it can't be read whole from the screen
    source TEXT NOT NULL, -- hook or screen
    working_dir TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    verdict TEXT,
    rule_id TEXT,
    rule_reason TEXT,
    evidence TEXT,
    mode TEXT,
    decided_by TEXT,
    answer TEXT,
    held TEXT, -- why the policy keeps its hands off, after its keys had no effect
    resolution TEXT,
    note TEXT,
    notification TEXT, -- what became of the message
    presses INTEGER NOT NULL DEFAULT 0,
    standing INTEGER NOT NULL DEFAULT 1, -- the dialog is still on the screen, as far as is known
    created_at TEXT NOT NULL,
    due_at TEXT,
    decided_at TEXT,
    pressed_at TEXT,
    answered_at TEXT,
    notified_at TEXT,
    escalated_at TEXT,
    ended_at TEXT
);
CREATE UNIQUE INDEX confirmations_pending ON confirmations (session_name) WHERE status = 'pending';
CREATE INDEX confirmations_by_session ON confirmations (session_name, id);
CREATE INDEX confirmations_by_status ON confirmations (status, id);

-- NULL = the mode of new sessions.
-- ensure-column sessions auto_confirm TEXT
-- ensure-column sessions auto_confirm_until TEXT

-- One row.
CREATE TABLE confirm_settings (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    enabled INTEGER NOT NULL DEFAULT 1,
    default_mode TEXT NOT NULL DEFAULT 'safe',
    delay_min_ms INTEGER NOT NULL DEFAULT 2000,
    delay_max_ms INTEGER NOT NULL DEFAULT 5000,
    notify_after_ms INTEGER NOT NULL DEFAULT 30000,
    escalate_after_ms INTEGER DEFAULT 600000,
    expire_after_ms INTEGER
);
INSERT INTO confirm_settings (id) VALUES (1);

CREATE TRIGGER confirmations_inserted AFTER INSERT ON confirmations BEGIN
    INSERT INTO changes (kind, key) VALUES ('confirmation', NEW.id), ('session', NEW.session_name);
END;
CREATE TRIGGER confirmations_updated AFTER UPDATE ON confirmations BEGIN
    INSERT INTO changes (kind, key) VALUES ('confirmation', NEW.id);
END;
CREATE TRIGGER confirmations_ended AFTER UPDATE OF status ON confirmations WHEN NEW.status <> OLD.status BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', NEW.session_name);
END;
CREATE TRIGGER sessions_mode_updated AFTER UPDATE OF auto_confirm, auto_confirm_until ON sessions BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', NEW.name);
END;
CREATE TRIGGER confirm_settings_updated AFTER UPDATE ON confirm_settings BEGIN
    INSERT INTO changes (kind, key) VALUES ('confirm', '');
    INSERT INTO changes (kind, key) SELECT 'session', name FROM sessions;
END;
