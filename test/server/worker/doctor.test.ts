/** What `architect doctor` says of worker processes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../config';
import { checkServer } from '../../../server/doctor/server';
import { standingOf, takePlace } from '../../../server/instance';
import { startRegistered } from './support';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'architect-workers-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('those without a server, and those of another release than it, are named with what to do', async () => {
  const config = loadConfig({ ARCHITECT_DATA_DIR: dir });
  const look = async () =>
    checkServer({ config, standing: await standingOf(dir), environment: undefined, path: '', nowMs: 0 });
  expect(await look()).toMatchObject({ verdict: 'ok' });
  const worker = await startRegistered(dir, 'running', 'ends', '2.9.0');
  const server = createServer((_request, response) =>
    response.end('{"status":"healthy","checks":{},"trouble":[]}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    expect(await look()).toEqual({
      verdict: 'warning',
      message: `Worker processes wait for a server: ${worker.pid}.`,
      remedy: expect.stringContaining('npm run api'),
    });
    const place = await takePlace(dir);
    place.announce({ url, since: '', version: '3.0.0', mode: 'api', host: 'box' });
    expect(await look()).toEqual({
      verdict: 'warning',
      message: `The server is of release 3.0.0, and worker processes of another one: ${worker.pid} (2.9.0).`,
      remedy: expect.stringContaining('restart --rolling'),
    });
    place.announce({ url, since: '', version: '2.9.0', mode: 'api', host: 'box' });
    expect(await look()).toEqual({
      verdict: 'ok',
      message: `It runs at ${url} (process ${process.pid}, worker processes ${worker.pid}).`,
      remedy: null,
    });
    place.leave();
  } finally {
    worker.kill('SIGKILL');
    await new Promise((resolve) => server.close(resolve));
  }
});
