/** What Dialpad's answers mean: taken, to be tried again, refused, or nobody knows. */
import { sendBySms } from '../../../activities/sms/dialpad';
import { FakeDialpad, MESSAGE_ID, nobody, refusing } from '../../support/fake-dialpad';

let dialpad: FakeDialpad;
beforeAll(async () => {
  dialpad = await new FakeDialpad().start();
});
afterAll(() => dialpad.stop());
beforeEach(() => {
  dialpad.requests.length = 0;
  dialpad.replies = [];
});

const send = (baseUrl = dialpad.url, timeoutMs = 5_000) =>
  sendBySms(
    { baseUrl, key: 'the-key', from: '+15550000001', to: ['+15550000002', '+15550000003'], text: 'a\n\nb' },
    AbortSignal.timeout(timeoutMs),
  );

test('a message goes out as Dialpad wants it, and its number is kept with all digits', async () => {
  expect(await send()).toEqual({
    ...{ outcome: 'accepted', failure: null, messageId: MESSAGE_ID },
    ...{ messageStatus: 'pending', deliveryResult: 'accepted' },
  });
  expect(dialpad.requests).toMatchObject([
    {
      path: '/api/v2/sms',
      headers: { authorization: 'Bearer the-key' },
      body: { from_number: '+15550000001', to_numbers: ['+15550000002', '+15550000003'], text: 'a\n\nb' },
    },
  ]);
});

test.each([
  ['nonsense', { body: '<html>' }, { outcome: 'accepted', failure: null, messageId: null }],
  [
    'a failure',
    { body: '{"id": "7", "message_status": "failed", "message_delivery_result": "no_route"}' },
    { outcome: 'accepted', failure: 'Dialpad could not deliver it (no_route)', messageId: '7' },
  ],
  ['429 with seconds', refusing(429, { 'retry-after': '90' }), { outcome: 'later', retryAfterMs: 90_000 }],
  ['429 without', refusing(429), { outcome: 'later', retryAfterMs: null }],
  ['408', refusing(408), { outcome: 'later' }],
  ...[500, 501, 502, 503, 504, 520].map((status): [string, ReturnType<typeof refusing>, object] => [
    `${status}, even with a time to come again`,
    refusing(status, { 'retry-after': '1' }),
    { outcome: 'unknown', reason: expect.stringMatching(`status ${status}.*not sent again`) },
  ]),
  ['400', refusing(400), { outcome: 'refused' }],
  ['401', refusing(401), { outcome: 'refused', reason: expect.stringContaining('check DIALPAD_API_KEY') }],
  ['302', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { outcome: 'refused' }],
  ['a cut connection', { cut: true as const }, { outcome: 'unknown' }],
])('%s', async (_, reply, expected) => {
  dialpad.replies = [reply];
  const answer = await send();
  expect(answer).toMatchObject(expected);
  expect(dialpad.requests).toHaveLength(1);
  expect(JSON.stringify(answer)).not.toContain('5551234567');
});

test('a date in Retry-After is a pause', async () => {
  dialpad.replies = [refusing(429, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() })];
  const answer = await send();
  const ms = answer.outcome === 'later' ? (answer.retryAfterMs ?? 0) : 0;
  expect(ms).toBeGreaterThan(50_000);
  expect(ms).toBeLessThan(61_000);
});

test('an answer that does not come in time is unknown', async () => {
  let answer = (): void => {};
  dialpad.replies = [{ after: new Promise((resolve) => (answer = resolve)) }];
  expect(await send(dialpad.url, 100)).toMatchObject({ outcome: 'unknown' });
  answer();
});

test('where nobody listens nothing was sent', async () => {
  expect(await send(await nobody())).toMatchObject({ outcome: 'later' });
});
