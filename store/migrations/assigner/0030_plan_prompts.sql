-- Prompts of phase plans: why each was sent. Written with the prompt, in one transaction, so that an attempt has one prompt
-- only, whatever crashes between the two databases.
CREATE TABLE plan_prompts (
    prompt_id INTEGER PRIMARY KEY REFERENCES prompts(id) ON DELETE CASCADE,
    plan_id INTEGER NOT NULL, -- architect.db, as all of these
    attempt_id INTEGER NOT NULL UNIQUE,
    plan_name TEXT NOT NULL,
    task_key TEXT NOT NULL,
    number INTEGER NOT NULL, -- of the attempt
    purpose TEXT NOT NULL -- work or diagnosis
);
CREATE INDEX plan_prompts_by_plan ON plan_prompts (plan_id);

-- Tools that the agent used in its turn; NULL = not known.
-- ensure-column prompts tool_calls INTEGER

-- Its plan goes on, whoever ended the prompt. Also where a person says how an indeterminate one ended.
CREATE TRIGGER outbox_plan_step AFTER UPDATE OF stage ON prompts
WHEN OLD.stage IS NOT NEW.stage AND NEW.stage IN ('completed', 'failed', 'cancelled', 'indeterminate')
    AND EXISTS (SELECT 1 FROM plan_prompts WHERE prompt_id = NEW.id)
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    SELECT 'plan_step', plan_id, strftime('%Y-%m-%d %H:%M:%f', 'now') FROM plan_prompts WHERE prompt_id = NEW.id;
END;
