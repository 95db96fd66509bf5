/** `architect sms`: what is asked and what a person reads. */
import { FakeApi, problem } from './fake-api';
import { runWith } from './helpers';

const row = {
  ...{ id: 12, hour: '2026-02-07T22:00:00.000Z', requested_by: 'schedule', status: 'sent', reason: null },
  ...{ text: '🔧 Architect\n\nHealth: ✅ HEALTHY', to: ['+1…67'], tries: 1, message_id: '7' },
  ...{ message_status: 'pending', delivery_result: 'accepted', created_at: '2026-02-07T22:00:00.000Z' },
  ...{ tried_at: '2026-02-07T22:00:00.000Z', ended_at: '2026-02-07T22:00:01.000Z' },
};
const api = new FakeApi({ 'GET /api/sms': { body: { items: [row], total: 1 } } });
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => void (api.requests.length = 0));

const answered = (body: object): void => {
  api.routes['POST /api/sms'] = {
    body: { dry_run: false, text: row.text, missing: null, sms: row, ...body },
  };
};

test('the list says what became of each', async () => {
  const { stdout } = await runWith(api, ['sms', '--limit', '5']);
  expect(stdout).toMatch(/^ *12 +.* +sent +pending +1 +.* HEALTHY +-/m);
  expect(api.calls).toEqual(['GET /api/sms?limit=5']);
});

test('a dry run shows the text, and what is not set', async () => {
  answered({ dry_run: true, sms: null, missing: 'set SMS_TO' });
  const { stdout } = await runWith(api, ['sms', '--dry-run']);
  expect(stdout).toBe(`${row.text}\n\nNot sent: set SMS_TO.\n`);
  expect(api.requests).toMatchObject([{ body: { dry_run: true } }]);
});

test('one is sent; what is not known to have arrived is an error', async () => {
  answered({});
  expect(await runWith(api, ['sms', '--once'])).toMatchObject({
    ...{ code: 0, stdout: 'Sent to +1…67; Dialpad says pending.\n' },
  });
  answered({ sms: { ...row, status: 'unknown', reason: 'no answer in time' } });
  expect(await runWith(api, ['sms', '--once'])).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining('The message is unknown: no answer in time') },
  });
});

test('what has to be set is said', async () => {
  api.routes['POST /api/sms'] = problem(409, 'sms_not_configured', 'Nothing was sent: set SMS_TO.');
  const { code, stderr } = await runWith(api, ['sms', '--once']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('set SMS_TO')]);
});
