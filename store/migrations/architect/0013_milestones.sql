-- Milestones: what is left to do in a project, found by scans of its files and of the record.

-- The original had this table; its columns aren't documented, so each is made sure of.
CREATE TABLE IF NOT EXISTS milestone_summaries (
    id INTEGER PRIMARY KEY,
    project_id INTEGER,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
-- ensure-column milestone_summaries project_id INTEGER
-- ensure-column milestone_summaries project_name TEXT
-- ensure-column milestone_summaries title TEXT
-- ensure-column milestone_summaries summary TEXT
-- ensure-column milestone_summaries total_tasks INTEGER DEFAULT 0
-- ensure-column milestone_summaries done_tasks INTEGER DEFAULT 0
-- ensure-column milestone_summaries estimated_hours REAL
-- ensure-column milestone_summaries json_path TEXT
-- ensure-column milestone_summaries markdown_path TEXT
-- ensure-column milestone_summaries created_at TEXT
-- ensure-column milestone_summaries updated_at TEXT
-- Set in rows of our own scans, one a project; rows of the original stay as they are.
-- ensure-column milestone_summaries scanned_at TEXT
-- JSON: what the scan read, what it left out and why.
-- ensure-column milestone_summaries scan TEXT
-- JSON: the dates of its phases.
-- ensure-column milestone_summaries plan TEXT
CREATE UNIQUE INDEX milestone_of_project ON milestone_summaries (project_id) WHERE scanned_at IS NOT NULL;

CREATE TABLE milestone_tasks (
    id TEXT PRIMARY KEY, -- the same for the same text in the same file, wherever it stands there
    milestone_id INTEGER NOT NULL REFERENCES milestone_summaries(id) ON DELETE CASCADE,
    kind TEXT NOT NULL, -- comment, checklist, plan, feature or bug
    tag TEXT, -- TODO, FIXME, HACK or XXX
    text TEXT NOT NULL,
    path TEXT, -- from the project's directory, with /
    line INTEGER,
    section TEXT, -- heading it stands under
    record_id INTEGER, -- id of the feature or bug
    phase TEXT NOT NULL,
    priority INTEGER NOT NULL,
    estimated_hours REAL NOT NULL,
    status TEXT NOT NULL, -- open or done
    done_reason TEXT, -- checked: ticked off; gone: no longer there
    feature_id INTEGER, -- the feature that was made of it
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    done_at TEXT
) WITHOUT ROWID;
CREATE INDEX milestone_tasks_listed ON milestone_tasks (milestone_id, status, priority DESC, path, line);
CREATE INDEX milestone_tasks_by_feature ON milestone_tasks (feature_id) WHERE feature_id IS NOT NULL;

-- SQLite gives ids of deleted rows again: a new project must not inherit the tasks of an old one.
CREATE TRIGGER milestone_of_deleted_project AFTER DELETE ON projects BEGIN
    DELETE FROM milestone_summaries WHERE project_id = OLD.id AND scanned_at IS NOT NULL;
END;
