-- What people want dialogs answered with, written before anybody answers them: a joined host that says for whom it
-- answered is compared with it.
CREATE TABLE confirmation_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    confirmation_id INTEGER NOT NULL REFERENCES confirmations(id) ON DELETE CASCADE,
    who TEXT NOT NULL,
    answer TEXT NOT NULL,
    option INTEGER, -- counted from 1; NULL = the one that allows just this, or that refuses
    reply_id INTEGER REFERENCES confirmation_replies(id) ON DELETE CASCADE,
    asked_at TEXT NOT NULL,
    ended_at TEXT -- NULL: it is under way
);
CREATE INDEX confirmation_requests_by_confirmation ON confirmation_requests (confirmation_id);
