-- What waits in the queue for a feature or bug that a person ended is taken back: a row of the outbox, in the
-- transaction that ends it, whoever does (store/outbox). Nothing was ever sent of one without a row in item_work.
CREATE TRIGGER outbox_feature_ended AFTER UPDATE OF status ON features
WHEN NEW.status = 'completed' AND OLD.status IS NOT 'completed'
    AND EXISTS (SELECT 1 FROM item_work WHERE kind = 'feature' AND item_id = NEW.id)
BEGIN
    INSERT INTO outbox (kind, subject, detail, created_at) VALUES ('item_ended', NEW.id, 'feature', NEW.updated_at);
END;
CREATE TRIGGER outbox_bug_ended AFTER UPDATE OF status ON bugs
WHEN NEW.status IN ('resolved', 'closed') AND coalesce(OLD.status, '') NOT IN ('resolved', 'closed')
    AND EXISTS (SELECT 1 FROM item_work WHERE kind = 'bug' AND item_id = NEW.id)
BEGIN
    INSERT INTO outbox (kind, subject, detail, created_at) VALUES ('item_ended', NEW.id, 'bug', NEW.updated_at);
END;
