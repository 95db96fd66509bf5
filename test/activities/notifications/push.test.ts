/** Messages to a browser with its page closed: encrypted for it, to its push service alone, and what the answers mean. */
import { createPublicKey, verify } from 'node:crypto';
import dns from 'node:dns';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { pushKey } from '../../../activities/notifications/push-key';
import { push } from '../../../activities/notifications/push';
import type { ChannelMessage } from '../../../activities/notifications/channel';
import type { AlertItem } from '../../../workflows/contracts/alerts';
import { seen } from '../../store/dialog-support';
import { sees, testStore, type TestStore, there } from '../../store/support';
import { FakePushService } from '../../support/fake-push-service';

const HERE = ['localhost'];
let service: FakePushService;
let record: TestStore;
beforeEach(async () => {
  record = testStore({
    alertPolicy: () => ({
      ...{ channelsOf: () => ['push'], dwellMs: () => 0, cooldownMs: () => 0, spacingMs: 0 },
    }),
  });
  service = await new FakePushService().start();
  // Nobody vouches for the certificate of the tests.
  env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
});
afterEach(async () => {
  await service.stop();
  record.close();
  delete env['NODE_TLS_REJECT_UNAUTHORIZED'];
});

function subscribed(userId: number | null = null, endpoint = service.subscription().endpoint): number {
  const { keys } = service.subscription();
  const browser = { userId, endpoint, ...keys, login: null, proof: 'proof', browser: 'Firefox' };
  return there(record.store.push.browsers.subscribe(browser)).id;
}

const channel = (hosts: readonly string[] = HERE) =>
  push({ store: record.store, key: () => pushKey(record.dir), contact: 'me@example.com', hosts });

/** Alert 1 is about a dialog. */
function dialog(body = 'rm -rf build', session = 'a'): number {
  sees(record.store, session);
  const call = { tool: 'Bash', commands: [body], path: null };
  const id = there(record.store.confirmations.open(seen({ session, fingerprint: session, body, call })).id);
  record.store.confirmations.messageDue(id, 'waiting');
  record.store.alerts.look();
  return id;
}

const itemOf = (alertId: number): AlertItem => {
  const { kind, severity, title, message, page } = there(record.store.alerts.get(alertId));
  const when = { since: '2026-03-10T12:00:00.000Z', resolvedAt: null };
  return { alertId, kind, severity, title, message, page, event: 'opened', ...when };
};
const message = (browserId: number, ...alertIds: number[]): ChannelMessage => ({
  ...{ browserId, key: 'the-key', dashboardUrl: 'http://here:8080' },
  items: alertIds.map(itemOf),
});
const send = (browserId: number, alertIds = [1], hosts = HERE) =>
  channel(hosts).send(message(browserId, ...alertIds), AbortSignal.timeout(5_000));

describe('a message', () => {
  test('is read by its browser only, and has neither the command nor a text of others', async () => {
    const browser = subscribed();
    dialog();
    expect(await send(browser)).toEqual({ outcome: 'sent' });
    const [{ headers, body, payload }] = service.pushed as [(typeof service.pushed)[0]];
    expect(payload).toEqual({
      ...{ v: 1, tag: 'dialog-1', tags: ['dialog-1'], title: 'a waits for you', deny: 1, waiting: 1 },
      ...{ body: 'claude in session a asks for permission.', page: '/needs.html#/dialog-1' },
    });
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'normal' });
    expect(headers['topic']).toMatch(/^[\w-]{32}$/);
    expect(body.toString('latin1')).not.toContain('waits for you');
    expect(JSON.stringify(payload)).not.toMatch(/rm -rf|build/);
  });

  test('is signed with the key that browsers subscribe with, which only its owner reads', async () => {
    const browser = subscribed();
    dialog();
    await send(browser);
    const [, token = '', key = ''] =
      /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(service.pushed[0]?.headers.authorization ?? '') ?? [];
    const { publicKey } = pushKey(record.dir);
    expect(key).toBe(publicKey);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(publicKey, 'base64url');
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url')) as [
      string,
      string,
    ];
    const jwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const isOurs = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: jwk, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    expect(isOurs).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      ...{ aud: new URL(service.subscription().endpoint).origin, sub: 'mailto:me@example.com' },
    });
    expect(statSync(join(record.dir, 'push-key')).mode & 0o777).toBe(0o600);
  });

  test('of several alerts names how many, and replaces none of them', async () => {
    const browser = subscribed();
    dialog();
    dialog('ls', 'b');
    await send(browser, [1, 2]);
    expect(service.pushed[0]?.payload).toMatchObject({
      ...{ tag: 'the-key', tags: ['dialog-1', 'dialog-2'], title: '2 alerts', deny: null, waiting: 2 },
      page: '/alerts.html',
    });
  });
});

describe('the answer No', () => {
  const offered = async (browser: number): Promise<number | null | undefined> => {
    await send(browser);
    return service.pushed.at(-1)?.payload.deny;
  };

  test('is offered to who may decide about dialogs, and by the role of now', async () => {
    const { users } = record.store.access;
    const user = there(users.add({ name: 'robin', role: 'operator', source: 'password' }, 'test'));
    const browser = subscribed(user.id);
    dialog();
    expect(await offered(browser)).toBe(1);
    users.change(user.id, { role: 'viewer' });
    expect(await offered(browser)).toBeNull();
  });

  test.each([
    ['a rule refuses it', { verdict: 'deny', rule: 'rm.root' }],
    ['a rule of a person asks on purpose', { verdict: 'ask', rule: '12' }],
    ['it is a danger by itself', { verdict: 'ask', rule: 'invisible' }],
  ] as const)('is offered nowhere if %s', async (_, { verdict, rule }) => {
    const browser = subscribed();
    const id = dialog();
    record.store.confirmations.judged(id, {
      verdict,
      ruleId: rule,
      reason: 'why',
      evidence: 'rm',
      mode: 'safe',
    });
    expect(await offered(browser)).toBeNull();
  });

  test('is offered for no question, and for nothing that is over', async () => {
    const browser = subscribed();
    const id = dialog();
    record.store.confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: 'answered' });
    expect(await offered(browser)).toBeNull();
  });
});

describe('what the push service answers', () => {
  test.each([404, 410])('%d: the browser is forgotten', async (status) => {
    const browser = subscribed();
    dialog();
    service.replies = [{ status }];
    expect(await send(browser)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('removed'),
    });
    expect(record.store.push.browsers.get(browser)).toBeUndefined();
    expect(await send(browser)).toMatchObject({ outcome: 'refused' });
    expect(service.pushed).toHaveLength(1);
  });

  test.each([
    [429, { 'retry-after': '120' }, { outcome: 'later', retryAfterMs: 120_000 }],
    [503, {}, { outcome: 'unknown' }],
    [400, {}, { outcome: 'refused' }],
    [413, {}, { outcome: 'refused' }],
    [302, { location: 'https://localhost/elsewhere' }, { outcome: 'refused' }],
  ])('%d', async (status, headers, outcome) => {
    const browser = subscribed();
    dialog();
    service.replies = [{ status, headers }];
    expect(await send(browser)).toMatchObject(outcome);
    expect(service.pushed).toHaveLength(1);
    expect(record.store.push.browsers.get(browser)).toBeDefined();
  });
});

describe('nothing is sent', () => {
  test('to an address of this machine, by whichever name', async () => {
    const { port } = new URL(service.subscription().endpoint);
    dialog();
    for (const [name, host] of ['localhost', '127.0.0.1', '[::1]'].entries()) {
      const browser = subscribed(null, `https://${host}:${port}/${name}`);
      expect(await send(browser, [1], [])).toMatchObject({ outcome: 'refused' });
    }
    expect(service.pushed).toEqual([]);
  });

  test('to a name that leads here, which is known only when it is looked up', async () => {
    const { port } = new URL(service.subscription().endpoint);
    dialog();
    const lookup = jest.spyOn(dns, 'lookup');
    lookup.mockImplementation(((_name: string, _options: unknown, callback: (...found: unknown[]) => void) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }])) as never);
    const browser = subscribed(null, `https://push.example.com:${port}/a`);
    expect(await send(browser, [1], [])).toEqual({
      outcome: 'refused',
      reason: 'the push service of the browser has no public address: nothing was sent to it',
    });
    lookup.mockRestore();
    expect(service.pushed).toEqual([]);
  });

  test('to a service whose certificate nobody vouches for', async () => {
    delete env['NODE_TLS_REJECT_UNAUTHORIZED'];
    const browser = subscribed();
    dialog();
    expect(await send(browser)).toMatchObject({ outcome: 'later', reason: expect.stringContaining('CERT') });
    expect(service.pushed).toEqual([]);
  });
});
