-- The log of dialogs is in architect.db: a row of the outbox with every end of a dialog, in the transaction of that end.
CREATE TRIGGER outbox_dialog_ended AFTER UPDATE OF status, decided_by, resolution ON confirmations
WHEN NEW.status <> 'pending' AND (OLD.status IS NOT NEW.status OR OLD.decided_by IS NOT NEW.decided_by
    OR OLD.resolution IS NOT NEW.resolution)
BEGIN
    INSERT INTO outbox (kind, subject, created_at)
    VALUES ('dialog_log', NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
CREATE TRIGGER outbox_dialog_removed AFTER DELETE ON confirmations BEGIN
    DELETE FROM outbox WHERE kind IN ('dialog_log', 'notification') AND subject = OLD.id;
END;
