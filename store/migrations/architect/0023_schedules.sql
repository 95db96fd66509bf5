-- What a person changed of the schedules in workflows/contracts/schedules.ts: the engine may lose its database.
CREATE TABLE schedule_changes (
    id TEXT PRIMARY KEY, -- of the schedule
    paused INTEGER NOT NULL,
    spec TEXT, -- JSON; NULL = our own
    base TEXT, -- JSON: our own at the time of the change
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
