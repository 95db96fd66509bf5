/** Two dashboards on one tmux server: one owns a terminal, the other one is a guest there. */
import process from 'node:process';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let first: Dashboard;
let second: Dashboard;
beforeAll(async () => {
  first = await startDashboard();
  await make('shared');
  second = await startDashboard({
    ARCHITECT_TMUX_SOCKET: first.tmux.socketName,
    ARCHITECT_OWNER_TIMEOUT_SECONDS: '8',
  });
}, 120_000);
afterAll(async () => {
  await second.close();
  await first.close();
});

/** Made by the first dashboard, whose it is from then on; one that a person makes belongs to whoever sees it first. */
async function make(name: string): Promise<void> {
  const command = 'env PS1=$\\  HISTFILE= bash --norc --noprofile';
  const { status } = await first.call('/api/sessions', { body: { name, provider: 'shell', command } });
  expect(status).toBe(201);
  await first.sessionWhere(name, ({ status: now }) => now === 'waiting_input');
}

const session = (dashboard: Dashboard, name: string, test: (session: any) => boolean, timeoutMs?: number) =>
  dashboard.sessionWhere(name, test, timeoutMs);

test('the guest says who owns the terminal, and types nothing there', async () => {
  const shown = await session(second, 'shared', ({ owner }) => owner !== null);
  expect(shown).toMatchObject({ status: 'unknown', rule: 'watch.guest' });
  expect(shown.reason).toContain(`127.0.0.1:${new URL(first.url).port}`.replace('127.0.0.1', 'localhost'));
  const theirs = await second.send({ content: 'echo from-second', target_session: 'shared' });
  const ours = await first.send({ content: 'echo from-first', target_session: 'shared' });
  expect((await first.settled(ours)).response).toBe('from-first');
  expect(await second.prompt(theirs)).toMatchObject({ stage: 'queued' });
  const { status, body } = await second.call('/api/tmux/send', {
    body: { session: 'shared', command: 'echo typed' },
  });
  expect(status).toBe(409);
  expect(body.error.message).toContain('take it over first');
  expect((await second.call('/api/sessions/shared', { method: 'DELETE' })).status).toBe(409);

  // Taken over, it is the other way round, and what waited is typed once.
  expect((await second.call('/api/sessions/shared/take-over', { method: 'POST' })).status).toBe(200);
  expect((await second.settled(theirs)).response).toBe('from-second');
  await session(first, 'shared', ({ owner }) => owner !== null);
  const screen = await first.tmux.command('capture-pane', '-p', '-t', '=shared:');
  expect(screen.match(/^from-(first|second)$/gm)).toEqual(['from-first', 'from-second']);
}, 60_000);

test('prompts that both send at the same moment to their own sessions and to shared ones run once each', async () => {
  await make('busy');
  const pairs = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      Promise.all([
        first.send({ content: `echo one-${index}`, target_session: 'busy' }),
        second.send({ content: `echo two-${index}`, target_session: 'shared' }),
      ]),
    ),
  );
  for (const [index, [one, two]] of pairs.entries()) {
    expect((await first.settled(one)).response).toBe(`one-${index}`);
    expect((await second.settled(two)).response).toBe(`two-${index}`);
  }
}, 60_000);

test('the terminals of a dashboard that is dead are free after a while; when it wakes, it is a guest', async () => {
  await session(second, 'busy', ({ owner }) => owner !== null);
  process.kill(first.pid(), 'SIGSTOP');
  try {
    await session(second, 'busy', ({ owner }) => owner === null, 60_000);
    const id = await second.send({ content: 'echo inherited', target_session: 'busy' });
    expect((await second.settled(id)).response).toBe('inherited');
  } finally {
    process.kill(first.pid(), 'SIGCONT');
  }
  await until(
    async () => (await first.call('/api/sessions/busy')).body,
    ({ owner }) => owner !== null,
    'the first dashboard sees that it is a guest',
  );
}, 120_000);
