/** What a program for figures is told by a worker process. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serveWorkerMetrics, type WorkerMetrics } from '../../../server/worker/metrics';
import { type TestStore, testStore } from '../../store/support';

let record: TestStore;
let opened: { stop(): void }[];
beforeEach(() => ([record, opened] = [testStore(), []]));
afterEach(() => {
  for (const one of opened) one.stop();
  record.close();
});

async function serve(port: number, sdk = async () => 'temporal_request_total 7'): Promise<WorkerMetrics> {
  const { tokens } = record.store.access;
  const made = await serveWorkerMetrics({
    ...{ port, tokens, sdk, version: '3.0.0', apiToken: 'of this machine', running: () => true },
  });
  opened.push(made);
  return made;
}
const ask = (url: string, token?: string): Promise<Response> =>
  fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
const portOf = ({ url }: WorkerMetrics): number => Number(new URL(url).port);

test('figures of the process and of the SDK, in the form of Prometheus', async () => {
  const { url } = await serve(0);
  const answer = await ask(url, 'of this machine');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('version=0.0.4'),
  ]);
  const text = await answer.text();
  for (const line of [/^architect_worker_running 1$/m, /^architect_build_info\{version="3.0.0"\} 1$/m])
    expect(text).toMatch(line);
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(text).toMatch(/^temporal_request_total 7$/m);
});

test('what the SDK doesn’t tell is left out', async () => {
  const { url } = await serve(0, () => Promise.reject(new Error('away')));
  expect(await (await ask(url, 'of this machine')).text()).toMatch(/^architect_worker_running 1$/m);
});

test('a token that may read figures opens it, and nothing else does', async () => {
  const { url } = await serve(0);
  const token = (scope: 'metrics:read' | 'read'): string =>
    record.store.access.tokens.create({ name: scope, scopes: [scope], expiresAt: null }, 'a test')?.token ??
    '';
  const statuses = [undefined, 'wrong', token('read'), token('metrics:read')].map(
    async (one) => (await ask(url, one)).status,
  );
  expect(await Promise.all(statuses)).toEqual([401, 401, 403, 200]);
  expect((await ask(url.replace('/metrics', '/api/stats'), 'of this machine')).status).toBe(404);
});

test('who asks while the database can’t be read is told so, and the process goes on', async () => {
  const { url } = await serve(0);
  jest.spyOn(record.store.access.tokens, 'authenticate').mockImplementation(() => {
    throw new Error('database is locked');
  });
  expect((await ask(url, 'wrong')).status).toBe(503);
  expect((await ask(url, 'of this machine')).status).toBe(200);
});

test('each process takes the first port that is free', async () => {
  const taken: Server = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const one = await serve(port);
  const two = await serve(port);
  expect(portOf(one)).toBeGreaterThan(port);
  expect(portOf(two)).toBeGreaterThan(portOf(one));
  taken.close();
});
