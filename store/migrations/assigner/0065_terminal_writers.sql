-- Who has taken over a session's terminal from a page, since when, and the digest of the key that proves it. The queue
-- gives that session nothing meanwhile.
-- ensure-column sessions writer TEXT
-- ensure-column sessions writer_at TEXT
-- ensure-column sessions writer_key TEXT

CREATE TRIGGER sessions_written AFTER UPDATE OF writer, writer_at ON sessions
  WHEN NEW.writer IS NOT OLD.writer OR NEW.writer_at IS NOT OLD.writer_at BEGIN
    INSERT INTO changes (kind, key) VALUES ('session', NEW.name);
END;
