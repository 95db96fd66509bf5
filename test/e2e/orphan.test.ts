/** A server whose supervisor is killed ends, however early that was. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-signals-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const SIGNALS = join(PROJECT_ROOT, 'dist', 'server', 'signals.js');

test.each([
  ['while it is loaded', true],
  ['later', false],
])('%s', async (_title, early) => {
  const program = join(dir, 'server.cjs');
  // Whether the channel is closed before anybody listens is what differs.
  writeFileSync(
    program,
    `setInterval(() => {}, 60_000);
     const ask = () => require(${JSON.stringify(SIGNALS)}).stopRequested().then((why) => process.exit(why === 'its parent has ended' ? 7 : 1));
     if (${early}) process.once('disconnect', () => setImmediate(ask)); else ask();
     process.send('ready');`,
  );
  const child = fork(program);
  await once(child, 'message');
  child.disconnect();
  const [code] = await once(child, 'exit');
  expect(code).toBe(7);
});
