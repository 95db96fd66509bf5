/** A server is asked to stop by signals, and by the end of the process that keeps it running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(__dirname, '..', '..');
/** Begins to listen for the end when it is told to, and says why it is to stop. */
const PROGRAM = `
  require('${join(ROOT, 'test/support/typescript.cjs')}');
  const { stopRequested } = require('${join(ROOT, 'server/signals.ts')}');
  process.stdout.write('loaded;');
  process.stdin.once('data', () => {
    stopRequested().then((reason) => process.stdout.write(reason, () => process.exit(0)));
    process.stdout.write('listens;');
  });`;

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

function program() {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  const output = child.stdout as NonNullable<typeof child.stdout>;
  return { child, loaded: once(output, 'data'), output };
}
const listen = ({ child }: ReturnType<typeof program>): void => void child.stdin?.write('now\n');

test('the end of its parent is noticed', async () => {
  const started = program();
  await started.loaded;
  listen(started);
  await once(started.output, 'data');
  started.child.disconnect();
  expect(await text(started.output)).toBe('its parent has ended');
});

test('so is one that came before anything listened for it', async () => {
  const started = program();
  await started.loaded;
  const gone = once(started.child, 'disconnect');
  started.child.disconnect();
  await gone;
  listen(started);
  expect(await text(started.output)).toBe('listens;its parent has ended');
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s is a request to stop', async (signal) => {
  const started = program();
  await started.loaded;
  listen(started);
  await once(started.output, 'data');
  started.child.kill(signal);
  expect(await text(started.output)).toBe(signal);
});
