/** A worker process that can't work until a person changes something. */
import { join } from 'node:path';
import { openDatabase } from '../../store/db/open';
import { startDashboard, until } from '../support/dashboard';
import { testWorker } from '../support/worker-process';

const WHY = 'since a person has to change something first';

test('it says why, and so does the health, until one can', async () => {
  const dashboard = await startDashboard({}, 'api');
  const worker = testWorker(dashboard);
  const health = async (): Promise<string> => (await fetch(`${dashboard.url}/health`)).text();
  try {
    const db = openDatabase(join(dashboard.dir, 'data/architect.db'));
    db.exec("INSERT INTO schema_migrations (number, name) VALUES (9999, 'of tomorrow')");
    worker.start();
    expect(await worker.ended()).toBe(78);
    expect(worker.output()).toContain('migrated by a newer release');
    await until(health, (text) => text.includes(WHY), 'the health says why it has ended');
    db.exec('DELETE FROM schema_migrations WHERE number = 9999');
    db.close();
    worker.start();
    await worker.ready();
    await until(health, (text) => !text.includes(WHY), 'that is over');
  } finally {
    await worker.end();
    await dashboard.close();
  }
}, 120_000);
