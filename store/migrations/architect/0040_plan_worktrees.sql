-- Worktrees of plan tasks (store/plans/worktrees): what was made for which task, and how far it is.
-- ensure-column plans worktree TEXT
-- ensure-column plan_tasks worktree TEXT
-- When the files of before were looked at: right before the prompt was typed. NULL = it was not yet.
-- ensure-column plan_attempts before_at TEXT

CREATE TABLE plan_worktrees (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
    task_id INTEGER NOT NULL REFERENCES plan_tasks(id) ON DELETE CASCADE,
    state TEXT NOT NULL, -- opening, setting_up, ready, merging, merged, pull_request, kept, closing, closed
    reason TEXT,
    settings TEXT NOT NULL, -- JSON object
    source TEXT NOT NULL, -- the directory that the plan works in: the repository is told by it
    port INTEGER NOT NULL,
    repository TEXT, -- git's common directory; this and the next are decided before anything is made
    path TEXT,
    directory TEXT, -- where the task works in it: as deep in the repository as source
    base TEXT,
    base_commit TEXT,
    remote TEXT, -- of a pull request
    branch TEXT,
    set_up INTEGER NOT NULL DEFAULT 0, -- 1 = its commands were run
    command INTEGER NOT NULL DEFAULT 0, -- which of them is next
    background_task INTEGER, -- of task_queue: the command that runs
    target_session TEXT, -- made for it
    target_uid INTEGER,
    has_turn INTEGER NOT NULL DEFAULT 0, -- 1 = it is the one of its repository that is merged now
    queued_at TEXT, -- since when it wants to be merged
    rebasing INTEGER NOT NULL DEFAULT 0, -- 1 = a rebase that stands there is ours
    checked_attempt INTEGER,
    checked_commit TEXT, -- its gates were asked of this commit
    pushed_commit TEXT,
    merged_commit TEXT,
    pull_request_url TEXT,
    conflicts TEXT, -- JSON array of files of the last conflict
    close_wanted INTEGER NOT NULL DEFAULT 0, -- 1 = a person wants it gone
    retry_at TEXT, -- not looked at again before
    opened_at TEXT NOT NULL,
    merged_at TEXT,
    closed_at TEXT
);
CREATE UNIQUE INDEX plan_worktrees_of_task ON plan_worktrees (task_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX plan_worktrees_turn ON plan_worktrees (repository) WHERE has_turn = 1;
CREATE UNIQUE INDEX plan_worktrees_port ON plan_worktrees (port) WHERE closed_at IS NULL;
CREATE INDEX plan_worktrees_by_plan ON plan_worktrees (plan_id, task_id);
CREATE INDEX plan_worktrees_by_command ON plan_worktrees (background_task) WHERE background_task IS NOT NULL;

CREATE TRIGGER plan_worktrees_updated AFTER UPDATE OF state, reason, pull_request_url ON plan_worktrees BEGIN
    INSERT INTO changes (kind, key) VALUES ('plan', NEW.plan_id);
END;
