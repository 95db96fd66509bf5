-- What a person has seen and put away of the list of what needs one (store/needs).
CREATE TABLE need_dismissals (
    need TEXT PRIMARY KEY, -- such as failed-12
    since TEXT NOT NULL, -- of the time that was seen: when it happens anew, it is another one
    dismissed_by TEXT NOT NULL,
    dismissed_at TEXT NOT NULL
);
