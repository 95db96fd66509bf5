/**
 * What waits, through the ends of the server: a queue that a person paused, prompts for others and for their time, and
 * sessions for work.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../store/db/open';
import { sqlTime } from '../../store/db/time';
import { expectError } from '../api/http';
import { openStream } from '../api/stream';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { workplace } from '../support/workplace';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await dashboard.shell('one');
  await dashboard.shell('two');
}, 90_000);
afterAll(() => dashboard.close());

const { file } = workplace(() => dashboard);
describe('prompts that wait for others, and recurring ones', () => {
  const written = (name: string): string => readFileSync(join(dashboard.dir, name), 'utf8');

  test('a chain runs in its order, each once, also when the server is killed in the middle of it', async () => {
    const file = join(dashboard.dir, 'order');
    const target = { target_session: 'one' };
    const first = await dashboard.send({
      content: `until [ -e ${file}.go ]; do sleep 0.05; done; printf a >> ${file}`,
      ...target,
    });
    const second = await dashboard.send({
      content: `printf b >> ${file}`,
      after: [first],
      priority: 9,
      ...target,
    });
    const third = await dashboard.send({ content: `printf c >> ${file}`, after: [first, second], ...target });
    expect((await dashboard.prompt(third)).stage).toBe('held');
    await dashboard.promptWhere(first, ({ stage }) => stage === 'working');
    await dashboard.kill();
    await dashboard.start();
    writeFileSync(`${file}.go`, '');
    expect((await dashboard.settled(third)).status).toBe('completed');
    expect(written('order')).toBe('abc');
  }, 120_000);

  test('a failed one blocks the next until it is done again', async () => {
    const first = await dashboard.send({ content: 'waits', target_provider: 'claude' });
    const next = await dashboard.send({ content: 'echo next', target_session: 'one', after: [first] });
    await dashboard.call(`/api/assigner/prompts/${first}/cancel`, { method: 'POST' });
    const blocked = await dashboard.promptWhere(next, ({ stage }) => stage === 'blocked');
    expect(blocked.warning).toContain(`prompt ${first} was cancelled`);
    await dashboard.call(`/api/assigner/prompts/${next}/release`, { method: 'POST' });
    expect(await dashboard.settled(next)).toMatchObject({ status: 'completed', response: 'next' });
  }, 60_000);

  test('a prompt is sent when its time has come', async () => {
    const due = new Date(Date.now() + 2_000).toISOString();
    const id = await dashboard.send({ content: 'echo late', target_session: 'one', not_before: due });
    const done = await dashboard.settled(id);
    expect(done).toMatchObject({ status: 'completed', response: 'late' });
    expect(Date.parse(done.assigned_at)).toBeGreaterThanOrEqual(Date.parse(due));
  }, 60_000);

  test('a recurring prompt is queued by its schedule, once a time', async () => {
    const made = await dashboard.call('/api/recurring-prompts', {
      body: { name: 'tick', content: 'echo tick', interval: '10s', target_session: 'one' },
    });
    expect(made.status).toBe(201);
    const path = `/api/recurring-prompts/${made.body.id}`;
    const [last] = await until<{ outcome: string; prompt_id: number; scheduled_at: string }[]>(
      async () => (await dashboard.call(path)).body.firings,
      (firings) => firings.filter(({ outcome }) => outcome === 'queued').length >= 2,
      'the second time',
      60_000,
    );
    const prompt = await dashboard.settled(last?.prompt_id as number);
    expect(prompt).toMatchObject({
      response: 'tick',
      origin: { kind: 'recurring', name: 'tick', scheduled_at: last?.scheduled_at },
    });
    const { body } = await dashboard.call('/api/schedules');
    expect(body.items).toContainEqual(expect.objectContaining({ id: made.body.schedule_id }));
    expect((await dashboard.call(path, { method: 'DELETE' })).status).toBe(204);
  }, 90_000);
});

/** Nothing new is typed until the person resumes it. */
describe('a queue that is paused', () => {
  const queue = (body: Record<string, unknown>) =>
    dashboard.call('/api/assigner/queue', { method: 'PUT', body });
  const stages = ({ history }: { history: { stage: string }[] }): string[] =>
    history.map(({ stage }) => stage);
  /** The usual sweep comes every 30 s: who has to wait for it fails. */
  const SOON_MS = 10_000;

  test('what is at work goes on, what waits waits through a restart, and goes out with the answer to the resume', async () => {
    const stream = await openStream(dashboard);
    expect((await stream.next()).data.queue).toEqual({
      ...{ paused: false, reason: null, changed_by: null, changed_at: null },
    });
    const go = file('go');
    const works = await dashboard.send({
      content: `until [ -e ${go} ]; do sleep 0.05; done; echo through`,
      target_session: 'one',
    });
    await dashboard.promptWhere(works, ({ stage }) => stage === 'working');

    const paused = await queue({ paused: true, reason: 'deploy at noon' });
    expect(paused).toMatchObject({
      ...{ status: 200 },
      body: {
        paused: true,
        reason: 'deploy at noon',
        changed_by: 'api-token',
        changed_at: expect.any(String),
      },
    });
    expect((await stream.until(({ event }) => event === 'queue')).data).toEqual(paused.body);
    stream.close();

    const waits = await dashboard.send({ content: 'echo later', target_session: 'two' });
    const next = await dashboard.send({ content: 'echo next', target_session: 'one' });
    const words = 'the queue is paused by api-token: deploy at noon';
    await dashboard.promptWhere(waits, ({ stage, reason }) => stage === 'queued' && reason === words);
    expect((await dashboard.call('/api/sessions/two/explain')).body).toMatchObject({
      ...{ status: 'waiting_input', queue: words },
    });
    writeFileSync(go, '');
    expect(await dashboard.settled(works)).toMatchObject({ status: 'completed', response: 'through' });

    expect(await dashboard.stop()).toBe(0);
    await dashboard.start();
    expect((await dashboard.call('/api/assigner/queue')).body).toEqual(paused.body);
    await dashboard.sessionWhere('two', ({ status }) => status === 'waiting_input');
    for (const id of [waits, next]) expect(stages(await dashboard.prompt(id))).toEqual(['queued', 'queued']);

    const resumed = await queue({ paused: false });
    expect(resumed.body).toMatchObject({ paused: false, reason: null, changed_by: 'api-token' });
    for (const id of [waits, next]) expect(stages(await dashboard.prompt(id))).toContain('leased');
    expect(await dashboard.settled(waits, SOON_MS)).toMatchObject({ status: 'completed', response: 'later' });
    expect(await dashboard.settled(next, SOON_MS)).toMatchObject({ status: 'completed', response: 'next' });
    expect((await dashboard.call('/api/sessions/two/explain')).body.queue).toBeNull();
  }, 120_000);

  test('dialogs are answered while it is paused', async () => {
    await queue({ paused: true });
    await dashboard.call('/api/confirm', { method: 'PUT', body: { delay_ms: [300, 300] } });
    const screens = { idle: SCREENS.idle(), dialog: bash('npm test') };
    const program = dialogAgent(dashboard.tmux.dir, 'asks', screens, 'dialog');
    await dashboard.tmux.session('asks', ...program.argv);
    await dashboard.sessionWhere('asks', ({ status }) => status === 'waiting_input');
    expect(program.keys()).toEqual(['1']);
    await queue({ paused: false });
  }, 60_000);

  test('what is no switch is refused by name', async () => {
    expect(expectError(await queue({}), 400, 'invalid_request')).toBe('paused: expected true or false');
    expect(expectError(await queue({ paused: 'yes' }), 400, 'invalid_request')).toMatch(/^paused: /);
    expect(expectError(await queue({ paused: true, reason: '' }), 400, 'invalid_request')).toMatch(
      /^reason: /,
    );
  });
});

/** Only what really happened meanwhile sets it anew. */
describe('the clock of idle sessions', () => {
  const MINUTE = 60_000;

  /** As if the sessions had done their last work so long ago. The server is down. */
  function age(minutes: number): void {
    const db = openDatabase(join(dashboard.dir, 'data', 'assigner', 'assigner.db'));
    const then = sqlTime(new Date(Date.now() - minutes * MINUTE));
    db.prepare('UPDATE sessions SET last_activity = ?, ready_since = ?').run(then, then);
    db.close();
  }
  const minutesSince = ({ last_activity: at }: { last_activity: string }): number =>
    Math.round((Date.now() - Date.parse(at)) / MINUTE);

  it('goes on over a restart, a rename and a resize, and begins anew with work', async () => {
    for (const name of ['rests', 'used', 'resized']) await dashboard.shell(name);
    // The newest screens are in the record after a second.
    for (const name of ['rests', 'used', 'resized']) {
      const shown = async (): Promise<string> =>
        (await dashboard.call(`/api/sessions/${name}/screen`)).body.screen;
      await until(shown, (screen) => screen === '$', `the screen of ${name} in the record`, 10_000);
    }
    await dashboard.stop();
    age(40);
    await dashboard.tmux.command('send-keys', '-t', 'used', 'echo used', 'Enter');
    await dashboard.tmux.command('resize-window', '-t', 'resized', '-x', '70', '-y', '20');
    await dashboard.start();
    const rests = await dashboard.sessionWhere('rests', ({ status }) => status === 'idle');
    expect(minutesSince(rests)).toBe(40);
    expect(minutesSince(await dashboard.sessionWhere('resized', ({ status }) => status === 'idle'))).toBe(40);
    expect(
      minutesSince(await dashboard.sessionWhere('used', ({ status }) => status === 'waiting_input')),
    ).toBe(0);

    await dashboard.tmux.command('rename-session', '-t', 'rests', 'renamed');
    await dashboard.tmux.command('resize-window', '-t', 'renamed', '-x', '60', '-y', '15');
    const renamed = await dashboard.sessionWhere('renamed', ({ status }) => status === 'idle');
    expect(minutesSince(renamed)).toBe(40);

    await dashboard.settled(await dashboard.send({ content: 'echo hi', target_session: 'renamed' }));
    const worked = await dashboard.sessionWhere('renamed', ({ status }) => status === 'waiting_input');
    expect(minutesSince(worked)).toBe(0);
  }, 120_000);
});
