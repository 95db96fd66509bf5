/** What stands on the monitor, and that it follows the record. */
import { startApi, type TestApi } from '../../support/api';
import { queued, sees, typing } from '../../store/support';
import { readStream } from '../stream';

const HEADERS = { Authorization: 'Bearer token' };
let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const board = async () => (await api.call('/api/monitor')).body;
const BUSY = { status: 'busy', reason: 'it is at work', readySince: null } as const;

it('has sessions with their prompts, what runs, what comes next in order, and the counts', async () => {
  const { store } = api;
  const running = typing(store, 'worker', { content: '\n\n  first line  \nsecond line' });
  sees(store, 'worker', BUSY);
  queued(store, { content: 'later', target_session: 'gone' });
  const urgent = queued(store, { content: 'x'.repeat(500), priority: 9, target_session: 'gone' });
  const shown = await board();
  expect(shown).toMatchObject({
    ...{ alone: false, needs: 0, health: 'degraded', sessions_total: 1, running_total: 1 },
    counts: { pending: 2, in_progress: 1, completed_today: 0, failed_today: 0 },
    sessions: [
      { name: 'worker', provider: 'claude', status: 'busy', prompt: { id: running, text: 'first line' } },
    ],
    running: [{ id: running, text: 'first line', session: 'worker' }],
    ...{ tasks: [], tasks_running: 0, tasks_waiting: 0 },
  });
  expect(shown.next.map(({ id, text }: { id: number; text: string }) => [id, text.length])).toEqual([
    [urgent, 160],
    [expect.any(Number), 'later'.length],
  ]);
});

it('tells nobody who passes by of directories, evidence and whole texts', async () => {
  const { store } = api;
  typing(store, 'worker', { content: 'first line\nthe secret second line' });
  sees(store, 'worker', { ...BUSY, workingDir: '/home/me/hidden', evidence: 'the screen' });
  const text = JSON.stringify(await board());
  for (const hidden of ['second line', 'hidden', 'the screen', 'it is at work'])
    expect(text).not.toContain(hidden);
});

it('says of each kind of worker how it stands, also where the engine is away', async () => {
  const { workers } = await board();
  expect(workers).toEqual(
    ['hub', 'work', 'host'].map((kind) => ({
      ...{ kind, state: 'unknown', running: 0, silent: 0, last_seen: null },
    })),
  );
});

it('follows the record by its stream, which begins with all of it', async () => {
  const { store } = api;
  const stream = await readStream(`${api.url}/api/monitor/events`, HEADERS);
  expect(stream.contentType).toContain('text/event-stream');
  expect((await stream.next()).data).toMatchObject({ sessions: [], counts: { pending: 0 } });
  sees(store, 'worker');
  await stream.until(({ data }) => data.sessions[0]?.status === 'waiting_input');
  const id = queued(store, { content: 'new', target_session: 'other' });
  const { data } = await stream.until(({ data: seen }) => seen.next.length === 1);
  expect(data.next[0]).toMatchObject({ id, text: 'new', session: 'other' });
  await api.call('/api/assigner/queue', { method: 'PUT', body: { paused: true, reason: 'lunch' } });
  await stream.until(({ data: seen }) => seen.queue.paused && seen.queue.reason === 'lunch');
  stream.close();
});

it('shows many a hundred sessions and thirty prompts, and how many there are', async () => {
  for (let number = 0; number < 120; number++) sees(api.store, `worker-${number}`, BUSY);
  const { sessions, sessions_total: total } = await board();
  expect([sessions.length, total]).toEqual([100, 120]);
});
