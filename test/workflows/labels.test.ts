/** What terminals are called, and how a change is noticed for nothing. */
import { labelPanes, terminalKey } from '../../terminal/watch/labels';
import { signature } from '../../terminal/watch/signature';
import type { PaneInfo } from '../../terminal/tmux/types';
import { PANE } from './support/looks';

const pane = (paneId: string, change: Partial<PaneInfo> = {}): PaneInfo => ({
  ...PANE,
  command: 'bash',
  title: 'box',
  paneId,
  ...change,
});
/** @param before what panes were called before, by their ids */
const labels = (panes: PaneInfo[], before: Record<string, string> = {}): Record<string, string> => {
  const names = new Map(panes.map((one) => [terminalKey(one), before[one.paneId]]));
  return Object.fromEntries(
    labelPanes(panes, (key) => names.get(key)).map(({ label, pane: { paneId } }) => [paneId, label]),
  );
};

describe('the names of terminals', () => {
  const shells = [pane('%3', { windowIndex: 1 }), pane('%2', { paneIndex: 1 }), pane('%1')];

  test('every pane of a session is a terminal of its own; the first has the name of the session', () => {
    expect(labels(shells)).toEqual({ '%1': 'a', '%2': 'a:0.1', '%3': 'a:1.0' });
  });

  test('rather the first that runs an agent has it', () => {
    const panes = [...shells, pane('%4', { windowIndex: 2, command: 'claude' })];
    expect(labels(panes)).toMatchObject({ '%4': 'a', '%1': 'a:0.0' });
  });

  test('the one that has it keeps it, whatever else runs there or joins', () => {
    const joined = [...shells, pane('%9', { paneIndex: 7, command: 'claude' })];
    expect(labels(joined, { '%2': 'a', '%9': 'b' })).toEqual({
      '%1': 'a:0.0',
      '%2': 'a',
      '%3': 'a:1.0',
      '%9': 'a:0.7',
    });
  });

  test('of a renamed session the same pane has the new name', () => {
    const renamed = shells.map((one) => ({ ...one, session: 'c' }));
    expect(labels(renamed, { '%1': 'a:0.0', '%2': 'a', '%3': 'a:1.0' })).toMatchObject({
      '%2': 'c',
      '%1': 'c:0.0',
    });
  });

  test('the last pane of a session has its name', () => {
    expect(labels([pane('%2')], { '%2': 'a:0.1' })).toEqual({ '%2': 'a' });
  });

  test('each session names its own', () => {
    const panes = [pane('%1'), pane('%5', { session: 'b', command: 'claude' })];
    expect(labels(panes, { '%5': 'a', '%1': 'b' })).toEqual({ '%1': 'a', '%5': 'b' });
  });

  test('another process in the same pane is another terminal', () => {
    expect(terminalKey(pane('%1'))).not.toBe(terminalKey(pane('%1', { pid: 101 })));
    expect(terminalKey(pane('%1'))).not.toBe(terminalKey(pane('%1', { server: '8 9' })));
  });
});

describe('the signature', () => {
  test('is the same while nothing is', () => {
    expect(signature(pane('%1'))).toBe(signature(pane('%1')));
  });

  test.each<Partial<PaneInfo>>([
    { cursorX: 3 },
    { cursorY: 6 },
    { historySize: 1 },
    { width: 81 },
    { height: 25 },
    { command: 'vim' },
    { title: '✳ Fixing the bug' },
    { workingDir: '/home' },
    { attached: 1 },
    { dead: true },
    { paneId: '%2' },
    { pid: 101 },
    { owner: 'other' },
  ])('changes with %j', (change) => {
    expect(signature(pane('%1', change))).not.toBe(signature(pane('%1')));
  });

  test('keeps neighbours apart', () => {
    expect(signature(pane('%1', { cursorX: 1, cursorY: 12 }))).not.toBe(
      signature(pane('%1', { cursorX: 11, cursorY: 2 })),
    );
  });
});

test('a session that is called otherwise in the store is, with all of its panes', () => {
  const named = labelPanes(
    [
      pane('%1', { session: 'box/x' }),
      pane('%2', { session: 'box/x', paneIndex: 1 }),
      pane('%3', { session: 'y' }),
    ],
    () => undefined,
    (session) => (session.includes('/') ? `./${session}` : session),
  );
  expect(named.map(({ label }) => label)).toEqual(['./box/x', './box/x:0.1', 'y']);
});
