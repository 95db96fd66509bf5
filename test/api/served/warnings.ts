/** The warning that no session can take a prompt: in the answer, the list, the receipt and the events. */
import type { Dashboard } from '../../support/dashboard';
import { openStream } from '../stream';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 90_000);

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
  await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  expect((await dashboard.prompt(id)).warning).toBeNull();
});

test('the pages are told when its session ends, and when it is there again', async () => {
  await dashboard.shell('named');
  const pause = (paused: boolean) =>
    dashboard.call('/api/assigner/queue', { method: 'PUT', body: { paused } });
  await pause(true);
  const id = await dashboard.send({ content: 'echo done', target_session: 'named' });
  expect((await dashboard.prompt(id)).warning).toBeNull();
  const stream = await openStream(dashboard);
  try {
    await stream.until(({ event }) => event === 'state');
    const told = () => stream.until(({ event, data }) => event === 'prompt' && data.id === id);
    await dashboard.tmux.command('kill-session', '-t', '=named');
    expect((await told()).data.warning).toContain("session 'named' has ended. Make it again:");
    await dashboard.shell('named');
    expect((await told()).data.warning).toBeNull();
  } finally {
    stream.close();
  }
  await pause(false);
  expect(await dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'done' });
});
