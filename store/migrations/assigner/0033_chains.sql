-- Prompts that wait for the end of others, or for a time (store/prompts/chains.ts).

-- success or end: what it waits for of each prompt in prompt_upstreams.
-- ensure-column prompts chain_on TEXT
-- ensure-column prompts hold_until TEXT
-- When that time comes it is released: NULL while it waits for more than that.
-- ensure-column prompts due_at TEXT
-- What it waited for has come, or a person has let it go: it doesn't wait again.
-- ensure-column prompts released_at TEXT
CREATE INDEX prompts_due ON prompts (due_at) WHERE stage = 'held' AND due_at IS NOT NULL;

CREATE TABLE prompt_upstreams (
    prompt_id INTEGER NOT NULL REFERENCES prompts(id) ON DELETE CASCADE,
    upstream_id INTEGER NOT NULL, -- what it waits for; the row of that may be gone
    gone_as TEXT, -- the stage in which it was removed; NULL = it is there
    PRIMARY KEY (prompt_id, upstream_id)
) WITHOUT ROWID;
CREATE INDEX prompt_upstreams_by_upstream ON prompt_upstreams (upstream_id);

-- Whoever changes the prompt, and whatever crashes afterwards: those that wait for it are looked at again.
CREATE TRIGGER outbox_chain_step AFTER UPDATE OF stage ON prompts
WHEN OLD.stage IS NOT NEW.stage
    AND (NEW.stage IN ('completed', 'failed', 'cancelled', 'indeterminate', 'blocked')
        OR OLD.stage IN ('completed', 'failed', 'cancelled', 'indeterminate', 'blocked'))
    AND EXISTS (SELECT 1 FROM prompt_upstreams WHERE upstream_id = NEW.id)
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('chain_step', NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
-- How it ended is kept for those that still wait.
CREATE TRIGGER outbox_chain_gone BEFORE DELETE ON prompts
WHEN EXISTS (SELECT 1 FROM prompt_upstreams WHERE upstream_id = OLD.id)
BEGIN
    UPDATE prompt_upstreams SET gone_as = OLD.stage WHERE upstream_id = OLD.id;
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('chain_step', OLD.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
