-- Other machines whose sessions are worked in. The machine of the server is none of them.
CREATE TABLE hosts (
    name TEXT PRIMARY KEY,
    -- SHA-256 of the token that it joins with.
    token_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    -- new: it never joined. up: it is there. lost: nothing is heard of it. left: it was stopped.
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'up', 'lost', 'left')),
    -- Since when; of one that was lost, when it was last heard of.
    state_at TEXT NOT NULL,
    -- The process that joined last: one that joined before it is refused.
    run_id TEXT,
    version TEXT,
    joined_at TEXT
);

-- Machines with too little free memory for more work, the server's own too.
CREATE TABLE short_of_memory (
    host TEXT PRIMARY KEY,
    free_mib INTEGER NOT NULL,
    wanted_mib INTEGER NOT NULL,
    since TEXT NOT NULL
);

-- NULL: nobody watched on any machine.
-- ensure-column unwatched host TEXT

-- What their sessions do is not known while a machine is away.
CREATE TRIGGER hosts_changed AFTER UPDATE OF state ON hosts WHEN NEW.state IS NOT OLD.state BEGIN
    INSERT INTO changes (kind, key) SELECT 'session', name FROM sessions WHERE host = NEW.name;
END;
