/** A seeded fault is found, its mend is queued once to a shell session, and its effect is measured. */
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard({
    ARCHITECT_IMPROVEMENT_INTERVAL_SECONDS: '3600',
    // Twelve seconds.
    ARCHITECT_IMPROVEMENT_MEASURE_MINUTES: '0.2',
  });
}, 90_000);
afterAll(() => dashboard.close());

const list = async (): Promise<any[]> => (await dashboard.call('/api/improvements')).body.items;
const run = () => dashboard.call('/api/improvements/run', { method: 'POST' });

test('a fault is found, mended once through a crash, and seen to have helped', async () => {
  const message = 'config.json is missing';
  const report = { message, source: 'cron', level: 'error' };
  await Promise.all([1, 2, 3].map(() => dashboard.call('/api/errors', { body: report })));
  expect(await run()).toMatchObject({
    status: 200,
    body: { state: 'completed', found: 1, fresh: 1, queued: 0 },
  });
  expect(await run()).toMatchObject({ status: 200, body: { found: 1, fresh: 0 } });
  const [found] = await list();
  expect(await list()).toHaveLength(1);
  expect(found).toMatchObject({
    ...{ kind: 'error', count: 2, status: 'suggested', source: 'rule', needs_person: true },
    effect: { metric: expect.stringMatching(/^errors:\d+$/), before: 3, after: null, verdict: null },
  });
  expect(found.evidence).toContain(message);
  expect(found.prompt).toContain(message);

  await dashboard.shell('fixer');
  const file = `${dashboard.dir}/config.json`;
  const approve = { target_session: 'fixer', prompt: `echo made > ${file} && cat ${file}` };
  const path = `/api/improvements/${found.id}/approve`;
  const nowhere = await dashboard.call(path, { body: { ...approve, target_session: 'nowhere' } });
  expect(nowhere).toMatchObject({ status: 400, body: { error: { details: [{ field: 'target_session' }] } } });
  expect((await list())[0]).toMatchObject({ status: 'suggested', attempts: [] });
  const approved = await dashboard.call(path, { body: approve });
  expect(approved).toMatchObject({ status: 200, body: { status: 'queued' } });
  expect(await dashboard.call(path, { body: approve })).toMatchObject({ status: 409 });
  const promptId = approved.body.attempts[0].prompt_id;

  await dashboard.kill();
  await dashboard.start();
  expect(await dashboard.settled(promptId)).toMatchObject({ status: 'completed', response: 'made' });
  await run();
  const verdict = async (): Promise<any> => {
    await run();
    return (await list())[0];
  };
  await until(async () => (await verdict()).effect.verdict !== null, Boolean, 'the effect is measured');
  expect((await list())[0]).toMatchObject({
    ...{ id: found.id, fingerprint: found.fingerprint },
    effect: { before: 3, after: 0, verdict: 'helped' },
    attempts: [{ attempt: 1, prompt_id: promptId, verdict: 'helped' }],
  });
  const { body: prompts } = await dashboard.call('/api/assigner/prompts?source=improvement');
  expect(prompts.total ?? prompts.items?.length ?? prompts.length).toBe(1);
}, 180_000);
