-- Work on a project goes only to sessions in its directory, or to those that were made for it.

-- The project whose directory the prompt is held to; NULL = any.
-- ensure-column prompts within_project INTEGER
-- The project that the session was made for, and the directory it was made in.
-- ensure-column sessions project_id INTEGER
-- ensure-column sessions project_dir TEXT
-- Columns x rows of the terminal when `last_output` was on it: another size redraws a screen without any work.
-- ensure-column sessions output_size TEXT

-- As before, for each project apart: prompts that no session may take now cost the others nothing.
DROP INDEX prompts_waiting_target;
CREATE INDEX prompts_waiting_target ON prompts (within_project, target_session, priority DESC, id)
    WHERE stage = 'queued' AND target_session IS NOT NULL;
DROP INDEX prompts_waiting_open;
CREATE INDEX prompts_waiting_open ON prompts (within_project, target_provider, specialty, priority DESC, id)
    WHERE stage = 'queued' AND target_session IS NULL;
CREATE INDEX prompts_waiting_within ON prompts (within_project) WHERE stage = 'queued' AND within_project IS NOT NULL;

-- A feature or bug also says what its prompt waits for.
DROP TRIGGER work_links_follow;
CREATE TRIGGER work_links_follow AFTER UPDATE OF status, reason, assigned_session, assigned_at, completed_at, error ON prompts
WHEN OLD.status IS NOT NEW.status OR OLD.assigned_session IS NOT NEW.assigned_session
    OR OLD.assigned_at IS NOT NEW.assigned_at OR OLD.completed_at IS NOT NEW.completed_at OR OLD.error IS NOT NEW.error
    OR (NEW.status = 'pending' AND OLD.reason IS NOT NEW.reason)
BEGIN
    UPDATE work_links SET change_number = change_number + 1 WHERE prompt_id = NEW.id;
END;

-- `INSERT INTO sessions (name, provider, ...)`, as documented, also where the session was found before: what a person
-- says of it is taken over, also by INSERT OR REPLACE, which would end its lease. Our own inserts say `detected` or
-- are sure that there is no row.
CREATE TRIGGER sessions_registered BEFORE INSERT ON sessions
WHEN NEW.detected = 0 AND EXISTS (SELECT 1 FROM sessions WHERE name = NEW.name)
BEGIN
    UPDATE sessions SET detected = 0,
        provider = coalesce(NEW.provider, provider),
        is_claude = coalesce(NEW.provider, provider) IS 'claude',
        -- What isn't named comes as the default: then what is known stays.
        specialty = CASE WHEN NEW.specialty IS NULL OR NEW.specialty = 'general' THEN specialty ELSE NEW.specialty END,
        updated_at = CURRENT_TIMESTAMP
    WHERE name = NEW.name;
    SELECT RAISE(IGNORE);
END;
