/** One server a data directory: the next one waits for one that is leaving, and for no other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AlreadyRunningError, takePlace } from '../../server/instance';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-instance-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('one that is ending is waited for, as systemd starts the next before it is gone', async () => {
  const first = await takePlace(dir);
  first.ending();
  const second = takePlace(dir);
  // It is asked for the lock at once, and again and again.
  const early = await Promise.race([second.then(() => 'taken'), pause(1_000).then(() => 'waits')]);
  expect(early).toBe('waits');
  first.leave();
  (await second).leave();
});

test('one that works is not', async () => {
  const first = await takePlace(dir);
  await expect(takePlace(dir)).rejects.toThrow(AlreadyRunningError);
  first.leave();
});
