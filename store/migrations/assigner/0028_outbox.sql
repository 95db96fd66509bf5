-- What follows from a change of a prompt or a dialog, written in the transaction of the change (store/outbox).
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- grows; what carries a row out remembers its id, and does nothing twice
    kind TEXT NOT NULL, -- see workflows/contracts/outbox.ts
    subject INTEGER NOT NULL, -- what it is about: id of a prompt or a dialog
    detail TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT, -- what the last try failed with
    failed_at TEXT -- given up; NULL = still to be done. Rows that were carried out are gone.
);
CREATE INDEX outbox_by_subject ON outbox (kind, subject, detail, id);
CREATE INDEX outbox_due ON outbox (id) WHERE failed_at IS NULL;

-- Features and bugs follow their prompts by rows of the outbox. Their ids go on from the numbers of the links, which
-- architect.db knows: what it has followed stays followed.
INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox', coalesce(max(change_number), 0) FROM work_links;
INSERT INTO outbox (kind, subject, created_at)
SELECT 'item_progress', prompt_id, strftime('%Y-%m-%d %H:%M:%f', 'now') FROM work_links
WHERE change_number > applied_number ORDER BY prompt_id;

DROP TRIGGER work_links_follow;
DROP INDEX work_links_due;
ALTER TABLE work_links DROP COLUMN change_number;
ALTER TABLE work_links DROP COLUMN applied_number;

-- Whoever makes the change, and whatever crashes afterwards, it is not forgotten.
CREATE TRIGGER outbox_linked AFTER INSERT ON work_links BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('item_progress', NEW.prompt_id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
CREATE TRIGGER outbox_progress AFTER UPDATE OF status, reason, assigned_session, assigned_at, completed_at, error ON prompts
WHEN (OLD.status IS NOT NEW.status OR OLD.assigned_session IS NOT NEW.assigned_session
    OR OLD.assigned_at IS NOT NEW.assigned_at OR OLD.completed_at IS NOT NEW.completed_at OR OLD.error IS NOT NEW.error
    OR (NEW.status = 'pending' AND OLD.reason IS NOT NEW.reason))
    AND EXISTS (SELECT 1 FROM work_links WHERE prompt_id = NEW.id)
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('item_progress', NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
CREATE TRIGGER outbox_prompt_removed AFTER DELETE ON work_links BEGIN
    DELETE FROM outbox WHERE kind = 'item_progress' AND subject = OLD.prompt_id;
END;
