-- Texts with variables that prompts are made from (store/templates).
CREATE TABLE prompt_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    description TEXT,
    text TEXT NOT NULL,
    defaults TEXT NOT NULL, -- JSON object; a variable without one is required
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
-- The template that the text was made from.
-- ensure-column prompts template TEXT

-- Prompts that are queued again and again (store/recurring); each has a schedule in the workflow engine.
CREATE TABLE recurring_prompts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    content TEXT, -- NULL: of the template
    template_id INTEGER REFERENCES prompt_templates(id),
    variables TEXT NOT NULL, -- JSON object
    target_session TEXT,
    target_uid INTEGER,
    target_provider TEXT,
    expected_provider TEXT,
    specialty TEXT,
    priority INTEGER NOT NULL,
    project_id INTEGER, -- architect.db
    timeout_minutes REAL NOT NULL,
    max_retries INTEGER NOT NULL,
    spec TEXT NOT NULL, -- JSON: ScheduleSpec
    timezone TEXT NOT NULL,
    catch_up_minutes INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

-- What became of each time at which one was due. Written with its prompt, in one transaction: a time has one prompt only,
-- whatever is repeated.
CREATE TABLE recurring_firings (
    recurring_id INTEGER NOT NULL,
    scheduled_at TEXT NOT NULL,
    name TEXT NOT NULL, -- of the recurring prompt, which may be removed
    outcome TEXT NOT NULL, -- queued, skipped or failed
    prompt_id INTEGER,
    reason TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (recurring_id, scheduled_at)
);
CREATE INDEX recurring_firings_by_prompt ON recurring_firings (prompt_id) WHERE prompt_id IS NOT NULL;
