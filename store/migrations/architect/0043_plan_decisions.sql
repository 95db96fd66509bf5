-- What people decided about plans and their tasks: the repeat of a decision is told from a second one.
CREATE TABLE plan_decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    task_id INTEGER REFERENCES plan_tasks(id) ON DELETE CASCADE, -- NULL: the plan itself
    what TEXT NOT NULL, -- approve, refuse, retry, skip or override
    attempt INTEGER, -- the newest one then; 0: there was none
    gate INTEGER, -- its place, from 1
    asked INTEGER, -- which time that it was asked
    actor TEXT NOT NULL,
    decided_at TEXT NOT NULL
);
CREATE INDEX plan_decisions_by_task ON plan_decisions (plan_id, task_id, id);
CREATE INDEX plan_decisions_of_task ON plan_decisions (task_id) WHERE task_id IS NOT NULL;

-- How often a gate was asked: what a person saw before files changed is another question than the one of now.
-- ensure-column plan_gates asked INTEGER NOT NULL DEFAULT 0
