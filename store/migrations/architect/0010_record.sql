-- The record of the work itself: bugs, reported errors by kind, and who changed what.

-- Why it is in its status (blocked: by what), and the prompt that works on it or did so last (assigner.db).
-- ensure-column features status_reason TEXT
-- ensure-column features prompt_id INTEGER
CREATE INDEX features_by_project ON features (project_id, status);
CREATE INDEX features_by_status ON features (status);
CREATE INDEX features_by_priority ON features (priority DESC, id);
CREATE INDEX features_completed ON features (completed_at) WHERE completed_at IS NOT NULL;

-- The original had this table; its columns aren't documented, so each is made sure of.
CREATE TABLE IF NOT EXISTS bugs (
    id INTEGER PRIMARY KEY,
    project_id INTEGER REFERENCES projects(id),
    feature_id INTEGER REFERENCES features(id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    description TEXT,
    severity TEXT DEFAULT 'medium',
    status TEXT DEFAULT 'open',
    priority INTEGER DEFAULT 0,
    assigned_to TEXT,
    tmux_session TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
-- ensure-column bugs project_id INTEGER
-- ensure-column bugs feature_id INTEGER
-- ensure-column bugs title TEXT NOT NULL DEFAULT ''
-- ensure-column bugs description TEXT
-- ensure-column bugs severity TEXT DEFAULT 'medium'
-- ensure-column bugs status TEXT DEFAULT 'open'
-- ensure-column bugs priority INTEGER DEFAULT 0
-- ensure-column bugs assigned_to TEXT
-- ensure-column bugs tmux_session TEXT
-- ensure-column bugs estimated_hours REAL
-- ensure-column bugs actual_hours REAL
-- ensure-column bugs status_reason TEXT
-- ensure-column bugs prompt_id INTEGER
-- ensure-column bugs created_at TEXT
-- ensure-column bugs updated_at TEXT
-- ensure-column bugs resolved_at TEXT
CREATE INDEX bugs_by_project ON bugs (project_id, status);
CREATE INDEX bugs_by_feature ON bugs (feature_id);
CREATE INDEX bugs_by_status ON bugs (status, severity);

-- How far a prompt's progress is written to the feature or bug it works on (store/work-items).
CREATE TABLE item_work (
    kind TEXT NOT NULL, -- feature or bug
    item_id INTEGER NOT NULL,
    prompt_id INTEGER NOT NULL,
    change_number INTEGER NOT NULL, -- of the link in assigner.db that was written last
    former_status TEXT NOT NULL, -- before the prompt
    set_status TEXT, -- what the prompt made of it; another one now was a person's doing
    counted_from TEXT, -- assigned_at of the try whose hours are in actual_hours
    PRIMARY KEY (kind, item_id)
) WITHOUT ROWID;

-- Reports of the same error are one row here; error_reports keeps the newest of them.
CREATE TABLE error_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL UNIQUE,
    message TEXT NOT NULL,
    source TEXT,
    stack TEXT,
    url TEXT,
    level TEXT NOT NULL,
    count INTEGER NOT NULL DEFAULT 0,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    resolved_at TEXT,
    resolved_by TEXT,
    reopened_at TEXT -- it came again after it was resolved
);
CREATE INDEX error_groups_seen ON error_groups (last_seen);
-- ensure-column error_reports group_id INTEGER REFERENCES error_groups(id) ON DELETE CASCADE
CREATE INDEX error_reports_by_group ON error_reports (group_id, id);

-- Who changed what. Written in the transaction of the change.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL, -- user, api-token, or what acted by itself, like "prompt 42"
    action TEXT NOT NULL, -- create, update, delete, ...
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    changes TEXT NOT NULL -- JSON: {"field": [before, after]}
);
CREATE INDEX audit_by_entity ON audit (entity, entity_id, id);
CREATE INDEX audit_by_actor ON audit (actor, id);

-- Also in a database of the original, whose table of bugs may have no rule for it.
CREATE TRIGGER features_removed BEFORE DELETE ON features BEGIN
    UPDATE bugs SET feature_id = NULL WHERE feature_id = OLD.id;
    DELETE FROM item_work WHERE kind = 'feature' AND item_id = OLD.id;
END;
CREATE TRIGGER bugs_removed AFTER DELETE ON bugs BEGIN
    DELETE FROM item_work WHERE kind = 'bug' AND item_id = OLD.id;
END;
