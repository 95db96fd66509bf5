/** Recordings in the store: whose they are, what bounds them, what stops them, and the marks beside them. */
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RECORDING, type Recordings } from '../../../store/recordings';
import type { NotRecorded } from '../../../workflows/contracts/recording';
import { PLAIN, sees, START, type TestStore, testStore } from '../support';

const HOUR = 3_600_000;
const KIB = 1024;
let free: number;
let record: TestStore;
let recordings: Recordings;
const open = (options: object = {}): void => {
  record = testStore({
    recording: { ...DEFAULT_RECORDING, isOn: true, freeBytes: async () => free, ...options },
  });
  ({ recordings } = record.store);
};
beforeEach(() => (free = Infinity));
afterEach(async () => {
  await recordings.stop();
  record.close();
});

const uidOf = (name: string): number => record.store.sessions.get(name)?.uid ?? 0;
const dirOf = (uid: number): string => join(record.dir, 'recordings', String(uid));
const filesOf = (uid: number): string[] => (existsSync(dirOf(uid)) ? readdirSync(dirOf(uid)) : []);
const rowsAt = async (uid: number): Promise<string[]> => {
  const { frames } = await recordings.frames(uid, { fromMs: 0, toMs: Infinity, limit: 100 });
  return frames.map(({ changed }) => changed.map(([, text]) => text).join('|'));
};
/** Text that no compression makes small. */
function noise(chars: number, seed: number): string {
  let state = seed + 1;
  return Array.from({ length: chars }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}
async function recordsHours(uid: number, count: number, chars: number): Promise<void> {
  for (let hour = 0; hour < count; hour += 1) {
    const atMs = START.getTime() - (count - hour) * HOUR;
    recordings.sink.take(uid, { cols: 80, rows: [noise(chars, hour)] }, atMs);
    await recordings.index(uid);
  }
  for (const name of filesOf(uid)) {
    const at = new Date(Number.parseInt(name, 10));
    utimesSync(join(dirOf(uid), name), at, at);
  }
}

test('a session keeps its recording whatever it is called, and one that comes after it has its own', async () => {
  open();
  sees(record.store, 'a', { server: '1 1', paneId: '%1', panePid: 7 });
  const uid = uidOf('a');
  expect(uid).toBeGreaterThan(0);
  recordings.sink.take(uid, { cols: 80, rows: ['of the first'] }, START.getTime());
  record.store.terminals.follow([{ label: 'b', server: '1 1', paneId: '%1', pid: 7 }], 'hub');
  sees(record.store, 'a', { server: '1 1', paneId: '%2', panePid: 8 });
  expect(uidOf('b')).toBe(uid);
  expect(uidOf('a')).not.toBe(uid);
  expect((await recordings.index(uid)).ranges).toHaveLength(1);
  expect(await rowsAt(uidOf('b'))).toEqual(['of the first']);
  expect(await rowsAt(uidOf('a'))).toEqual([]);
});

test('those that are switched off, gone, or of another dashboard are not to be recorded', () => {
  open();
  for (const name of ['on', 'off', 'gone', 'guest'])
    sees(record.store, name, {
      server: '1 1',
      paneId: `%${name}`,
      panePid: 7,
      ...(name === 'guest' && { owner: 'other' }),
    });
  recordings.setRecorded('off', false);
  record.store.sessions.register({
    name: 'gone',
    provider: 'claude',
    specialty: 'general',
    workingDir: null,
  });
  record.store.sessions.vanish('gone', 'ended');
  expect(recordings.targets()).toEqual([
    { uid: uidOf('on'), session: 'on', terminal: { paneId: '%on', pid: 7 } },
  ]);
  recordings.setRecorded('off', null);
  expect(recordings.targets().map(({ session }) => session)).toEqual(['off', 'on']);
});

test('sessions of a joined machine are recorded by their text, while it is there', () => {
  open();
  record.store.hosts.create('box', 'me');
  sees(record.store, 'box/a', { host: 'box', server: '1 1', paneId: '%1', panePid: 7 });
  expect(recordings.targets()).toEqual([]);
  record.assigner().exec("UPDATE hosts SET state = 'up'");
  expect(recordings.targets()).toEqual([{ uid: uidOf('box/a'), session: 'box/a' }]);
});

test('what is older than the hours that are kept goes', async () => {
  open({ hours: 3 });
  sees(record.store, 'a');
  await recordsHours(uidOf('a'), 8, 100);
  expect(filesOf(uidOf('a'))).toHaveLength(8);
  expect(await recordings.prune()).toBe(5);
  expect((await recordings.index(uidOf('a'))).ranges[0]?.fromMs).toBe(START.getTime() - 3 * HOUR);
});

test('of more than a session may have the oldest goes, and of more than all may have', async () => {
  open({ sessionBytes: 40 * KIB, allBytes: 60 * KIB });
  for (const name of ['a', 'b']) {
    sees(record.store, name);
    await recordsHours(uidOf(name), 8, 10 * KIB);
  }
  await recordings.prune();
  const sizes = ['a', 'b'].map((name) =>
    filesOf(uidOf(name)).reduce((sum, file) => sum + statSync(join(dirOf(uidOf(name)), file)).size, 0),
  );
  expect(Math.max(...sizes)).toBeLessThanOrEqual(40 * KIB);
  expect((sizes[0] ?? 0) + (sizes[1] ?? 0)).toBeLessThanOrEqual(60 * KIB);
  const newest = (START.getTime() - HOUR).toString();
  for (const name of ['a', 'b']) expect(filesOf(uidOf(name))).toContain(`${newest}.rec`);
});

test('the recording goes with its session, and on wish', async () => {
  open();
  for (const name of ['a', 'b']) {
    sees(record.store, name);
    recordings.sink.take(uidOf(name), { cols: 80, rows: [name] }, START.getTime());
    await recordings.index(uidOf(name));
  }
  const [a, b] = [uidOf('a'), uidOf('b')];
  record.store.sessions.forget('a');
  await recordings.prune();
  expect([existsSync(dirOf(a)), existsSync(dirOf(b))]).toEqual([false, true]);
  await recordings.remove(b);
  expect(existsSync(dirOf(b))).toBe(false);
  expect(recordings.sink.still(b, START.getTime() + 500)).toBe(false);
  recordings.sink.take(b, { cols: 80, rows: ['anew'] }, START.getTime() + 1_000);
  expect(recordings.sink.still(b, START.getTime() + 1_500)).toBe(true);
  await recordings.index(b);
  expect(await rowsAt(b)).toEqual(['anew']);
});

test('on a disk that is nearly full nothing is written, which is told once, and it goes on when there is room', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  open({ leastFreeBytes: 1_000 });
  sees(record.store, 'a');
  const uid = uidOf('a');
  const told: (NotRecorded | undefined)[] = [];
  recordings.onObstacle((reason) => told.push(reason));
  const take = (text: string): void => recordings.sink.take(uid, { cols: 80, rows: [text] }, Date.now());
  try {
    free = 999;
    take('lost');
    await recordings.index(uid);
    expect([recordings.obstacle(), told, filesOf(uid)]).toEqual(['disk', ['disk'], []]);
    for (let round = 0; round < 3; round += 1) {
      jest.advanceTimersByTime(61_000);
      await recordings.index(uid);
      take('lost as well');
      await recordings.index(uid);
    }
    expect([recordings.obstacle(), told, filesOf(uid)]).toEqual(['disk', ['disk'], []]);
    free = 1_000;
    jest.advanceTimersByTime(61_000);
    await recordings.index(uid);
    take('kept');
    await recordings.index(uid);
    expect([recordings.obstacle(), told]).toEqual([undefined, ['disk', undefined]]);
    expect(await rowsAt(uid)).toEqual(['kept']);
  } finally {
    jest.useRealTimers();
  }
});

test('prompts that are taken and ended, and dialogs, are marks of the session that had them', () => {
  open();
  const { store } = record;
  sees(store, 'a');
  const id = store.prompts.insert({ ...PLAIN, content: 'build it' }).id;
  const at = (name: string, stage: 'leased' | 'taken' | 'working' | 'completed'): void => {
    store.receipts.step(id, stage, name, 'why');
  };
  at('a', 'leased');
  record.assigner().prepare("UPDATE prompts SET assigned_session = 'a' WHERE id = ?").run(id);
  record.pass(1_000);
  at('a', 'taken');
  at('a', 'working');
  record.pass(1_000);
  store.receipts.note(id, 'a remark');
  record.pass(1_000);
  at('a', 'completed');
  const marks = recordings.marks(uidOf('a'));
  expect(marks.map(({ kind, word, text, prompt_id }) => [kind, word, text, prompt_id])).toEqual([
    ['prompt_taken', 'taken', 'build it', id],
    ['prompt_ended', 'completed', 'build it', id],
  ]);
  expect(marks.map((mark) => mark.at)).toEqual(['2026-03-10 12:00:01.000', '2026-03-10 12:00:03.000']);
  expect(recordings.ofPrompt(id)).toEqual({ at: '2026-03-10 12:00:01.000', session: 'a' });
  record.pass(25 * HOUR);
  expect(recordings.marks(uidOf('a'))).toEqual([]);
  expect(recordings.ofPrompt(id)).toBeUndefined();
});
