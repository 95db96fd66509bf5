-- Language models: the breaker of each provider, every request to one, and what they come to a day.

CREATE TABLE model_breakers (
    provider TEXT PRIMARY KEY,
    state TEXT NOT NULL, -- closed, open or half_open
    failures INTEGER NOT NULL,
    openings INTEGER NOT NULL,
    open_until TEXT,
    trial_until TEXT,
    error_code TEXT,
    error_reason TEXT,
    error_at TEXT,
    updated_at TEXT NOT NULL
) WITHOUT ROWID;

-- NULL in tokens and costs: not known, which is not 0. Texts are not kept.
CREATE TABLE model_calls (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    caller TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT,
    account TEXT, -- digest of the login, as of sessions
    project_id INTEGER,
    plan_id INTEGER,
    input_tokens INTEGER,
    output_tokens INTEGER,
    cache_read_tokens INTEGER,
    cache_write_tokens INTEGER,
    cost_usd REAL,
    duration_ms INTEGER NOT NULL,
    fault_code TEXT,
    fault_reason TEXT
);
CREATE INDEX model_calls_by_time ON model_calls (at);

-- By day of this machine's time zone; '' where a name isn't known, so that a row is found again.
CREATE TABLE model_usage_days (
    day TEXT NOT NULL,
    caller TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    account TEXT NOT NULL,
    calls INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cost_usd REAL NOT NULL DEFAULT 0,
    unknown_tokens INTEGER NOT NULL DEFAULT 0, -- calls whose tokens aren't known
    unknown_cost INTEGER NOT NULL DEFAULT 0, -- calls whose cost isn't known
    PRIMARY KEY (day, caller, provider, model, account)
) WITHOUT ROWID;
