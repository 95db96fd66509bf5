/** One server a data directory: the next one waits for one that is leaving, and for no other. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { addressOf, AlreadyRunningError, takePlace } from '../../server/instance';

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

test('where there is no room to say that it ends it ends all the same, and what it said before stays', async () => {
  const place = await takePlace(dir);
  place.announce({ url: 'http://localhost:1', since: '', version: '3.0.0', mode: 'all', host: 'hub' });
  const note = join(dir, 'server.json');
  renameSync(note, `${note}.aside`);
  mkdirSync(note);
  expect(() => place.wantsAlone(true)).toThrow(/EISDIR|ENOTEMPTY/);
  place.ending();
  rmdirSync(note);
  renameSync(`${note}.aside`, note);
  expect(addressOf(dir)).toBe('http://localhost:1');
  place.ending();
  expect(JSON.parse(readFileSync(note, 'utf8'))).toMatchObject({ url: 'http://localhost:1', ending: true });
  place.leave();
  expect(existsSync(note)).toBe(false);
});
