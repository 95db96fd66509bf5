-- Browsers that get notifications with the page closed (store/push).
CREATE TABLE push_browsers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER REFERENCES access_users(id) ON DELETE CASCADE, -- NULL = the user of the settings
    endpoint TEXT NOT NULL UNIQUE, -- of its push service
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    login TEXT, -- the key of the login that it was subscribed with; NULL = a proxy signs its user in
    proof TEXT NOT NULL, -- of the password of then
    browser TEXT, -- as it calls itself
    created_at TEXT NOT NULL
);
CREATE INDEX push_browsers_by_user ON push_browsers (user_id);
CREATE INDEX push_browsers_by_login ON push_browsers (login);

-- Whose logins have ended, by a new password or a closed account, gets no more.
CREATE TRIGGER push_browsers_logged_out AFTER UPDATE OF login_key, disabled_at ON access_users
WHEN NEW.login_key <> OLD.login_key OR NEW.disabled_at IS NOT NULL
BEGIN
    DELETE FROM push_browsers WHERE user_id = NEW.id;
END;

-- When a person wants none.
CREATE TABLE quiet_hours (
    id INTEGER PRIMARY KEY,
    user_id INTEGER REFERENCES access_users(id) ON DELETE CASCADE, -- NULL = the user of the settings
    hours TEXT NOT NULL, -- JSON, see workflows/contracts/quiet-hours.ts
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX quiet_hours_by_user ON quiet_hours (coalesce(user_id, 0));

-- Each browser gets messages of its own.
ALTER TABLE alert_messages ADD COLUMN browser_id INTEGER NOT NULL DEFAULT 0; -- 0 = of a channel with one receiver
DROP INDEX alert_messages_open;
CREATE INDEX alert_messages_open ON alert_messages (channel, browser_id) WHERE status IN ('due', 'sending');
DROP INDEX alert_messages_by_channel;
CREATE INDEX alert_messages_by_channel ON alert_messages (channel, browser_id, id);

CREATE TABLE alert_deliveries_by_browser (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id INTEGER NOT NULL REFERENCES alerts(id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    channel TEXT NOT NULL,
    browser_id INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    reason TEXT,
    message_id INTEGER REFERENCES alert_messages(id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    UNIQUE (alert_id, event, channel, browser_id)
);
INSERT INTO alert_deliveries_by_browser (id, alert_id, event, channel, status, reason, message_id, created_at, ended_at)
SELECT id, alert_id, event, channel, status, reason, message_id, created_at, ended_at FROM alert_deliveries;
DROP TABLE alert_deliveries;
ALTER TABLE alert_deliveries_by_browser RENAME TO alert_deliveries;
CREATE INDEX alert_deliveries_due ON alert_deliveries (channel, browser_id, id)
    WHERE status = 'due' AND message_id IS NULL;
CREATE INDEX alert_deliveries_by_message ON alert_deliveries (message_id);

CREATE TRIGGER push_browsers_gone AFTER DELETE ON push_browsers BEGIN
    UPDATE alert_deliveries SET status = 'dropped', reason = 'the browser is subscribed no more',
        ended_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
    WHERE channel = 'push' AND browser_id = OLD.id AND status = 'due' AND message_id IS NULL;
END;
