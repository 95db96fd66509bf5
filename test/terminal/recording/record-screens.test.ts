/** What of the screens is handed in to be kept: when, without what, and under whose name. */
import { colourScreens } from '../../../terminal/colours';
import { recordScreens } from '../../../terminal/recording';
import type { PaneInfo } from '../../../terminal/tmux/types';
import type { LabelledPane } from '../../../terminal/watch/labels';
import { silentLog } from '../../../telemetry/log';
import type { RecordingTarget, Screen } from '../../../workflows/contracts/recording';

const pane = (paneId: string, changes: Partial<PaneInfo> = {}): PaneInfo => ({
  ...{
    paneId,
    server: '1 1',
    session: 'a',
    windowIndex: 0,
    paneIndex: 0,
    pid: 7,
    dead: false,
    inMode: false,
  },
  ...{ width: 40, height: 3, cursorX: 0, cursorY: 0, historySize: 0, alternateScreen: false, outputAtMs: 0 },
  ...{ attached: 0, command: 'sh', title: '', workingDir: '/', owner: '', writer: '', ...changes },
});

let onPanes: ((panes: readonly LabelledPane[]) => void)[];
let shown: Map<string, string[]>;
let captures: string[][];
let targets: RecordingTarget[];
let secrets: string[] | undefined;
let texts: Map<string, { text: string; cols: number }>;
let taken: { uid: number; screen: Screen; atMs: number }[];
let still: number[];
let stop: () => void;
let broken: Error | undefined;
let isForgotten: boolean;
let told: Set<string>;

beforeEach(() => {
  jest.useFakeTimers();
  [onPanes, captures, taken, still, secrets, broken] = [[], [], [], [], [], undefined];
  [shown, texts, told, isForgotten] = [new Map(), new Map(), new Set(), false];
  targets = [{ uid: 1, session: 'a', terminal: { paneId: '%1', pid: 7 } }];
  const watch = {
    onPanes(listener: (panes: readonly LabelledPane[]) => void) {
      onPanes.push(listener);
      return () => (onPanes = onPanes.filter((one) => one !== listener));
    },
  };
  const tmux = {
    async captureColours(paneIds: readonly string[]) {
      captures.push([...paneIds]);
      if (broken) throw broken;
      return paneIds.map((paneId) => shown.get(paneId));
    },
  };
  const screens = colourScreens({ watch, tmux, log: silentLog });
  const end = recordScreens({
    ...{ screens, watch, targets: () => targets, secrets: () => secrets, intervalMs: 1_000, log: silentLog },
    sink: {
      take: (uid, screen, atMs) => void taken.push({ uid, screen, atMs }),
      still: (uid) => still.push(uid) > 0 && !isForgotten,
    },
    textOf(session, isWantedAgain) {
      if (isWantedAgain) return texts.get(session);
      const found = told.has(session) ? undefined : texts.get(session);
      told.add(session);
      return found;
    },
  });
  stop = () => {
    end();
    screens.close();
  };
});
afterEach(() => {
  stop();
  jest.useRealTimers();
});

/** The watch looks four times a second; each look finds another cursor where `draws`. */
async function pass(seconds: number, draws = false, panes: readonly string[] = ['%1']): Promise<void> {
  for (let look = 0; look < seconds * 4; look += 1) {
    const at = draws ? { cursorX: (onLook += 1) } : { cursorX: onLook };
    const listed = panes.map((paneId, index) => ({ label: 'abc'[index] ?? '', pane: pane(paneId, at) }));
    for (const listener of onPanes) listener(listed);
    await jest.advanceTimersByTimeAsync(250);
  }
}
let onLook = 0;
const rows = (): string[] => taken.map(({ screen }) => screen.rows.join('|'));

test('a screen is taken when it changes, once a second at most, and its last state is not missed', async () => {
  shown.set('%1', ['first', '', '']);
  await pass(2);
  expect(rows()).toEqual(['first||']);
  for (let second = 0; second < 5; second += 1) {
    shown.set('%1', [`working ${second}`, '', '']);
    await pass(1, true);
  }
  shown.set('%1', ['done', '', '']);
  await pass(3, false);
  await pass(0.25, true);
  await pass(3, false);
  expect(rows().at(-1)).toBe('done||');
  expect(taken.length).toBeLessThanOrEqual(9);
  expect(taken[0]).toMatchObject({ uid: 1, screen: { cols: 40 } });
  const gaps = taken.slice(1).map(({ atMs }, at) => atMs - (taken[at]?.atMs ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
});

test('one in which nothing happens is not asked for again, and is told to be so each second', async () => {
  shown.set('%1', ['idle', '', '']);
  await pass(3);
  const before = captures.length;
  await pass(60);
  expect(captures).toHaveLength(before);
  expect(rows()).toEqual(['idle||']);
  expect(still.length).toBeGreaterThanOrEqual(58);
});

test('what could not be kept, or was deleted, is taken again though nothing happens', async () => {
  shown.set('%1', ['idle', '', '']);
  await pass(3);
  isForgotten = true;
  await pass(2);
  isForgotten = false;
  await pass(5);
  const all = rows();
  expect(new Set(all)).toEqual(new Set(['idle||']));
  expect(all.length).toBeGreaterThanOrEqual(2);
  expect(all.length).toBeLessThanOrEqual(4);
});

test('what acts on a terminal, and values of secrets, are taken out', async () => {
  secrets = ['hunter22222'];
  shown.set('%1', ['\x1b[31mpass hunter2', '2222\x1b[0m \x1b]0;title\x07\x1b[2Jx', '<b>&amp;</b>']);
  await pass(2);
  expect(taken[0]?.screen.rows).toEqual(['\x1b[31mpass *******', '\x1b[31m****\x1b[0m x', '<b>&amp;</b>']);
});

test('while the secrets can not be known nothing is taken, nor called unchanged', async () => {
  secrets = undefined;
  shown.set('%1', ['a', '', '']);
  await pass(5, true);
  expect([taken, still, captures]).toEqual([[], [], []]);
  secrets = [];
  await pass(3);
  expect(rows()).toEqual(['a||']);
});

test('a terminal that takes the name is another recording, and one that is not asked for is left alone', async () => {
  shown.set('%1', ['of one', '', '']).set('%2', ['of two', '', '']);
  await pass(2, false, ['%1']);
  // The name is the other one's before the record knows.
  await pass(2, true, ['%2']);
  expect(taken.map(({ uid }) => uid)).toEqual([1]);
  targets = [{ uid: 2, session: 'a', terminal: { paneId: '%2', pid: 7 } }];
  await pass(3, true, ['%2']);
  expect(taken.slice(1).every(({ uid, screen }) => uid === 2 && screen.rows[0] === 'of two')).toBe(true);
  expect(taken.length).toBeGreaterThan(1);
  const asked = captures.length;
  targets = [];
  await pass(3, true, ['%2']);
  expect(captures.length - asked).toBeLessThanOrEqual(2);
});

test('many that change are asked for a few at a time, so that keys wait for few', async () => {
  const panes = Array.from({ length: 3 }, (_, at) => `%${at + 1}`);
  targets = panes.map((paneId, at) => ({ uid: at, session: 'abc'[at] ?? '', terminal: { paneId, pid: 7 } }));
  for (const paneId of panes) shown.set(paneId, [paneId, '', '']);
  await pass(3, true, panes);
  expect(new Set(taken.map(({ uid }) => uid))).toEqual(new Set([0, 1, 2]));
  expect(Math.max(...captures.map((asked) => asked.length))).toBeLessThanOrEqual(8);
});

test('a tmux that does not answer, and a record that does not, leave a gap and nothing else', async () => {
  broken = new Error('tmux is away');
  await pass(3, true);
  expect(taken).toEqual([]);
  broken = undefined;
  shown.set('%1', ['back', '', '']);
  await pass(3, true);
  expect(rows()).toEqual(['back||']);
});

test('sessions of a joined machine are taken by the text that they send, and are still in between', async () => {
  targets = [{ uid: 9, session: 'box/a' }];
  texts.set('box/a', { text: 'one\n\x1b[31mtwo', cols: 120 });
  await pass(4, false, []);
  expect(taken).toMatchObject([{ uid: 9, screen: { cols: 120, rows: ['one', '[31mtwo'] } }]);
  expect(still).toContain(9);
  isForgotten = true;
  await pass(1, false, []);
  isForgotten = false;
  await pass(4, false, []);
  expect(taken).toHaveLength(2);
});
