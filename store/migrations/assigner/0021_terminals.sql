-- A session is its terminal: tmux server, pane and process. Its name is a label that people change.

-- ensure-column sessions tmux_server TEXT
-- ensure-column sessions pane_pid INTEGER
-- ensure-column sessions pane_started TEXT
-- ensure-column sessions owner TEXT
-- ensure-column sessions suspect TEXT

-- Stays with the row when its name changes: a prompt that has ended and is done again goes to the terminal that it meant.
-- ensure-column sessions uid INTEGER
-- ensure-column prompts target_uid INTEGER
UPDATE sessions SET uid = abs(random()) % 1000000000000;
CREATE TRIGGER sessions_numbered AFTER INSERT ON sessions WHEN NEW.uid IS NULL BEGIN
    UPDATE sessions SET uid = abs(random()) % 1000000000000 WHERE name = NEW.name;
END;

-- The terminal that was leased, and the number of the attempt to type into it: keys of earlier attempts are refused.
-- ensure-column leases tmux_server TEXT
-- ensure-column leases pane_pid INTEGER
-- ensure-column leases attempt INTEGER NOT NULL DEFAULT 0

-- How often a prompt came back to the queue untyped, and from when it may be given to a session again.
-- ensure-column prompts requeue_count INTEGER NOT NULL DEFAULT 0
-- ensure-column prompts requeued_at TEXT
-- ensure-column prompts not_before TEXT

CREATE TRIGGER sessions_renamed AFTER UPDATE OF name ON sessions WHEN NEW.name IS NOT OLD.name BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', OLD.name), ('session', NEW.name);
END;
CREATE TRIGGER sessions_owned AFTER UPDATE OF owner, suspect ON sessions WHEN NEW.owner IS NOT OLD.owner OR NEW.suspect IS NOT OLD.suspect BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', NEW.name);
END;
