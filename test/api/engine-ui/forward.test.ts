/** What is passed on of a request. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { forwarder } from '../../../api/engine-ui/forward';

const opened: Server[] = [];
afterAll(() => opened.forEach((server) => server.close()));

async function listening(server: Server): Promise<string> {
  opened.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([{}, { Expect: '100-continue' }])('no login and no token, with %j either', async (more) => {
  const seen: IncomingHttpHeaders[] = [];
  const engine = await listening(
    createServer((req, res) => {
      seen.push(req.headers);
      req.resume().on('end', () => res.end('{}'));
    }),
  );
  const forward = forwarder();
  const app = new Koa().use((ctx) => forward(ctx, `${engine}/x`));
  const url = await listening(createServer((req, res) => void app.callback()(req, res)));
  const headers = { Cookie: 'a=b', Authorization: 'Bearer x', Origin: url, Connection: 'close', ...more };
  const sent = request(url, { method: 'POST', headers });
  if ('Expect' in more) sent.once('continue', () => sent.end('{}'));
  else sent.end('{}');
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'end');
  expect(response.statusCode).toBe(200);
  for (const name of ['cookie', 'authorization', 'origin']) expect(seen[0]).not.toHaveProperty(name);
});
