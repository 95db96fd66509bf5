-- Alerts: what a person should know of (store/alerts). A row for each time that something is so.
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    condition TEXT NOT NULL UNIQUE, -- which time: the same is told once
    cause TEXT NOT NULL, -- the same each time that it is so again
    kind TEXT NOT NULL, -- see workflows/contracts/alerts.ts
    severity TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    page TEXT NOT NULL,
    state TEXT NOT NULL,
    held TEXT, -- why it was not told although it is open
    since TEXT NOT NULL,
    told_at TEXT, -- from then on the channels have it to send
    escalated_at TEXT,
    resolved_at TEXT,
    acknowledged_at TEXT,
    acknowledged_by TEXT
);
CREATE INDEX alerts_active ON alerts (id) WHERE state <> 'resolved';
CREATE INDEX alerts_by_cause ON alerts (cause, told_at);

-- What is sent, one at a time and channel: of one alert, or of several together.
CREATE TABLE alert_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    test INTEGER NOT NULL DEFAULT 0, -- 1 = a person wants to see whether it arrives
    status TEXT NOT NULL,
    reason TEXT,
    items TEXT, -- JSON, made when it is first sent; each try sends the same
    tries INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0, -- 1 = one of the tries may have arrived
    created_at TEXT NOT NULL,
    tried_at TEXT,
    ended_at TEXT
);
CREATE INDEX alert_messages_open ON alert_messages (channel) WHERE status IN ('due', 'sending');
CREATE INDEX alert_messages_by_channel ON alert_messages (channel, id);

CREATE TABLE alert_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id INTEGER NOT NULL REFERENCES alerts(id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    channel TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    message_id INTEGER REFERENCES alert_messages(id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    UNIQUE (alert_id, event, channel)
);
CREATE INDEX alert_deliveries_due ON alert_deliveries (channel, id) WHERE status = 'due' AND message_id IS NULL;
CREATE INDEX alert_deliveries_by_message ON alert_deliveries (message_id);

CREATE TABLE alert_mutes (
    kind TEXT PRIMARY KEY, -- all = every kind
    until TEXT NOT NULL,
    muted_by TEXT NOT NULL,
    created_at TEXT NOT NULL
) WITHOUT ROWID;

-- What waits for a person is looked for every second.
CREATE INDEX plan_tasks_for_person ON plan_tasks (id) WHERE status = 'needs_person';
CREATE INDEX plan_gates_for_person ON plan_gates (attempt_id) WHERE status = 'waiting';
