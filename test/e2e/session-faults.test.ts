/** Sessions and tmux servers that go away at the worst moment. Real server, engine, tmux and shells. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  // A pause between the text and Enter gives the faults a moment to hit.
  dashboard = await startDashboard({ ARCHITECT_SUBMIT_DELAY_MS: '1500' });
}, 90_000);
afterAll(() => dashboard.close());

const stages = (prompt: any): string[] => prompt.history.map((step: any) => step.stage);
const lines = (name: string): string[] => {
  try {
    return readFileSync(join(dashboard.dir, name), 'utf8').trim().split('\n').filter(Boolean);
  } catch {
    return [];
  }
};

test.concurrent(
  'a prompt whose session ends before Enter runs nothing, and runs once when the session is back',
  async () => {
    await dashboard.shell('typed');
    const id = await dashboard.send({ content: `echo x >> ${dashboard.dir}/typed`, target_session: 'typed' });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'typed');
    await dashboard.tmux.command('kill-session', '-t', '=typed');
    const waiting = await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    expect(waiting.reason).toMatch(/ended/);
    expect(lines('typed')).toEqual([]);

    await dashboard.shell('typed');
    const done = await dashboard.settled(id);
    expect(done.status).toBe('completed');
    expect(lines('typed')).toEqual(['x']);
    expect(done.retry_count).toBe(1);
  },
);

test.concurrent(
  'a prompt whose session ends while it works fails with that reason and is not run again',
  async () => {
    await dashboard.shell('working');
    const command = `echo x >> ${dashboard.dir}/working; sleep 60`;
    const id = await dashboard.send({ content: command, target_session: 'working' });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
    await dashboard.tmux.command('kill-session', '-t', '=working');
    const failed = await dashboard.settled(id);
    expect(failed).toMatchObject({ status: 'failed', stage: 'failed' });
    expect(failed.error).toMatch(/session 'working' ended while/);

    await dashboard.shell('working');
    const next = await dashboard.send({ content: 'echo next', target_session: 'working' });
    expect((await dashboard.settled(next)).response).toBe('next');
    expect(lines('working')).toEqual(['x']);
  },
);

test('a tmux server that is killed and restarted loses no queued prompt and repeats none', async () => {
  await dashboard.shell('first');
  await dashboard.shell('second');
  const working = await dashboard.send({
    content: `echo working >> ${dashboard.dir}/server; sleep 60`,
    target_session: 'first',
  });
  const behind = await dashboard.send({
    content: `echo behind >> ${dashboard.dir}/server`,
    target_session: 'first',
  });
  await dashboard.promptWhere(working, ({ stage }) => stage === 'working');
  const typed = await dashboard.send({
    content: `echo typed >> ${dashboard.dir}/server`,
    target_session: 'second',
  });
  await dashboard.promptWhere(typed, ({ stage }) => stage === 'typed');
  await dashboard.tmux.killServer();

  expect((await dashboard.settled(working)).status).toBe('failed');
  // The new server gives its panes the same ids in another order: they must not be taken for the old ones.
  await dashboard.shell('second');
  await dashboard.shell('first');
  expect((await dashboard.settled(behind)).status).toBe('completed');
  expect(await dashboard.settled(typed)).toMatchObject({ status: 'completed', error: null });
  expect(lines('server').sort()).toEqual(['behind', 'typed', 'working']);
}, 90_000);

test.concurrent('a prompt is not typed where a person has begun to type', async () => {
  await dashboard.shell('drafted');
  await dashboard.tmux.command('send-keys', '-t', '=drafted:', '-l', 'echo my own words');
  await dashboard.sessionWhere('drafted', ({ status }) => status !== 'waiting_input');
  const id = await dashboard.send({ content: 'echo theirs', target_session: 'drafted' });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
  const screen = async () => (await dashboard.tmux.command('capture-pane', '-p', '-t', '=drafted:')).trim();
  expect(await screen()).toBe('$ echo my own words');
  await dashboard.tmux.command('send-keys', '-t', '=drafted:', 'Enter');
  expect((await dashboard.settled(id)).response).toBe('theirs');
});

test.concurrent(
  'a session in copy-mode is left alone until the prompt is typed, then gets it whole',
  async () => {
    await dashboard.shell('copied');
    await dashboard.tmux.command('copy-mode', '-t', '=copied:');
    const id = await dashboard.send({ content: 'echo out of copy-mode', target_session: 'copied' });
    expect((await dashboard.settled(id)).response).toBe('out of copy-mode');
  },
);

test.concurrent('a turn over its time is interrupted, says so, and leaves the session usable', async () => {
  await dashboard.shell('slow');
  const id = await dashboard.send({ content: 'sleep 300', target_session: 'slow', timeout_minutes: 0.03 });
  const failed = await dashboard.settled(id);
  expect(failed.status).toBe('failed');
  expect(failed.error).toMatch(/longer than 0.03 minutes/);
  expect(failed.history.some((step: any) => /interrupted/.test(step.reason))).toBe(true);
  const next = await dashboard.send({ content: 'echo still here', target_session: 'slow' });
  expect((await dashboard.settled(next)).response).toBe('still here');
});

test.concurrent('cancelling a working prompt interrupts it; retrying runs it anew', async () => {
  await dashboard.shell('cancelled');
  const command = `echo run >> ${dashboard.dir}/cancelled; sleep 300`;
  const id = await dashboard.send({ content: command, target_session: 'cancelled' });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  const answer = await dashboard.call(`/api/assigner/prompts/${id}/cancel`, {
    body: { reason: 'not needed' },
  });
  expect(answer.body).toMatchObject({ status: 'cancelled', error: 'cancelled by api-token: not needed' });
  await dashboard.sessionWhere('cancelled', ({ status }) => status === 'waiting_input');

  await dashboard.call(`/api/assigner/prompts/${id}/retry`, { method: 'POST' });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  expect(lines('cancelled')).toEqual(['run', 'run']);
  await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  expect(stages(await dashboard.settled(id)).filter((stage) => stage === 'cancelled')).toHaveLength(2);
});

test.concurrent(
  'text of every kind arrives exactly',
  async () => {
    await dashboard.shell('exact');
    const file = join(dashboard.dir, 'exact');
    const texts = [
      'a',
      'quotes \' " and $HOME `date` \\ ; #{x} ~',
      'tab\tinside',
      'emoji 🙂 漢字 é',
      '-n dash',
      'long '.repeat(800),
    ];
    for (const text of texts) {
      const id = await dashboard.send({
        content: `cat > ${file} <<'END'\n${text}\nEND`,
        target_session: 'exact',
      });
      expect((await dashboard.settled(id)).status).toBe('completed');
      // bash takes a pasted tab as a tab, as it stands.
      expect(
        await until(
          async () => readFileSync(file, 'utf8'),
          () => true,
          'file',
        ),
      ).toBe(`${text}\n`);
    }
  },
  90_000,
);
