/** Worker processes that ended because a person has to act, as the server tells of them. */
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workerProcesses } from '../../../server/worker/processes';
import { forgetRefusals, noteRefusal, refusalsOf } from '../../../server/worker/refusals';
import { silentLog } from '../../../telemetry/log';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'architect-refusals-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const trouble = (): string[] => {
  const processes = workerProcesses(dir, silentLog, () => undefined);
  processes.stop();
  return processes.trouble();
};

test('the health says why one has ended, until one could begin', () => {
  expect(trouble()).toEqual([]);
  noteRefusal(dir, 'This worker is of release 3.4.0: bring it up to date.');
  expect(trouble()).toEqual([
    `Worker process ${process.pid} has ended, since a person has to change something first; the others go on. This worker is of release 3.4.0: bring it up to date.`,
  ]);
  forgetRefusals(dir);
  expect(trouble()).toEqual([]);
});

test('one that was tried again, as another process, is told of once', () => {
  noteRefusal(dir, 'x');
  writeFileSync(join(dir, 'workers', '1.refused'), 'x');
  const before = new Date(Date.now() - 60_000);
  utimesSync(join(dir, 'workers', '1.refused'), before, before);
  expect(refusalsOf(dir)).toMatchObject([{ pid: process.pid, reason: 'x' }]);
});

test('what nobody tries any more is forgotten', () => {
  noteRefusal(dir, 'x');
  const [name = ''] = readdirSync(join(dir, 'workers'));
  const before = new Date(Date.now() - 180_000);
  utimesSync(join(dir, 'workers', name), before, before);
  expect(refusalsOf(dir)).toEqual([]);
  expect(readdirSync(join(dir, 'workers'))).toEqual([]);
});
