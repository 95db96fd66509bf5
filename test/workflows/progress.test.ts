/** Where a turn is, told look by look. */
import { advance, type Progress, STARTED } from '../../terminal/turn/progress';
import type { SessionReading } from '../../agents/types';
import { CLAUDE, look, SHELL } from './support/looks';

/** Looks at `states`, 50 ms apart. Gives where the turn ended (its index) and how, and the steps on the way. */
function watch(states: SessionReading['state'][], agent = CLAUDE, from: Progress = STARTED) {
  let progress = from;
  const steps: string[] = [];
  for (const [index, state] of states.entries()) {
    const next = advance(progress, look(state), agent, index * 50);
    progress = next.progress;
    if (next.step) steps.push(next.step.stage);
    if (next.ended) return { at: index, ended: next.ended, steps };
  }
  return { at: null, ended: null, steps };
}

test('a turn goes through work to its end, which has to be seen twice', () => {
  expect(watch(['busy', 'busy', 'waiting_input'])).toEqual({ at: null, ended: null, steps: ['working'] });
  expect(watch(['busy', 'busy', 'waiting_input', 'waiting_input'])).toEqual({
    at: 3,
    ended: 'completed',
    steps: ['working'],
  });
});

test('a ready screen between two busy ones is not the end', () => {
  expect(watch(['busy', 'waiting_input', 'busy', 'waiting_input', 'busy'])).toMatchObject({ ended: null });
  expect(watch(['busy', 'waiting_input', 'unknown', 'waiting_input'])).toMatchObject({ ended: null });
});

test('a question is a step of its own, and so is the work after it; neither is told twice', () => {
  expect(watch(['busy', 'busy', 'needs_confirmation', 'needs_confirmation', 'busy', 'busy']).steps).toEqual([
    'working',
    'needs_confirmation',
    'working',
  ]);
});

test('a step carries the reason and the evidence of the look', () => {
  const { step } = advance(STARTED, look('needs_confirmation'), CLAUDE, 0);
  expect(step).toEqual({
    stage: 'needs_confirmation',
    reason: 'it is needs_confirmation',
    evidence: 'a line',
  });
});

test('a question that stands is not an end, however long', () => {
  expect(watch(Array.from({ length: 200 }, () => 'needs_confirmation'))).toMatchObject({ ended: null });
});

test('an agent that always shows its work and was not seen at it has ended after three quiet seconds', () => {
  const ready = (looks: number) => watch(Array.from({ length: looks }, () => 'waiting_input' as const));
  expect(ready(60)).toMatchObject({ ended: null });
  expect(ready(61)).toEqual({ at: 60, ended: 'completed', steps: [] });
});

test('those three seconds begin anew when something else is seen', () => {
  const quiet = Array.from({ length: 50 }, () => 'waiting_input' as const);
  expect(watch([...quiet, 'unknown', ...quiet])).toMatchObject({ ended: null });
});

test('a shell may have ended before it was seen at work', () => {
  expect(watch(['waiting_input', 'waiting_input'], SHELL)).toMatchObject({ at: 1, ended: 'completed' });
});

test.each(['starting', 'unknown'] as const)('%s ends nothing and is no step', (state) => {
  expect(watch(['busy', ...Array.from({ length: 100 }, () => state)])).toEqual({
    at: null,
    ended: null,
    steps: ['working'],
  });
});

test('an agent that has exited ends the turn at once', () => {
  expect(watch(['busy', 'exited'])).toMatchObject({ at: 1, ended: 'gone' });
});

test('a restarted worker that knows of the work needs no sight of it', () => {
  const resumed: Progress = { ...STARTED, stage: 'working', sawWork: true };
  expect(watch(['waiting_input', 'waiting_input'], CLAUDE, resumed)).toEqual({
    at: 1,
    ended: 'completed',
    steps: [],
  });
});

test('a usage limit that stands there for a while is the end of the turn', () => {
  expect(watch(['busy', 'limited', 'busy'])).toMatchObject({ ended: null });
  expect(watch(['busy', ...Array.from({ length: 100 }, () => 'limited' as const)])).toMatchObject({ at: 61 });
});

test('a screen that is ready while the agent says that it works must stay so for a while', () => {
  let progress: Progress = { ...STARTED, sawWork: true };
  const ends = Array.from({ length: 80 }, (_, index) => {
    const disputed = look('waiting_input', { verdict: { disagreement: 'the hooks say working' } });
    const next = advance(progress, disputed, CLAUDE, index * 50);
    progress = next.progress;
    return next.ended;
  });
  expect(ends.findIndex((end) => end !== null)).toBe(60);
});
