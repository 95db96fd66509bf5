/** Messages of before browsers were receivers: they are kept, and what was due is sent. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../store';
import { openDatabase } from '../../../store/db/open';
import { temporaryDirectory } from '../support';

/** Of the migration. */
const NUMBER = 65;

const POLICY = {
  ...{ channelsOf: () => ['webhook'] as const, dwellMs: () => 0, cooldownMs: () => 0, spacingMs: 0 },
};

test('deliveries and messages of an earlier release are kept, and what was due is sent', () => {
  const dataDir = temporaryDirectory();
  openStore({ dataDir }).close();
  const db = openDatabase(join(dataDir, 'architect.db'));
  // As it was.
  db.exec(`
    DROP TABLE push_browsers; DROP TABLE quiet_hours; DROP TABLE alert_deliveries;
    DROP TRIGGER push_browsers_logged_out;
    DROP INDEX alert_messages_open; DROP INDEX alert_messages_by_channel;
    ALTER TABLE alert_messages DROP COLUMN browser_id;
    CREATE INDEX alert_messages_open ON alert_messages (channel) WHERE status IN ('due', 'sending');
    CREATE INDEX alert_messages_by_channel ON alert_messages (channel, id);
    CREATE TABLE alert_deliveries (id INTEGER PRIMARY KEY AUTOINCREMENT,
      alert_id INTEGER NOT NULL REFERENCES alerts(id) ON DELETE CASCADE, event TEXT NOT NULL, channel TEXT NOT NULL,
      status TEXT NOT NULL, reason TEXT, message_id INTEGER REFERENCES alert_messages(id) ON DELETE SET NULL,
      created_at TEXT NOT NULL, ended_at TEXT, UNIQUE (alert_id, event, channel));
    CREATE INDEX alert_deliveries_due ON alert_deliveries (channel, id) WHERE status = 'due' AND message_id IS NULL;
    CREATE INDEX alert_deliveries_by_message ON alert_deliveries (message_id);
    DELETE FROM schema_migrations WHERE number = ${NUMBER};
    INSERT INTO alerts (id, condition, cause, kind, severity, title, message, page, state, since, told_at)
      VALUES (7, 'secrets-x', 'secrets-x', 'secret', 'warning', 'A secret', 'm', '/vault.html', 'resolved', '2026-01-01 00:00:00.000', '2026-01-01 00:00:00.000');
    INSERT INTO alert_messages (id, channel, status, created_at, ended_at)
      VALUES (3, 'webhook', 'sent', '2026-01-01 00:00:00.000', '2026-01-01 00:00:01.000');
    INSERT INTO alert_deliveries (id, alert_id, event, channel, status, message_id, created_at)
      VALUES (5, 7, 'opened', 'webhook', 'sent', 3, '2026-01-01 00:00:00.000'),
        (6, 7, 'escalated', 'webhook', 'due', NULL, '2026-01-01 00:00:00.000');`);
  db.close();
  const store = openStore({ dataDir, alertPolicy: () => POLICY });
  expect(store.alerts.deliveriesOf(7)).toMatchObject([
    { id: 5, event: 'opened', channel: 'webhook', browser_id: 0, status: 'sent', message_id: 3 },
    { id: 6, event: 'escalated', browser_id: 0, status: 'due', message_id: null },
  ]);
  expect(store.alerts.lastOf('webhook')).toMatchObject({ id: 3, browser_id: 0 });
  store.alerts.messages.pack(0);
  expect(store.outbox.carryOutDue()).toMatchObject([{ kind: 'alert' }]);
  store.close();
  rmSync(dataDir, { recursive: true });
});
