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
