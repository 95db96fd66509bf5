/** What a session is doing, where the agent tells one thing and its screen shows another. */
import { combine } from '../../../agents/events/resolve-state';
import { NOTHING_TOLD } from '../../../agents/events/reduce-turn';
import type { TurnState } from '../../../agents/events/types';
import type { SessionReading } from '../../../agents/types';

const NOW = 1_000_000;
const screen = (state: SessionReading['state'], more: Partial<SessionReading> = {}): SessionReading => ({
  ...{ state, reason: `it is ${state}`, rule: `claude.${state}`, evidence: 'a row' },
  ...more,
});
const told = (phase: TurnState['phase'], ageMs: number, more: Partial<TurnState> = {}): TurnState => ({
  ...NOTHING_TOLD,
  ...{ phase, sinceMs: NOW - ageMs, source: 'hooks', evidence: 'a hook' },
  ...more,
});
const verdict = (seen: SessionReading, state: TurnState | undefined) => combine('claude', seen, state, NOW);

test('where nothing was told the screen decides', () => {
  expect(verdict(screen('busy'), undefined)).toMatchObject({ state: 'busy', source: 'screen' });
  expect(verdict(screen('busy', { rule: 'claude.title' }), NOTHING_TOLD)).toMatchObject({ source: 'title' });
});

test('where both agree the verdict names the better source', () => {
  expect(verdict(screen('waiting_input'), told('ready', 10))).toMatchObject({
    state: 'waiting_input',
    source: 'hooks',
  });
  expect(verdict(screen('busy'), told('working', 10))).toMatchObject({ state: 'busy', source: 'hooks' });
});

test('an agent that says that it works is busy before its screen shows it', () => {
  expect(verdict(screen('waiting_input'), told('working', 100))).toMatchObject({
    state: 'busy',
    source: 'hooks',
  });
});

test('a screen that stays ready while the agent says that it works is told as a disagreement', () => {
  const seen = verdict(screen('waiting_input'), told('working', 60_000));
  expect(seen.state).toBe('waiting_input');
  expect(seen.disagreement).toMatch(/the hooks say working, the screen says waiting_input/);
});

test('a screen that works on after the end is believed', () => {
  expect(verdict(screen('busy'), told('ready', 500))).toMatchObject({ state: 'busy' });
  expect(verdict(screen('busy'), told('ready', 500)).disagreement).toBeUndefined();
  expect(verdict(screen('busy'), told('ready', 60_000))).toMatchObject({
    state: 'busy',
    disagreement: expect.any(String),
  });
});

test('a session is never called ready where its screen is not', () => {
  for (const state of ['unknown', 'exited', 'starting', 'limited', 'needs_confirmation', 'busy'] as const) {
    expect(verdict(screen(state), told('ready', 60_000)).state).toBe(state);
  }
});

test('a permission that is asked for needs a person before the dialog is drawn', () => {
  const asking = told('asking', 100, { toolRequest: { tool: 'Bash', input: {}, atMs: NOW } });
  expect(verdict(screen('busy'), asking)).toMatchObject({
    state: 'needs_confirmation',
    reason: 'the agent asks for permission to use Bash',
  });
});

test('a permission that was answered in the terminal is over: no hook tells of that', () => {
  expect(verdict(screen('waiting_input'), told('asking', 60_000)).state).toBe('waiting_input');
  expect(verdict(screen('busy'), told('asking', 60_000)).state).toBe('busy');
});

test('a screen that can not be read is busy where the agent says that it works', () => {
  expect(verdict(screen('unknown'), told('working', 60_000))).toMatchObject({
    state: 'busy',
    source: 'hooks',
  });
});

test('a prompt that came back into the box of a stopped agent is not work', () => {
  const seen = verdict(screen('unknown', { draft: 'do it' }), told('working', 60_000));
  expect(seen).toMatchObject({ state: 'unknown', disagreement: expect.any(String) });
});
