-- What follows from a change of a feature, written in the transaction of the change (store/outbox). As in assigner.db.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, -- see workflows/contracts/outbox.ts
    subject INTEGER NOT NULL, -- what it is about: id of a feature
    detail TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT, -- what the last try failed with
    failed_at TEXT -- given up; NULL = still to be done. Rows that were carried out are gone.
);
CREATE INDEX outbox_by_subject ON outbox (kind, subject, detail, id);
CREATE INDEX outbox_due ON outbox (id) WHERE failed_at IS NULL;

-- In place of a table of its own.
DROP TRIGGER github_pull_request_due;
DROP TRIGGER github_pull_request_not_due;
INSERT INTO outbox (kind, subject, created_at, error, failed_at)
SELECT 'pull_request', feature_id, since, error, CASE WHEN error IS NOT NULL THEN since END
FROM github_pull_requests_due ORDER BY since;
DROP TABLE github_pull_requests_due;

-- In the transaction that ends the feature, whoever ends it: none is forgotten.
CREATE TRIGGER outbox_feature_completed AFTER UPDATE OF status ON features
WHEN NEW.status = 'completed' AND OLD.status IS NOT 'completed'
    AND EXISTS (SELECT 1 FROM github_projects WHERE project_id = NEW.project_id AND auto_pull_request = 1)
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('pull_request', NEW.id, coalesce(NEW.completed_at, NEW.updated_at));
END;
CREATE TRIGGER outbox_feature_reopened AFTER UPDATE OF status ON features
WHEN OLD.status = 'completed' AND NEW.status IS NOT 'completed'
BEGIN
    DELETE FROM outbox WHERE kind = 'pull_request' AND subject = NEW.id;
END;
CREATE TRIGGER outbox_feature_removed AFTER DELETE ON features BEGIN
    DELETE FROM outbox WHERE kind = 'pull_request' AND subject = OLD.id;
END;
