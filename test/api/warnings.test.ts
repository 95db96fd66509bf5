/** The warning that no session can take a prompt: in the answer, the list, the receipt and the events. */
import { type Dashboard, startDashboard } from '../support/dashboard';
import { openStream } from './stream';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
}, 90_000);
afterAll(() => dashboard.close());

test('a prompt that nobody can take says so at once, until somebody can', async () => {
  await dashboard.shell('other');
  const { body } = await dashboard.call('/api/assigner/send', {
    body: { content: 'waits', target_provider: 'gemini', source: 'vain' },
  });
  const { prompt_id: id, warning } = body;
  expect(warning).toContain('Make a session with gemini: architect sessions new gemini1 --provider gemini');
  await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
  expect((await dashboard.call('/api/assigner/prompts?source=vain')).body.items).toMatchObject([
    { id, warning },
  ]);
  const stream = await openStream(dashboard);
  try {
    await stream.until(({ event }) => event === 'state');
    await dashboard.call('/api/sessions/other', { method: 'PATCH', body: { provider: 'gemini' } });
    const told = await stream.until(({ event, data }) => event === 'prompt' && data.id === id);
    expect(told.data.warning).toBeNull();
  } finally {
    stream.close();
  }
  expect((await dashboard.prompt(id)).warning).toBeNull();
  await dashboard.call('/api/sessions/other', { method: 'PATCH', body: { provider: 'shell' } });
  expect((await dashboard.prompt(id)).warning).toContain('architect sessions new gemini1');
  await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  expect((await dashboard.prompt(id)).warning).toBeNull();
});
