/** Text messages over the API, without an engine: what is checked before anything is sent. */
import { type TestApi, startApi } from '../support/api';
import { expectError, expectFieldError } from './http';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('the list shows numbers by their ends only, newest first', async () => {
  const slot = { begins: new Date('2026-02-07T22:00:00Z'), ends: new Date('2026-02-07T23:00:00Z') };
  const planned = api.store.sms.plan({
    ...{ slot, requestedBy: 'schedule', message: 'how it stands', workflowRun: 'a' },
    recipients: ['+15557654321'],
  });
  api.store.sms.begin(planned?.id ?? 0, 'a');
  const acceptance = { messageId: '9007199254740993', messageStatus: 'pending', deliveryResult: 'accepted' };
  api.store.sms.accepted(planned?.id ?? 0, acceptance, null);
  const { body } = await api.call('/api/sms?limit=1');
  expect(body).toMatchObject({ total: 1, limit: 1, offset: 0 });
  expect(body.items).toMatchObject([
    {
      ...{ hour: '2026-02-07T22:00:00.000Z', status: 'sent', text: 'how it stands', to: ['+1…21'], tries: 1 },
      ...{ message_id: '9007199254740993', message_status: 'pending', delivery_result: 'accepted' },
    },
  ]);
});

test('without settings nothing is sent, and it says which are missing', async () => {
  expect(expectError(await api.call('/api/sms', { body: {} }), 409, 'sms_not_configured')).toContain(
    'SMS_TO',
  );
  const { status, body } = await api.call('/api/sms', { body: { dry_run: true } });
  expect({ status, body }).toMatchObject({ status: 200, body: { dry_run: true, sms: null } });
});

test.each([
  [{ dry_run: 'yes' }, 'dry_run'],
  [{ once: false }, 'once'],
  [{ to: '+15550000000' }, 'to'],
])('%j is refused, naming %s', async (body, field) => {
  expectFieldError(await api.call('/api/sms', { body }), field);
});
