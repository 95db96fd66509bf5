/** Two dialogs that look the same are told apart by the use of a tool that each is about. */
import type { TurnState } from '../../../agents/events/types';
import { NOTHING_TOLD, tell } from '../../../agents/events/reduce-turn';
import { createCodexReader } from '../../../agents/codex/transcript';
import { createDialogTracker, type DialogTracker } from '../../../terminal/dialogs/dialog-tracker';
import { isOver, usesOf } from '../../../terminal/dialogs/uses';
import { localHostStore } from '../../../store/host-store';
import { silentLog } from '../../../telemetry/log';
import type { Snapshot } from '../../../terminal/watch/types';
import { agentById } from '../../../agents';
import { recording } from '../../agents/recordings';
import { START, there, type TestStore, testStore } from '../../store/support';
import { look } from '../../workflows/support/looks';

const COMMAND = 'touch made.txt';
const permission = (told: TurnState, atMs = START.getTime()): Snapshot => {
  const { frame } = recording('claude-2.1.330', '30-perm-bash');
  const claude = there(agentById('claude'));
  const verdict = claude.classify(frame);
  return {
    ...look('needs_confirmation', { atMs }),
    agent: claude,
    frame,
    reading: verdict,
    screen: verdict,
    reported: told,
  };
};
/** What Claude's dialog of the recording asks for. */
const asked = (() => {
  const { agent, reading: verdict, frame } = permission(NOTHING_TOLD);
  return there(agent?.request?.(there(verdict.dialog), frame)).commands[0] ?? COMMAND;
})();
const use = (id: string) => ({ id, tool: 'Bash', input: { command: asked } });
const uses = (open: readonly ReturnType<typeof use>[], over: readonly string[] = []): TurnState => ({
  ...NOTHING_TOLD,
  uses: { open, calls: [], over },
});

test('the first use that fits is the one that is asked for; with none, it is one of the calls under way', () => {
  expect(usesOf(permission(uses([use('a'), use('b')])))).toEqual(['a']);
  expect(usesOf(permission(uses([{ ...use('a'), input: { command: 'ls' } }, use('b')])))).toEqual(['b']);
  expect(usesOf(permission(uses([])))).toBeNull();
  const calls = { ...NOTHING_TOLD, uses: { open: [], calls: ['c', 'd'], over: [] } };
  expect(usesOf(permission(calls))).toEqual(['c', 'd']);
});

test('a dialog is over once all that it may be about is', () => {
  const row = { uses: ['c', 'd'] };
  expect(isOver(row, { reported: uses([], ['c']) })).toBe(false);
  expect(isOver(row, { reported: uses([], ['c', 'd']) })).toBe(true);
  expect(isOver({ uses: null }, { reported: uses([], ['c']) })).toBe(false);
  expect(isOver(row, {})).toBe(false);
});

test("Codex's calls are known by their ids, and are over with their output", () => {
  const read = createCodexReader();
  const record = (type: string, more: object = {}) =>
    read(
      JSON.stringify({
        ...{ timestamp: '2026-11-26T10:00:00.000Z', type: 'response_item' },
        payload: { type, call_id: 'call_1', name: 'exec', ...more },
      }),
    );
  const begun = record('custom_tool_call').reduce(tell, NOTHING_TOLD);
  expect(begun.uses).toMatchObject({ calls: ['call_1'], over: [] });
  const ended = record('custom_tool_call_output').reduce(tell, begun);
  expect(ended.uses).toMatchObject({ calls: [], over: ['call_1'] });
  expect(ended.phase).toBe('working');
  // Read once more, in another order.
  expect(record('custom_tool_call').reduce(tell, ended).uses).toMatchObject({ calls: [], over: ['call_1'] });
});

describe('the record', () => {
  let record: TestStore;
  const make = (redrawnMs: number): DialogTracker => {
    const engine = { startConfirmation: async () => true, dialogGone: async () => undefined };
    return createDialogTracker({
      hostStore: localHostStore(record.store),
      engine,
      host: 'box',
      log: silentLog,
      redrawnMs,
    });
  };
  beforeEach(() => {
    record = testStore();
    at = START.getTime();
  });
  afterEach(() => record.close());
  const all = () =>
    record.store.confirmations
      .list({}, 100, 0)
      .items.map(({ status, uses: about }) => [status, about])
      .reverse();
  let at = START.getTime();
  const now = (): number => at;
  const later = (ms: number): void => {
    record.pass(ms);
    at += ms;
  };

  test('opens another one where the first is over, however much they look alike', async () => {
    const tracker = make(0);
    await tracker.onDialog(permission(uses([use('a')]), now()));
    await tracker.onDialog(permission(uses([use('b')], ['a']), now()));
    expect(all()).toEqual([
      ['expired', '["a"]'],
      ['pending', '["b"]'],
    ]);
  });

  test('opens none for a screen that is only drawn a moment later than its tool has run', async () => {
    const tracker = make(60_000);
    await tracker.onDialog(permission(uses([use('a')]), now()));
    await tracker.onDialog(permission(uses([], ['a']), now()));
    expect(all()).toEqual([['pending', '["a"]']]);
    await tracker.onNoDialog({ session: 'a', atMs: now() }, true);
    expect(all()).toEqual([['expired', '["a"]']]);
  });

  test('learns what it is about where that is told right after it was drawn, and not later', async () => {
    const tracker = make(0);
    await tracker.onDialog(permission(uses([]), now()));
    await tracker.onDialog(permission(uses([use('a')]), now() + 100));
    expect(all()).toEqual([['pending', '["a"]']]);
    await tracker.onNoDialog({ session: 'a', atMs: now() }, true);
    later(60_000);
    await tracker.onDialog(permission(uses([]), now()));
    await tracker.onDialog(permission(uses([use('b')]), now() + 10_000));
    expect(all().at(-1)).toEqual(['pending', null]);
  });
});
