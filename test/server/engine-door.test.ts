/** The way of joined hosts to the engine, on the ports that serve everybody else too. */
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EngineDoorDeps, openEngineDoor } from '../../server/hosts/engine-door';
import { silentLog } from '../../telemetry/log';

let server: Server;
let close: () => void;
let byToken: () => never;

beforeEach(async () => {
  byToken = () => {
    throw new Error('the disk is gone');
  };
  server = createServer((req, res) => {
    let body = '';
    req.on('data', (data) => (body += String(data)));
    req.on('end', () => res.end(`${req.method} ${req.url} ${String(req.headers['x-own'])} ${body}`));
  });
  close = openEngineDoor([server], {
    ...{ log: silentLog, engine: () => undefined, hosts: { link: () => () => undefined } },
    config: { proxy: { basePath: '/architect', trustedProxies: [] } },
    store: { hosts: { byToken: () => byToken() } },
  } as unknown as EngineDoorDeps);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Asks as somebody who would like another protocol. */
function offers(
  upgrade: string,
  { path, body = '', headers = {} }: { path: string; body?: string; headers?: Record<string, string> },
): Promise<{ status: number | undefined; text: string }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ host: '127.0.0.1', port, path, method: body === '' ? 'GET' : 'POST' },
      headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: upgrade, ...headers },
    });
    sent.once('error', reject);
    sent.once('response', (response: IncomingMessage) => {
      let text = '';
      response.on('data', (data) => (text += String(data)));
      response.once('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.end(body);
  });
}

test.each(['', 'a body that is read'])(
  'who offers HTTP/2, as curl and Java do, is answered in HTTP/1.1 (%j)',
  async (body) => {
    const headers = { 'HTTP2-Settings': 'AAMAAABk', 'X-Own': 'kept' };
    const method = body === '' ? 'GET' : 'POST';
    expect(await offers('h2c', { path: '/api/stats?x=1', body, headers })).toEqual({
      ...{ status: 200, text: `${method} /api/stats?x=1 kept ${body}` },
    });
  },
);

test.each(['', '/architect'])('a host is found with %j before the path', async (left) => {
  const { status, text } = await offers('websocket', { path: `${left}/api/host/engine` });
  expect([status, text]).toEqual([401, expect.stringContaining('no token of a host')]);
  expect((await offers('websocket', { path: `${left}/other` })).status).toBe(404);
});

test('a token that can not be looked at is refused, and the server goes on', async () => {
  const headers = { Authorization: 'Bearer ahost_x' };
  expect(await offers('websocket', { path: '/api/host/engine', headers })).toMatchObject({ status: 503 });
});
