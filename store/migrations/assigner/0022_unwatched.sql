-- Time in which nobody watched the sessions: the machine slept, or the server was stopped or down. It isn't working time.
CREATE TABLE unwatched (
    from_at TEXT NOT NULL,
    to_at TEXT NOT NULL
);
CREATE INDEX unwatched_to ON unwatched (to_at);
-- When they were last seen, kept now and then while a prompt is at work: a server that dies tells nobody.
CREATE TABLE watched (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seen_at TEXT NOT NULL
);
