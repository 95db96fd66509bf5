/** A server is asked to stop by signals, and by the end of the process that keeps it running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { until } from '../support/tmux-server';

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

/** As the one above, but it takes its time: until its input ends. */
const SLOW = `
  require('${join(ROOT, 'test/support/typescript.cjs')}');
  const { stopRequested } = require('${join(ROOT, 'server/signals.ts')}');
  stopRequested().then((reason) => process.stdout.write(reason + ';'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.stdout.write('heard ' + signal + ';'));
  process.stdin.on('end', () => process.exit(0)).resume();
  process.stdout.write('listens;');`;

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

async function slow(first: NodeJS.Signals) {
  const child = spawn(process.execPath, ['-e', SLOW], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  let said = '';
  const output = child.stdout as NonNullable<typeof child.stdout>;
  output.on('data', (data: Buffer) => (said += String(data)));
  await until(() => said.includes('listens;'), 'it listens');
  child.kill(first);
  await until(() => said.includes(`heard ${first};`), `it has heard ${first}`);
  return { child, said: () => said, ended: once(child, 'exit') };
}

test.each([
  ['SIGINT', 'SIGTERM'],
  ['SIGHUP', 'SIGTERM'],
] as const)(
  '%s of a terminal, which the supervisor hears too and passes on as %s, is one request',
  async (first, passedOn) => {
    const { child, said, ended } = await slow(first);
    child.kill(passedOn);
    await until(() => said().includes(`heard ${passedOn};`), 'the second one is heard');
    child.stdin?.end();
    expect(await ended).toEqual([0, null]);
    expect(said()).toContain(`${first};`);
    expect(said()).not.toContain(`;${passedOn};`);
  },
);

test('a second stop of the same kind asks for nothing new, a second Ctrl-C for an end at once', async () => {
  const stopped = await slow('SIGTERM');
  stopped.child.kill('SIGTERM');
  await until(() => stopped.said().split('heard SIGTERM;').length === 3, 'it is heard twice');
  stopped.child.stdin?.end();
  expect(await stopped.ended).toEqual([0, null]);
  const impatient = await slow('SIGINT');
  impatient.child.kill('SIGINT');
  expect(await impatient.ended).toEqual([1, null]);
});

test('none of them is the one by which benchmarks have the garbage collected', () => {
  const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
  const [signal = 'none'] = /\bSIG\w+/.exec(read('bench/lib/collects.cjs')) ?? [];
  expect(signal).toMatch(/^SIG/);
  expect(read('server/signals.ts')).not.toContain(signal);
  expect(read('bench/groups/day.ts')).toContain(`'${signal}'`);
});
