-- GitHub: what of a project comes from there and what went there.

CREATE TABLE github_projects (
    project_id INTEGER PRIMARY KEY REFERENCES projects(id) ON DELETE CASCADE,
    secret_name TEXT, -- secret with the token; NULL: GITHUB_TOKEN
    remote TEXT, -- git's name of the repository there; NULL: origin
    repository TEXT, -- owner/name, as the remote told it last
    imported_until TEXT, -- issues changed before then are imported; ISO 8601, as GitHub writes it
    import_state TEXT, -- running, completed or failed
    import_error TEXT,
    import_started_at TEXT,
    import_ended_at TEXT,
    import_created INTEGER NOT NULL DEFAULT 0,
    import_updated INTEGER NOT NULL DEFAULT 0
);

-- Which feature or bug an issue became. The row stays when that is deleted: it is not imported again.
CREATE TABLE github_links (
    id INTEGER PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    repository TEXT NOT NULL COLLATE NOCASE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL, -- feature or bug
    record_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL, -- of the issue: open or closed
    issue_updated_at TEXT NOT NULL,
    UNIQUE (project_id, repository, number)
);
CREATE INDEX github_links_by_record ON github_links (kind, record_id);

CREATE TABLE github_pull_requests (
    repository TEXT NOT NULL COLLATE NOCASE,
    number INTEGER NOT NULL,
    feature_id INTEGER NOT NULL REFERENCES features(id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    head TEXT NOT NULL,
    base TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (repository, number)
);
CREATE INDEX github_pull_requests_by_feature ON github_pull_requests (feature_id);
