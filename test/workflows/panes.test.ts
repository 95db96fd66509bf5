/** Which pane of a session is typed into, and how a change is noticed for nothing. */
import { choosePanes, signature } from '../../activities/watch/panes';
import type { PaneInfo } from '../../activities/adapters/tmux/types';
import { PANE } from './support/looks';

const pane = (paneId: string, change: Partial<PaneInfo> = {}): PaneInfo => ({
  ...PANE,
  command: 'bash',
  title: 'box',
  paneId,
  ...change,
});
const chosen = (panes: PaneInfo[], pinned: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    [...choosePanes(panes, new Map(Object.entries(pinned)))].map(([name, { paneId }]) => [name, paneId]),
  );

describe('the pane of a session', () => {
  const shells = [pane('%3', { windowIndex: 1 }), pane('%2', { paneIndex: 1 }), pane('%1')];
  const withAgent = [...shells, pane('%4', { windowIndex: 2, command: 'claude' })];

  test('is its first one, in the order in which a person sees them', () => {
    expect(chosen(shells)).toEqual({ a: '%1' });
  });

  test('is rather the first that runs an agent', () => {
    expect(chosen(withAgent)).toEqual({ a: '%4' });
  });

  test('stays the one it was, whatever runs elsewhere', () => {
    expect(chosen(withAgent, { a: '%2' })).toEqual({ a: '%2' });
  });

  test('is chosen anew when the one it was is gone', () => {
    expect(chosen(shells, { a: '%99' })).toEqual({ a: '%1' });
  });

  test('is never one of another session', () => {
    const panes = [pane('%1'), pane('%5', { session: 'b', command: 'claude' })];
    expect(chosen(panes, { a: '%5' })).toEqual({ a: '%1', b: '%5' });
  });

  test('there is none where there are no panes', () => {
    expect(chosen([], { a: '%1' })).toEqual({});
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
  ])('changes with %j', (change) => {
    expect(signature(pane('%1', change))).not.toBe(signature(pane('%1')));
  });

  test('keeps neighbours apart', () => {
    expect(signature(pane('%1', { cursorX: 1, cursorY: 12 }))).not.toBe(
      signature(pane('%1', { cursorX: 11, cursorY: 2 })),
    );
  });
});
