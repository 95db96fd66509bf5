/** `architect plan task` and `plan replace`: what is asked and what a person reads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeApi, problem } from './fake-api';
import { runWith } from './helpers';

const plan = { id: 7, name: 'Release', status: 'running', reason: null, progress: 40, phases: [] };
const task = {
  ...{ key: 'build', plan_id: 7, revision: 3, phase: 'Build', status: 'failed', reason: 'gate 1 failed' },
  definition: { key: 'build', prompt: 'one\ntwo\n', gates: [{ type: 'command', command: 'make' }] },
  attempts: [{ number: 1, purpose: 'work', prompt_id: 4, outcome: 'failed', reason: 'exit code 2' }],
  gates: [{ number: 1, type: 'command', status: 'failed' }],
};
const api = new FakeApi({
  'GET /api/plans/7/tasks': { body: { items: [task], total: 1, limit: 1, offset: 2 } },
  'GET /api/plans/7/tasks/build': { body: task },
  'POST /api/plans/7/tasks': { body: plan },
  'PATCH /api/plans/7/tasks/build': { body: plan },
  'DELETE /api/plans/7/tasks/build': { status: 204 },
  'PUT /api/plans/7': { body: plan },
});
let dir: string;
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  api.requests.length = 0;
  dir = mkdtempSync(join(tmpdir(), 'architect-plan-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const last = () => api.requests.at(-1);
const run = (...words: string[]) => runWith(api, ['plan', 'task', ...words]);

test('a task is shown as it was written, with what became of it', async () => {
  const { stdout } = await run('show', '7', 'build');
  expect(stdout).toBe(
    'Task build of plan 7, revision 3, phase Build\nfailed (gate 1 failed)\n\nkey: build\nprompt: |\n  one\n  two\ngates:\n  - type: command\n    command: make\n\nAttempt 1 (work, prompt 4): failed, exit code 2\nGate 1 (command): failed\n',
  );
});

test('tasks are listed by their status', async () => {
  const { stdout } = await run('list', '7', '--status', 'failed,ready', '--limit', '1', '--offset', '2');
  expect(stdout).toMatch(/^TASK +STATUS +PHASE +TRIES +WHY\nbuild +failed +Build +1 +gate 1 failed\n$/);
  expect(last()?.path).toBe('/api/plans/7/tasks?status=failed%2Cready&limit=1&offset=2');
});

test('a task is added and changed by options', async () => {
  const added = await run(
    ...['add', '7', 'test', '--prompt', 'write', '--after', 'build, docs', '--phase', 'Later'],
    ...['--gate', 'npm test', '--gate', 'npm run lint', '--retries', '0', '--target', 'one'],
  );
  expect(added).toMatchObject({ code: 0, stdout: 'Plan 7: running, 40 %\n' });
  expect(last()?.body).toEqual({
    ...{ key: 'test', prompt: 'write', after: ['build', 'docs'], phase: 'Later', max_retries: 0 },
    target_session: 'one',
    gates: [
      { type: 'command', command: 'npm test' },
      { type: 'command', command: 'npm run lint' },
    ],
  });
  await run('edit', '7', 'build', '--after', '', '--gate', '', '--target', '', '--revision', '3');
  expect(last()?.body).toEqual({ after: [], gates: [], target_session: null });
  expect(last()?.headers['if-match']).toBe('"plan-7-3"');
  expect(await run('edit', '7', 'build')).toMatchObject({
    ...{ code: 64, stderr: expect.stringMatching(/say what to change/) },
  });
});

test('a file is sent as it is, also of the whole plan', async () => {
  const file = join(dir, 'task.yaml');
  writeFileSync(file, 'prompt: x # now\n');
  await run('edit', '7', 'build', '--file', file);
  expect(last()).toMatchObject({
    body: 'prompt: x # now\n',
    headers: { 'content-type': 'application/yaml' },
  });
  expect(await run('edit', '7', 'build', '--file', file, '--retries', '1')).toMatchObject({
    ...{ code: 64, stderr: expect.stringMatching(/leave --retries out/) },
  });
  await runWith(api, ['plan', 'replace', '7', '-', '--revision', '2'], { stdin: 'name: x' });
  expect(last()).toMatchObject({ method: 'PUT', body: 'name: x', headers: { 'if-match': '"plan-7-2"' } });
});

test('a task is removed, and what is refused is said', async () => {
  expect(await run('remove', '7', 'build')).toMatchObject({
    ...{ code: 0, stderr: expect.stringMatching(/Task build of plan 7 is removed/) },
  });
  api.routes['PATCH /api/plans/7/tasks/build'] = problem(412, 'changed_meanwhile', 'It was changed since.');
  expect(await run('edit', '7', 'build', '--retries', '1', '--revision', '1')).toMatchObject({
    ...{ code: 1, stderr: expect.stringMatching(/changed since/) },
  });
});
