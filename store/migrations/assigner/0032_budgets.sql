-- Budgets, and the ledger of what was spent: in the database of the prompts, so that a reservation and its lease are one
-- transaction.

CREATE TABLE budgets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    scope TEXT NOT NULL, -- all, account, project or plan
    subject TEXT, -- the account's digest, or the number of the project or plan; NULL: all
    period TEXT NOT NULL, -- day or total
    limit_usd REAL,
    limit_tokens INTEGER,
    counts_from TEXT NOT NULL, -- of a total: what was spent before doesn't count
    warned TEXT, -- the level and day that were told last
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

-- A turn of an agent under one lease, or one request to a language model. NULL in tokens and cost: not known, which is
-- not 0; budgets then count what was reserved.
CREATE TABLE spend (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- turn or model
    prompt_id INTEGER,
    granted_at TEXT, -- of the lease
    caller TEXT,
    provider TEXT,
    model TEXT,
    account TEXT,
    project_id INTEGER,
    plan_id INTEGER,
    day TEXT NOT NULL, -- of this machine's time zone
    at TEXT NOT NULL,
    state TEXT NOT NULL, -- reserved, settled or released
    reserved_usd REAL NOT NULL,
    reserved_tokens INTEGER NOT NULL,
    cost_usd REAL,
    tokens INTEGER, -- in and out
    input_tokens INTEGER,
    output_tokens INTEGER,
    settled_at TEXT
);
CREATE UNIQUE INDEX spend_of_lease ON spend (prompt_id, granted_at) WHERE state = 'reserved' AND kind = 'turn';
CREATE INDEX spend_by_day ON spend (day);
CREATE INDEX spend_by_time ON spend (at);
-- As each kind of budget sums it.
CREATE INDEX spend_of_account ON spend (account, day) WHERE account IS NOT NULL;
CREATE INDEX spend_of_project ON spend (project_id, day) WHERE project_id IS NOT NULL;
CREATE INDEX spend_of_plan ON spend (plan_id, day) WHERE plan_id IS NOT NULL;
-- What the next one is reckoned at.
CREATE INDEX spend_recent ON spend (kind, provider) WHERE state = 'settled';
CREATE INDEX spend_open ON spend (kind) WHERE state = 'reserved';

-- The health asks every second which prompts come back untyped.
CREATE INDEX prompts_untyped ON prompts (id) WHERE stage = 'queued' AND not_before IS NOT NULL;
