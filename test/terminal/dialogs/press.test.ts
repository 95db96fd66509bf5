/** How often the keys of an answer are pressed: again only where it is known that they had no effect. */
import { type PressDeps, pressAll, type Standing } from '../../../terminal/dialogs/press';
import { agentById } from '../../../agents';
import { fingerprintOf } from '../../../terminal/dialogs/fingerprint';
import type { Snapshot } from '../../../terminal/watch/types';
import type { KnownDialog } from '../../../workflows/contracts/host-store';
import { silentLog } from '../../../telemetry/log';
import { recording } from '../../agents/recordings';
import { there } from '../../store/support';
import { look } from '../../workflows/support/looks';

const claude = there(agentById('claude'));
const { frame } = recording('claude-2.1.330', '30-perm-bash');
const verdict = claude.classify(frame);
const dialog: Snapshot = {
  ...look('needs_confirmation'),
  agent: claude,
  frame,
  reading: verdict,
  screen: verdict,
};
const known = {
  ...{ id: 1, session: 'a', questions: null, uses: null, createdAtMs: Date.parse('2026-11-26T10:00:00Z') },
  createdAt: '2026-11-26 10:00:00.000',
  fingerprint: fingerprintOf(dialog, null),
} as unknown as KnownDialog;

/** The keys that were pressed into a dialog that never goes; `onLook` and `onWrite` happen in between. */
async function pressedInto(happens: {
  onLook?: (pressed: number) => void;
  onWrite?: (pressed: number) => void;
}) {
  const keys: string[] = [];
  const calls: string[] = [];
  const deps = {
    log: silentLog,
    hostStore: {
      dialogPressing: () => {
        happens.onWrite?.(keys.length);
        return Promise.resolve('noted');
      },
    },
    watch: {
      refresh: () => Promise.resolve(void calls.push('refresh')),
      observeTerminal: () => {
        calls.push('look');
        happens.onLook?.(keys.length);
        return Promise.resolve({ ...dialog, atMs: Date.now() + skippedMs });
      },
    },
    tmux: { keys: (_pane: string, pressed: string[]) => Promise.resolve(void keys.push(...pressed)) },
  } as unknown as PressDeps;
  const about: Standing = {
    known,
    terminal: { server: null, paneId: '%1', pid: 100 },
    fence: { token: 't', check: () => Promise.resolve() },
    wanted: { how: 'option', answer: 'approve', option: null },
    decision: { by: 'policy', answer: 'approve', reply: { dismissed: false, answers: [] } },
    presses: 0,
  };
  return { end: await pressAll(deps, about, { atMs: Date.now() + skippedMs }), keys, calls };
}

let skippedMs: number;
beforeEach(() => void (skippedMs = 0));
const once = (happens: (pressed: number) => boolean): ((pressed: number) => void) => {
  let done = false;
  return (pressed) => {
    if (done || !happens(pressed)) return;
    done = true;
    skippedMs += 10_000;
  };
};

test('keys that have no effect are pressed three times', async () => {
  const { end, keys } = await pressedInto({});
  expect(keys).toEqual(['1', '1', '1']);
  expect(end).toMatchObject({ outcome: 'stuck' });
}, 20_000);

test.each([
  ['between the key and the look after it', { onLook: once((pressed) => pressed === 1) }],
  // Another program holds the database.
  ['at the write before the second key', { onWrite: once((pressed) => pressed === 1) }],
])('a stall %s: nothing is pressed again, since another one may stand there', async (_where, happens) => {
  expect(await pressedInto(happens)).toMatchObject({ end: 'closed', keys: ['1'] });
});

test('a stall before any key was pressed costs nothing', async () => {
  const { keys } = await pressedInto({ onWrite: once((pressed) => pressed === 0) });
  expect(keys[0]).toBe('1');
}, 20_000);

test('each look is one, at what the agent has said by then', async () => {
  const { calls } = await pressedInto({ onLook: once((pressed) => pressed === 1) });
  expect(calls.length).toBeGreaterThan(2);
  expect(calls).toEqual(Array.from({ length: calls.length }, (_, at) => (at % 2 === 0 ? 'refresh' : 'look')));
});
