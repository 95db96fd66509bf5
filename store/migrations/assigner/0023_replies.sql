-- Questions of agents, and what people answered.
ALTER TABLE confirmations ADD COLUMN questions TEXT; -- JSON; NULL = it is no form, or not known whole
ALTER TABLE confirmations ADD COLUMN reply TEXT; -- JSON: what was answered, in words

-- What a person wants answered; kept here so that their words don't pass through the workflow engine.
CREATE TABLE confirmation_replies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    confirmation_id INTEGER NOT NULL REFERENCES confirmations(id) ON DELETE CASCADE,
    answers TEXT NOT NULL, -- JSON
    created_at TEXT NOT NULL
);
CREATE INDEX confirmation_replies_by_confirmation ON confirmation_replies (confirmation_id);

-- A message that is due is one thing, one that was delivered another: notified_at and escalated_at are of the latter.
ALTER TABLE confirmations ADD COLUMN notify_due_at TEXT;
ALTER TABLE confirmations ADD COLUMN escalate_due_at TEXT;
UPDATE confirmations SET notify_due_at = notified_at, escalate_due_at = escalated_at;
UPDATE confirmations SET notified_at = NULL, escalated_at = NULL WHERE notification IS NOT 'sent';
