-- Which prompt works on which feature or bug of architect.db. Written with the prompt, in one transaction.
CREATE TABLE work_links (
    prompt_id INTEGER PRIMARY KEY REFERENCES prompts(id) ON DELETE CASCADE,
    kind TEXT NOT NULL, -- feature or bug
    item_id INTEGER NOT NULL,
    former_status TEXT NOT NULL, -- of the feature or bug, before it was sent
    change_number INTEGER NOT NULL DEFAULT 1, -- grows with every change of the prompt that its item has to follow
    applied_number INTEGER NOT NULL DEFAULT 0 -- the change that the item has followed
);
CREATE INDEX work_links_by_item ON work_links (kind, item_id);
CREATE INDEX work_links_due ON work_links (prompt_id) WHERE change_number > applied_number;

-- In the transaction of the prompt's own change: whoever makes it, and whatever crashes afterwards, it is not forgotten.
CREATE TRIGGER work_links_follow AFTER UPDATE OF status, assigned_session, assigned_at, completed_at, error ON prompts
WHEN OLD.status IS NOT NEW.status OR OLD.assigned_session IS NOT NEW.assigned_session
    OR OLD.assigned_at IS NOT NEW.assigned_at OR OLD.completed_at IS NOT NEW.completed_at OR OLD.error IS NOT NEW.error
BEGIN
    UPDATE work_links SET change_number = change_number + 1 WHERE prompt_id = NEW.id;
END;
