import type { Prompt } from '../../api/document/api-types';
import { type Answer, FakeApi, problem } from './fake-api';
import { prompt, runWith } from './helpers';

const PATH = '/api/assigner/prompts/42';
const done = prompt({ status: 'completed', stage: 'completed', response: 'All tests pass.', reason: null });
const step = (
  id: number,
  stage: Prompt['stage'],
  evidence: string | null = null,
): NonNullable<Prompt['history']>[0] => ({
  id,
  at: '2026-02-07T10:00:00.000Z',
  stage,
  session: 'dev',
  reason: `step ${id}`,
  evidence,
});

let api: FakeApi;
let current: Prompt;
beforeEach(async () => {
  current = prompt();
  api = await new FakeApi({
    'POST /api/assigner/send': { body: { prompt_id: 42, success: true } },
    [`GET ${PATH}`]: () => ({ body: current }),
  }).start();
});
afterEach(() => api.stop());

/** Lets the prompt become `next` once the command listens, and announces it. */
function settleWhenHeard(next: Prompt): void {
  // The second read is the one that follows the stream's first event.
  let reads = 0;
  api.routes[`GET ${PATH}`] = () => {
    reads += 1;
    const answer = { body: current };
    if (reads === 2) {
      current = next;
      setImmediate(() => {
        api.push('prompt', { id: 7 });
        api.push('prompt', { id: 42 });
      });
    }
    return answer;
  };
}

test('send --wait prints the response alone on standard output', async () => {
  settleWhenHeard(done);
  expect(await runWith(api, ['send', 'x', '--wait'])).toEqual({
    code: 0,
    stdout: 'All tests pass.\n',
    stderr: 'architect: prompt 42 is queued\n',
  });
  // Once at the start, once for the state, once for the event of prompt 42; the one of prompt 7 costs nothing.
  expect(api.calls.filter((call) => call === `GET ${PATH}`)).toHaveLength(3);
});

test.each([
  [
    { status: 'failed', stage: 'failed', error: 'the agent exited' },
    2,
    'Prompt 42: failed (the agent exited)',
  ],
  [{ status: 'cancelled', stage: 'cancelled', reason: 'obsolete' }, 3, 'Prompt 42: cancelled (obsolete)'],
  [
    { status: 'failed', stage: 'indeterminate', reason: 'no evidence' },
    4,
    'Prompt 42: indeterminate (no evidence)',
  ],
] as const)('send --wait on %j ends with exit code %d', async (changes, code, message) => {
  settleWhenHeard(prompt(changes));
  const outcome = await runWith(api, ['send', 'x', '--wait']);
  expect(outcome).toMatchObject({ code, stdout: '' });
  expect(outcome.stderr).toContain(`architect: ${message}\n`);
});

test('--wait-timeout ends the wait with 124 and says how to go on', async () => {
  current = prompt({
    status: 'in_progress',
    stage: 'working',
    assigned_session: 'dev',
    reason: 'claude is working',
  });
  const { code, stdout, stderr } = await runWith(api, ['send', 'x', '--wait-timeout', '0.3']);
  expect({ code, stdout }).toEqual({ code: 124, stdout: '' });
  expect(stderr).toContain("in_progress in dev (claude is working) isn't settled after 0.3 s");
  expect(stderr).toContain('architect logs 42 --follow');
});

test('send --wait --json prints the settled prompt', async () => {
  settleWhenHeard(done);
  const { code, stdout } = await runWith(api, ['send', 'x', '--wait', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(done);
});

test('the wait outlives an event stream that breaks', async () => {
  let reads = 0;
  api.routes[`GET ${PATH}`] = () => {
    reads += 1;
    if (reads === 2) setImmediate(() => api.dropStreams());
    return { body: reads > 2 ? done : current };
  };
  expect(await runWith(api, ['send', 'x', '--wait'])).toMatchObject({ code: 0, stdout: 'All tests pass.\n' });
});

test.each<[string, Answer]>([
  ['is refused', problem(404, 'not_found', 'none')],
  ['is refused with a body that never ends', { status: 404, endless: true }],
  ['breaks', { status: 500, body: 'no envelope' }],
])('the wait asks again and again where the event stream %s', async (_, answer) => {
  api.routes['GET /api/events'] = answer;
  let reads = 0;
  api.routes[`GET ${PATH}`] = () => ({ body: ++reads > 2 ? done : current });
  expect(await runWith(api, ['send', 'x', '--wait-timeout', '4'])).toMatchObject({ code: 0 });
});

test('a prompt that is gone ends the wait with the message of the API', async () => {
  api.routes[`GET ${PATH}`] = problem(404, 'not_found', 'There is no prompt 42.');
  const { code, stderr } = await runWith(api, ['send', 'x', '--wait']);
  expect(code).toBe(1);
  expect(stderr).toContain('There is no prompt 42.');
  expect(stderr).toContain('Prompt 42 is kept: architect logs 42 --follow');
});

test('logs prints every step with its evidence, then the response', async () => {
  current = { ...done, history: [step(1, 'queued'), step(2, 'completed', 'line one\nline two')] };
  const { code, stdout } = await runWith(api, ['logs', '42']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^2026-02-0\d \d\d:\d\d:00 {2}queued +dev +step 1\n.* {2}completed +dev +step 2\n {4}\| line one\n {4}\| line two\n\nAll tests pass\.\n$/,
  );
});

test('logs ends with the error where the prompt failed', async () => {
  current = prompt({ status: 'failed', stage: 'failed', error: 'the agent exited' });
  expect((await runWith(api, ['logs', '42'])).stdout).toContain('\nError: the agent exited\n');
  current = prompt({ status: 'cancelled', stage: 'cancelled', error: 'obsolete' });
  expect((await runWith(api, ['logs', '42'])).stdout).not.toContain('Error');
});

test('logs --follow prints each step once, as it comes', async () => {
  current = prompt({ history: [step(1, 'queued')] });
  settleWhenHeard({ ...done, history: [step(1, 'queued'), step(2, 'leased'), step(3, 'completed')] });
  const seen: string[] = [];
  const { code, stdout } = await runWith(api, ['logs', '42', '--follow'], {
    onOutput: (text) => seen.push(text),
  });
  expect(code).toBe(0);
  expect(stdout.match(/step \d/g)).toEqual(['step 1', 'step 2', 'step 3']);
  expect(seen[0]).not.toContain('step 2');
});

test('logs --follow ends quietly when nobody reads its output any more', async () => {
  const reader = new AbortController();
  const options = { outputClosed: reader.signal, onOutput: () => reader.abort() };
  current = prompt({ history: [step(1, 'queued')] });
  expect(await runWith(api, ['logs', '42', '--follow'], options)).toMatchObject({ code: 0, stderr: '' });
});
