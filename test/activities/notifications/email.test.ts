/** Mail: what the server was not given is sent again, what it may have is not. */
import type { ChannelMessage } from '../../../activities/notifications/channel';
import { channelsOf } from '../../../activities/notifications/channels';
import { loadConfig } from '../../../config';
import { testStore, type TestStore } from '../../store/support';
import { CERTIFICATE } from '../../support/certificate';
import { FakeMailServer, type MailServerOptions, type Word } from '../../support/fake-mail-server';
import { nobody } from '../../support/fake-receiver';

const MESSAGE: ChannelMessage = {
  ...{ key: 'here-follow-up-alert-7-1', dashboardUrl: 'http://here:8080', browserId: 0 },
  items: [
    {
      ...{
        alertId: 7,
        kind: 'plan',
        event: 'opened',
        severity: 'warning',
        title: 'Plan Bücher waits for you',
      },
      ...{ message: 'Gate 1 of task a waits.', page: '/plans.html#/3', since: '2026-02-07T00:00:00.000Z' },
      resolvedAt: null,
    },
  ],
};

let record: TestStore;
let server: FakeMailServer;
beforeAll(() => (record = testStore()));
afterAll(() => record.close());
afterEach(() => server.stop());

const start = async (options: MailServerOptions = {}): Promise<void> => {
  server = await new FakeMailServer(options).start();
};
const mail = (settings: Record<string, string> = {}) =>
  channelsOf(
    loadConfig({
      ...{ SMTP_HOST: '127.0.0.1', SMTP_PORT: String(server.port), SMTP_SECURITY: 'none' },
      ...{ EMAIL_FROM: 'architect@example.com', EMAIL_TO: 'me@example.com, you@example.com' },
      ...settings,
    }),
    record.store,
  ).email;
const send = (settings: Record<string, string> = {}, timeoutMs = 5_000) =>
  mail(settings).send(MESSAGE, AbortSignal.timeout(timeoutMs));

test('a mail has the alert, the address of the page, and an id that is the same in each try', async () => {
  await start();
  expect(await send()).toEqual({ outcome: 'sent' });
  expect(server.mails).toMatchObject([
    { from: 'architect@example.com', to: ['me@example.com', 'you@example.com'], login: undefined },
  ]);
  const text = server.mails[0]?.text ?? '';
  expect(text).toContain('Message-ID: <here-follow-up-alert-7-1@architect>');
  expect(text).toContain('Subject: =?UTF-8?Q?=5BArchitect=5D_Plan_B=C3=BCcher_waits_f?=');
  expect(text).toContain('Gate 1 of task a waits.');
  expect(text).toContain('http://here:8080/plans.html#/3');
});

test('a login goes to the server with the mail', async () => {
  await start({ auth: true });
  expect(await send({ SMTP_USER: 'me', SMTP_PASSWORD: 's3cret' })).toEqual({ outcome: 'sent' });
  expect(server.mails[0]?.login).toBe('\0me\0s3cret');
});

test('a login that is refused is told, without the password, and not tried again', async () => {
  await start({ auth: true });
  server.tricks = { AUTH: '535 no' };
  const outcome = await send({ SMTP_USER: 'me', SMTP_PASSWORD: 's3cret' });
  expect(outcome).toEqual({
    outcome: 'refused',
    reason: 'the mail server answered with 535 to AUTH PLAIN; check SMTP_USER and SMTP_PASSWORD',
  });
});

test.each<[Word, string, string]>([
  ['connect', '421 not now', 'later'],
  ['MAIL', '451 later', 'later'],
  ['MAIL', '550 no', 'refused'],
  ['RCPT', '452 full', 'later'],
  ['RCPT', '550 nobody here', 'refused'],
  ['DATA', '451 later', 'later'],
  ['.', '451 later', 'later'],
  ['.', '554 spam', 'refused'],
  ['connect', 'cut', 'later'],
  ['MAIL', 'cut', 'later'],
  ['DATA', 'cut', 'later'],
  ['.', 'cut', 'unknown'],
])('%s: %s is %s', async (word, trick, outcome) => {
  await start();
  server.tricks = { [word]: trick };
  const answer = await send();
  expect(answer).toMatchObject({ outcome });
  expect(JSON.stringify(answer)).not.toContain('example.com');
});

test.each<[Word, string]>([
  ['connect', 'later'],
  ['RCPT', 'later'],
  ['.', 'unknown'],
])('a server that hangs at %s has nothing, or nobody knows: %s', async (word, outcome) => {
  await start();
  server.tricks = { [word]: 'hang' };
  expect(await send({}, 300)).toMatchObject({ outcome });
});

test('addresses that are refused are told, and are no reason to send it again to the others', async () => {
  await start();
  server.refuses = ['you@example.com'];
  expect(await send()).toEqual({ outcome: 'sent', note: 'the mail server refused 1 of 2 addresses' });
  expect(server.mails).toMatchObject([{ to: ['me@example.com'] }]);
});

test('where nobody listens nothing was sent', async () => {
  await start();
  const port = new URL(await nobody()).port;
  expect(await send({ SMTP_PORT: port })).toMatchObject({
    outcome: 'later',
    reason: "the mail server can't be used (ECONNREFUSED)",
  });
});

test('a server without encryption, or with a certificate that nobody vouches for, gets nothing', async () => {
  await start();
  expect(await send({ SMTP_SECURITY: 'starttls' })).toMatchObject({ outcome: 'later' });
  expect(server.said.join()).not.toContain('MAIL');
  await server.stop();
  await start({ tls: CERTIFICATE });
  expect(await send({ SMTP_SECURITY: 'starttls' })).toMatchObject({ outcome: 'later' });
  expect(server.said.join()).not.toContain('MAIL');
});

test('what has to be set is named', async () => {
  await start();
  expect(channelsOf(loadConfig({ SMTP_USER: 'me' }), record.store).email.missing()).toBe(
    'SMTP_HOST, EMAIL_FROM, EMAIL_TO, SMTP_PASSWORD (or the secret of that name)',
  );
});
