-- Runs that bring the spreadsheet up to the record (store/sheets). What its rows are is read from the spreadsheet itself.
CREATE TABLE sheet_syncs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workflow_run TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL, -- running, completed, failed, cancelled
    reason TEXT,
    writer TEXT, -- the try that may write; an older one stops before its next write
    touched_at TEXT NOT NULL, -- a running one that is not touched for long was cut off
    started_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX sheet_syncs_running ON sheet_syncs (id) WHERE status = 'running';

CREATE TABLE sheet_sync_tabs (
    sync_id INTEGER NOT NULL REFERENCES sheet_syncs(id) ON DELETE CASCADE,
    tab TEXT NOT NULL, -- see workflows/contracts/sheets.ts
    rows INTEGER NOT NULL, -- of the record
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0, -- 1 = the tab is as it should be
    reason TEXT, -- why it isn't, for a person
    notes TEXT NOT NULL DEFAULT '[]', -- JSON list of sentences: what a person may want to put right
    PRIMARY KEY (sync_id, tab)
) WITHOUT ROWID;
