/** What a form of a task sends: only what was changed, as the API takes it. */
import { bodyOf, fieldOf, valuesOf } from '../../../web/src/features/plans/task-values';

const before = valuesOf({
  ...{ key: 'a', prompt: 'do a', target_session: 'one', after: ['x', 'y'] },
  gates: [
    { type: 'command', command: 'make', timeout_seconds: 5 },
    { type: 'approval', on_change: 'keep' },
  ],
});

it('sends nothing of what stays', () => {
  expect(bodyOf(before, before)).toEqual({});
});

it('sends lists, numbers and wishes that are taken back', () => {
  const values = {
    ...before,
    target_session: ' ',
    after: 'x,, z ',
    touches: 'src/**\ndocs',
    max_retries: '0',
  };
  expect(bodyOf({ ...values, timeout_minutes: '' }, { ...before, timeout_minutes: '5' })).toEqual({
    ...{ target_session: null, after: ['x', 'z'], touches: ['src/**', 'docs'], max_retries: 0 },
    timeout_minutes: 30,
  });
});

it('sends all gates if one of them changed, each with its own fields', () => {
  const gates = [...before.gates, { type: 'judgement', text: 'Good?', timeout: '9', keep: true } as const];
  expect(bodyOf({ ...before, gates }, before)).toEqual({
    gates: [
      { type: 'command', command: 'make', timeout_seconds: 5 },
      { type: 'approval', on_change: 'keep' },
      { type: 'judgement', question: 'Good?' },
    ],
  });
});

it('names the field that holds a list', () => {
  expect(['after.1', 'gates.0.command', 'prompt'].map(fieldOf)).toEqual([
    'after',
    'gates.0.command',
    'prompt',
  ]);
});
