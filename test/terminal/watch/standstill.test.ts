/** An agent that says that it works, in front of a screen that shows nothing of it. */
import { agentById } from '../../../agents';
import { NOTHING_TOLD } from '../../../agents/events/reduce-turn';
import type { TurnState } from '../../../agents/events/types';
import type { Frame } from '../../../agents/types';
import { lookAt } from '../../../terminal/watch/observe';
import { createStandstill, STANDS_STILL_MS } from '../../../terminal/watch/standstill';
import type { Snapshot } from '../../../terminal/watch/types';
import { changed, recording } from '../../agents/recordings';
import { PANE } from '../../workflows/support/looks';

const NOW = 1_000_000;
const ROW = { provider: 'claude', isRegistered: true, limitedUntilMs: null, suspect: null };
const told = (phase: TurnState['phase']): TurnState => ({
  ...{ ...NOTHING_TOLD, phase, sinceMs: NOW - 60_000, source: 'hooks' as const, evidence: 'a hook' },
});
function look(frame: Frame, state: TurnState | undefined, provider = 'claude'): Snapshot {
  const of = { state: () => state };
  return lookAt({ pane: PANE, frame }, { ...ROW, provider }, of, NOW, { session: 'a', guestOf: undefined });
}
const idle = recording('claude-2.1.330', '11-idle-after-answer').frame;
/** A screen of a kind that no rule knows. */
const unknown = changed(idle, {
  lines: idle.lines.map((_, row) =>
    row === 3 ? '  Something new is here' : row === 5 ? '  [ok]  [no]' : '',
  ),
});

function after(ms: number, frames: readonly Frame[], state: TurnState | undefined): Snapshot['reading'] {
  const standstill = createStandstill();
  const step = ms / (frames.length - 1);
  return frames
    .map((frame, index) => standstill.settle({ ...look(frame, state), atMs: NOW + index * step }))
    .at(-1)?.reading as Snapshot['reading'];
}

test('is believed for a while', () => {
  expect(after(STANDS_STILL_MS - 1, [unknown, unknown], told('working'))).toMatchObject({ state: 'busy' });
});

test.each(['working', 'asking'] as const)(
  'that says %s waits for a person when the screen stands still',
  (phase) => {
    const verdict = after(STANDS_STILL_MS, [unknown, unknown], told(phase));
    expect(verdict).toMatchObject({
      state: 'needs_confirmation',
      rule: 'claude.stands-still',
      reason: expect.stringMatching(/has not changed for 10 s/),
      dialog: { kind: 'other', title: 'Something new is here', options: [], cut: 'options' },
    });
  },
);

test('a bullet that blinks is no change, a word is one', () => {
  const blinking = changed(unknown, { rows: { 8: '● Running' } });
  const other = changed(unknown, { rows: { 8: '  Running' } });
  expect(after(STANDS_STILL_MS, [blinking, other, blinking], told('working')).state).toBe(
    'needs_confirmation',
  );
  const grown = changed(unknown, { rows: { 8: '● Running 2' } });
  expect(after(STANDS_STILL_MS, [blinking, grown], told('working')).state).toBe('busy');
});

test('work that title or screen show is work, however long nothing changes', () => {
  const busy = recording('claude-2.1.330', '20-busy-streaming').frame;
  expect(after(10 * STANDS_STILL_MS, [busy, busy], told('working'))).toMatchObject({ state: 'busy' });
  const viewer = changed(unknown, { title: '◐ Claude Code' });
  expect(after(10 * STANDS_STILL_MS, [viewer, viewer], told('working'))).toMatchObject({ state: 'busy' });
});

test('a screen without a word of the agent stays what it is', () => {
  expect(after(10 * STANDS_STILL_MS, [unknown, unknown], undefined)).toMatchObject({ state: 'unknown' });
});

test('an agent whose rules name no dialog is unknown then, not busy for ever', () => {
  const standstill = createStandstill();
  const codex = agentById('codex');
  const seen = look(changed(unknown, { command: 'codex', title: '' }), told('working'), 'codex');
  expect([seen.agent, seen.reading.state]).toEqual([codex, 'busy']);
  standstill.settle(seen);
  const { state, dialog, reason } = standstill.settle({ ...seen, atMs: NOW + STANDS_STILL_MS }).reading;
  expect([state, dialog]).toEqual(['unknown', undefined]);
  expect(reason).toMatch(/^Codex says that it works/);
});
