/**
 * What people queue, see and set stays in the record: none of it gets into workflow histories, which others read in
 * the engine's UI, nor into log files.
 */
import { Client, Connection } from '@temporalio/client';
import Database from 'better-sqlite3';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Dashboard } from '../../support/dashboard';
import { taskClient } from '../../support/tasks';
import { expectError } from '../http';
import { served } from './dashboard';

const SECRETS = {
  prompt: 'marker-of-the-prompt',
  /** Stands on the screen and in the answer, not in the prompt. */
  screen: 'marker-on-screen-42',
  draft: 'marker-of-a-cancelled-prompt',
  env: 'marker-of-the-environment',
  argument: 'marker-of-the-command-line',
  typed: 'marker-of-a-typed-command',
  refused: 'marker-of-a-refused-environment',
  password: 'marker-of-a-wrong-password',
  task: 'marker-of-a-task',
  taskEnv: 'marker-of-the-environment-of-a-task',
  taskOutput: 'marker-of-the-output-67',
} as const;

let dashboard: Dashboard;
const tasks = taskClient(() => dashboard);
beforeAll(async () => {
  dashboard = await served({ ARCHITECT_LOG_LEVEL: 'debug' });
  await useEverything();
}, 120_000);

async function useEverything(): Promise<void> {
  await dashboard.shell('carrier');
  const content = `echo marker-on-screen-$((40 + 2)) # ${SECRETS.prompt}`;
  const done = await dashboard.settled(await dashboard.send({ content, target_session: 'carrier' }));
  expect(done).toMatchObject({ status: 'completed', response: SECRETS.screen });

  const command = `bash --norc --noprofile -i -s ${SECRETS.argument}`;
  const made = { name: 'made', provider: 'shell', command, env: { TOKEN: SECRETS.env } };
  expect((await dashboard.call('/api/sessions', { body: made })).status).toBe(201);
  const typed = { session: 'carrier', command: `echo ${SECRETS.typed}` };
  expect((await dashboard.call('/api/tmux/send', { body: typed })).status).toBe(200);
  const refused = { ...made, name: 'carrier', env: { TOKEN: SECRETS.refused } };
  expect((await dashboard.call('/api/sessions', { body: refused })).status).toBe(409);

  const long = { content: `sleep 60 # ${SECRETS.draft}`, target_session: 'carrier' };
  const working = await dashboard.send(long);
  await dashboard.promptWhere(working, ({ stage }) => stage === 'working');
  await dashboard.call(`/api/assigner/prompts/${working}/cancel`, { body: {} });
  const shell = `echo marker-of-the-output-$((60 + 7)) ${SECRETS.task}; exit 9`;
  const task = { type: 'shell', command: shell, env: { A: SECRETS.taskEnv }, max_retries: 1 };
  await tasks.settled(await tasks.submit(task));
  const login = { username: 'architect', password: SECRETS.password };
  await dashboard.call('/login', { body: login });
}

const found = (text: string): string[] => Object.values(SECRETS).filter((secret) => text.includes(secret));

it('workflow histories name prompts and sessions, and hold nothing of their texts', async () => {
  const connection = await Connection.connect({ address: `127.0.0.1:${dashboard.enginePort}` });
  try {
    const { workflow } = new Client({ connection });
    let histories = '';
    const types = new Set<string>();
    for await (const { workflowId, runId, type } of workflow.list()) {
      types.add(type);
      histories += readable(await workflow.getHandle(workflowId, runId).fetchHistory());
    }
    expect([...types]).toEqual(
      expect.arrayContaining(['promptAssignment', 'sessionCommand', 'backgroundTask']),
    );
    expect(histories).toContain('carrier');
    expect(found(histories)).toEqual([]);
  } finally {
    await connection.close();
  }
});

it.each(['data/engine', 'logs'])('no file in %s holds anything of them', (dir) => {
  const files = readdirSync(join(dashboard.dir, dir), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map((file) => readFileSync(file, 'latin1'));
  expect(texts.join('')).toContain(dir === 'logs' ? 'failed login' : 'carrier');
  expect(texts.flatMap(found)).toEqual([]);
});

it('the record keeps neither command lines nor environments once they were used', () => {
  const db = new Database(join(dashboard.dir, 'data/assigner/assigner.db'), { readonly: true });
  const query = 'SELECT session_name, kind, status, payload FROM session_commands ORDER BY id';
  const rows = db.prepare<[], Record<string, string>>(query).all();
  db.close();
  expect(rows.filter((row) => /^(made|carrier)$/.test(String(row['session_name'])))).toEqual([
    { session_name: 'made', kind: 'create', status: 'done', payload: '{}' },
    { session_name: 'carrier', kind: 'send', status: 'done', payload: '{}' },
  ]);
  expect(rows.filter(({ payload }) => payload !== '{}')).toEqual([]);
});

it('what the engine could not be asked for is refused, not kept, and not done later', async () => {
  process.kill(dashboard.enginePid(), 'SIGSTOP');
  try {
    const body = { name: 'late', provider: 'shell', env: { TOKEN: SECRETS.env } };
    const message = expectError(await dashboard.call('/api/sessions', { body }), 503, 'engine_unavailable');
    expect(message).toContain('Try this again in a moment');
  } finally {
    process.kill(dashboard.enginePid(), 'SIGCONT');
  }
  const db = new Database(join(dashboard.dir, 'data/assigner/assigner.db'), { readonly: true });
  const row = db.prepare("SELECT status, payload FROM session_commands WHERE session_name = 'late'").get();
  db.close();
  expect(row).toEqual({ status: 'failed', payload: '{}' });
  await dashboard.settled(await dashboard.send({ content: 'echo back', target_session: 'carrier' }));
  expectError(await dashboard.call('/api/sessions/late'), 404, 'not_found');
}, 90_000);

/** The history as text, with the payloads (base64 in its JSON) as they were before they were packed. */
function readable(history: unknown): string {
  return JSON.stringify(history, (name, value: unknown) =>
    name === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
}
