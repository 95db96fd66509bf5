-- The branch of a finished feature gets a pull request by itself, where its project is set so.

ALTER TABLE github_projects ADD COLUMN auto_pull_request INTEGER NOT NULL DEFAULT 0;

-- Features whose pull request is still to be made, or could not be. The row goes when there is one.
CREATE TABLE github_pull_requests_due (
    feature_id INTEGER PRIMARY KEY REFERENCES features(id) ON DELETE CASCADE,
    since TEXT NOT NULL,
    error TEXT -- what a person has to do first; NULL: it is being made
);

-- In the transaction that ends the feature, whoever ends it: none is forgotten.
CREATE TRIGGER github_pull_request_due AFTER UPDATE OF status ON features
WHEN NEW.status = 'completed' AND OLD.status IS NOT 'completed'
    AND EXISTS (SELECT 1 FROM github_projects WHERE project_id = NEW.project_id AND auto_pull_request = 1)
BEGIN
    INSERT INTO github_pull_requests_due (feature_id, since) VALUES (NEW.id, coalesce(NEW.completed_at, NEW.updated_at))
    ON CONFLICT (feature_id) DO UPDATE SET since = excluded.since, error = NULL;
END;

CREATE TRIGGER github_pull_request_not_due AFTER UPDATE OF status ON features
WHEN OLD.status = 'completed' AND NEW.status IS NOT 'completed'
BEGIN
    DELETE FROM github_pull_requests_due WHERE feature_id = NEW.id;
END;
