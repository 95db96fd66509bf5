-- What nobody has decided is looked for every second (store/alerts/condition-sql.ts).
CREATE INDEX lost_and_found_open ON lost_and_found (prompt_id) WHERE resolved_at IS NULL;

-- Only prompts that still wait are looked at again; the clean-up of a long record would else make a step for each row.
DROP TRIGGER outbox_chain_step;
CREATE TRIGGER outbox_chain_step AFTER UPDATE OF stage ON prompts
WHEN OLD.stage IS NOT NEW.stage
    AND (NEW.stage IN ('completed', 'failed', 'cancelled', 'indeterminate', 'blocked')
        OR OLD.stage IN ('completed', 'failed', 'cancelled', 'indeterminate', 'blocked'))
    AND EXISTS (SELECT 1 FROM prompt_upstreams u JOIN prompts d ON d.id = u.prompt_id
        WHERE u.upstream_id = NEW.id AND d.stage IN ('held', 'blocked'))
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('chain_step', NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
DROP TRIGGER outbox_chain_gone;
-- How it ended is kept for all: one that was cancelled meanwhile may wait again.
CREATE TRIGGER prompt_upstreams_gone BEFORE DELETE ON prompts
WHEN EXISTS (SELECT 1 FROM prompt_upstreams WHERE upstream_id = OLD.id)
BEGIN
    UPDATE prompt_upstreams SET gone_as = OLD.stage WHERE upstream_id = OLD.id;
END;
CREATE TRIGGER outbox_chain_gone BEFORE DELETE ON prompts
WHEN EXISTS (SELECT 1 FROM prompt_upstreams u JOIN prompts d ON d.id = u.prompt_id
    WHERE u.upstream_id = OLD.id AND d.stage IN ('held', 'blocked'))
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('chain_step', OLD.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
