/** What a person approves is looked at before it is taken for a try. */
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeEach(async () => (api = await startApi()));
afterEach(() => api.close());

const suggest = (prompt: string): void =>
  void api.store.improvements.keep('cycle', [
    {
      ...{ metric: 'failed_prompts:one', kind: 'failed_prompts', source: 'rule', title: 'Look into it' },
      ...{ evidence: ['3 prompts failed'], prompt, confidence: 0.9, isForeign: true, value: 3 },
    },
  ]);
const approve = (body: object = {}) => api.call('/api/improvements/1/approve', { body });

test('a prompt that no agent can be given is refused, and the suggestion stays', async () => {
  suggest('Mend this: \u0007');
  expect(await approve()).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'prompt', message: expect.stringMatching(/U\+0007/) }] } },
  });
  expect((await api.call('/api/improvements/1')).body).toMatchObject({ status: 'suggested', attempts: [] });
  expect(await approve({ prompt: 'Mend it.' })).toMatchObject({ status: 200, body: { status: 'queued' } });
});

test('one for a session that is not there takes no try', async () => {
  suggest('Mend this.');
  expect(await approve({ target_session: 'nowhere' })).toMatchObject({
    status: 400,
    body: { error: { details: [{ field: 'target_session' }] } },
  });
  expect((await approve()).body.attempts).toMatchObject([{ attempt: 1 }]);
  expect((await approve()).status).toBe(409);
});
