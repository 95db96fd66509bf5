/** What other web sites can make a person's browser do here: nothing. */
import { networkInterfaces } from 'node:os';
import { builtAsset } from '../support/built-pages';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { BROWSER, JSON_BODY, cookieOf, expectError, logIn, request } from './http';

/** With the default one fewer names are known: default-password.test.ts. */
const PASSWORD = 'of my own';

let dashboard: Dashboard;
let cookie: string;
let port: string;
beforeAll(async () => {
  dashboard = await startDashboard({ ARCHITECT_PASSWORD: PASSWORD });
  cookie = cookieOf(await logIn(dashboard.url, PASSWORD));
  port = new URL(dashboard.url).port;
}, 90_000);
afterAll(() => dashboard.close());

const send = (headers: Record<string, string>) =>
  request(dashboard.url, '/api/assigner/send', {
    body: '{"content":"x"}',
    headers: { ...JSON_BODY, Cookie: cookie, ...headers },
  });
const queued = async (): Promise<number> => (await dashboard.call('/api/assigner/prompts')).body.total;

describe('a name that does not belong to this machine', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '203.0.113.7',
    'evil.example@localhost',
    'a b',
    '[::1',
  ])('is refused as Host: %s', async (host) => {
    for (const path of ['/health', '/', '/api/assigner/status', '/login']) {
      const reply = await request(dashboard.url, path, { headers: { Host: host, Cookie: cookie } });
      expectError(reply, 403, 'forbidden_host');
    }
  });

  it('is told apart from the names and addresses of this machine', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
    const own = addresses.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
    for (const name of [
      'localhost',
      'LOCALHOST',
      '127.0.0.1',
      '[::1]',
      ...own.filter((a) => !a.includes('%')),
    ]) {
      const reply = await request(dashboard.url, '/health', { headers: { Host: `${name}:${port}` } });
      expect([name, reply.status]).toEqual([name, 200]);
    }
  });
});

describe('a change asked for by', () => {
  it.each<[string, Record<string, string>]>([
    ['another site', { Origin: 'http://evil.example' }],
    ['a page without an origin', { Origin: 'null' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['this machine without a port', { Origin: 'http://127.0.0.1' }],
    ['a name of this machine that is not the one asked', { Origin: 'http://localhost:PORT' }],
    ['an origin that is none', { Origin: '%%%' }],
    ['a browser that names no origin', BROWSER],
    ['a browser on behalf of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a browser on behalf of a sibling site', { 'Sec-Fetch-Site': 'same-site' }],
  ])('%s is refused', async (_from, headers) => {
    const before = await queued();
    const origin = headers['Origin']?.replace('PORT', port);
    expectError(await send({ ...headers, ...(origin && { Origin: origin }) }), 403, 'forbidden_origin');
    expect(await queued()).toBe(before);
  });

  it('another site is refused at the login and for the open call as well', async () => {
    const headers = { ...JSON_BODY, Origin: 'http://evil.example' };
    const reply = await request(dashboard.url, '/api/errors', { body: '{"message":"x"}', headers });
    expectError(reply, 403, 'forbidden_origin');
    const login = await logIn(dashboard.url, PASSWORD, { headers: { Origin: 'http://evil.example' } });
    expectError(login, 403, 'forbidden_origin');
  });

  it('our own page, or a program that is no browser, is done', async () => {
    const before = await queued();
    const replies = [
      await send({ ...BROWSER, Origin: dashboard.url, 'Sec-Fetch-Site': 'same-origin' }),
      await send({ Host: `localhost:${port}`, Origin: `http://localhost:${port}` }),
      await send({ 'User-Agent': 'curl/8.5.0' }),
    ];
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
    expect(await queued()).toBe(before + 3);
  });

  it('a form of another site can not be dressed up as JSON', async () => {
    const before = await queued();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      const headers = { Cookie: cookie, ...(type && { 'Content-Type': type }) };
      const reply = await request(dashboard.url, '/api/assigner/send', { body: '{"content":"x"}', headers });
      expectError(reply, 415, 'unsupported_media_type');
      const chunked = { ...headers, 'Transfer-Encoding': 'chunked' };
      const again = await request(dashboard.url, '/api/assigner/send', {
        body: '{"content":"x"}',
        headers: chunked,
      });
      expectError(again, 415, 'unsupported_media_type');
    }
    expect(await queued()).toBe(before);
  });
});

describe('every answer', () => {
  it.each(['/health', '/login', '/', '/api/assigner/status', '/api/nothing', builtAsset('index', 'css')])(
    'forbids foreign scripts and frames: %s',
    async (path) => {
      const { headers } = await request(dashboard.url, path, { headers: { Cookie: cookie } });
      const policy = new Map(
        String(headers['content-security-policy'])
          .split(';')
          .map((part) => [part.split(' ')[0], part.slice(part.indexOf(' ') + 1)]),
      );
      expect(policy.get('script-src')).toBe("'self'");
      expect(policy.get('style-src')).toBe("'self'");
      expect(policy.get('default-src')).toBe("'self'");
      expect(policy.get('frame-ancestors')).toBe("'none'");
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('has a page without anything inline that the policy would forbid', async () => {
    for (const path of ['/', '/login', '/monitor.html']) {
      const { text } = await request(dashboard.url, path, { headers: { Cookie: cookie } });
      expect(text).toMatch(/<script type="module" blocking="render" crossorigin src=/);
      expect(text).not.toMatch(/<script[^>]*>[^<]|<style|\son[a-z]+=|\sstyle=/);
    }
  });
});
