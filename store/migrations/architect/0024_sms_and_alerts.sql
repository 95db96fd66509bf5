-- Text messages that tell how things stand. A row is written before Dialpad is asked: no hour gets two.
CREATE TABLE sms_updates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    slot TEXT UNIQUE, -- beginning of the hour it is for, UTC; NULL = a person wanted it beside those
    slot_ends_at TEXT, -- until then it may be tried; NULL = it is tried once
    requested_by TEXT NOT NULL,
    status TEXT NOT NULL, -- see workflows/contracts/sms.ts
    reason TEXT,
    message TEXT NOT NULL,
    recipients TEXT NOT NULL, -- JSON; shown shortened
    workflow_run TEXT NOT NULL, -- only that run sends it
    tries INTEGER NOT NULL DEFAULT 0,
    message_id TEXT, -- of Dialpad: 64 bits
    message_status TEXT, -- of Dialpad, as it answered: pending, success, failed
    delivery_result TEXT,
    created_at TEXT NOT NULL,
    tried_at TEXT,
    ended_at TEXT
);
CREATE INDEX sms_updates_open ON sms_updates (id) WHERE status IN ('due', 'sending');

-- What a person is told, and whether it reached them. A row of the outbox (kind alert_delivery) sends each.
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, -- see workflows/contracts/alerts.ts
    subject TEXT NOT NULL, -- what it is about: of one kind and subject no two are told within the cooldown
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL, -- when it last was so
    told_at TEXT, -- NULL = it has not been so for long enough
    ended_at TEXT -- it is so no longer
);
CREATE UNIQUE INDEX alerts_open ON alerts (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX alerts_told ON alerts (kind, subject, told_at);
CREATE TABLE alert_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    status TEXT NOT NULL, -- due, sending, sent, failed, unknown
    reason TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX alert_deliveries_of ON alert_deliveries (alert_id);
