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
