-- Plans that a model was asked to draft (store/plans/drafts.ts): the goal, and what came of it.
CREATE TABLE plan_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    goal TEXT NOT NULL,
    project_id INTEGER,
    working_dir TEXT,
    state TEXT NOT NULL DEFAULT 'drafting', -- drafting, drafted or failed
    reason TEXT, -- why it failed, or why it waits
    asked INTEGER NOT NULL DEFAULT 0, -- how often a model was asked: what broke off in it may have cost something
    plan_id INTEGER REFERENCES plans(id) ON DELETE SET NULL,
    answer TEXT, -- the plan as the model wrote it, JSON
    provider TEXT,
    model TEXT,
    cost_usd REAL, -- NULL: not known
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    ended_at TEXT,
    idempotency_key TEXT,
    idempotency_hash TEXT
);
CREATE UNIQUE INDEX plan_drafts_idempotency ON plan_drafts (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX plan_drafts_open ON plan_drafts (id) WHERE state = 'drafting';
CREATE INDEX plan_drafts_by_plan ON plan_drafts (plan_id) WHERE plan_id IS NOT NULL;
