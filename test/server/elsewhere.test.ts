/** A shell without the settings of the dashboard is told that one runs. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { noteElsewhere, notRunning } from '../../server/elsewhere';
import { type Place, takePlace } from '../../server/instance';

let dir: string;
let server: Server;
let place: Place;
let url: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-elsewhere-'));
  server = createServer((_request, response) =>
    response.end('{"status":"healthy","checks":{},"trouble":[]}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  place = await takePlace(join(dir, 'data'));
  place.announce({ url, since: '', version: '', mode: 'all', host: 'box' });
});
afterEach(async () => {
  place.leave();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true, force: true });
});
const here = () => ({ cacheDir: join(dir, 'cache'), dataDir: join(PROJECT_ROOT, 'data') });
const there = () => ({ cacheDir: join(dir, 'cache'), dataDir: join(dir, 'data') });

test('one on another data directory is named while it serves, with what to set', async () => {
  const forget = noteElsewhere(there());
  expect(await notRunning(here())).toBe(
    `Not running on the data directory ${join(PROJECT_ROOT, 'data')}.\n` +
      `One with other settings runs at ${url} (process ${process.pid}): set ARCHITECT_DATA_DIR=${join(dir, 'data')} to reach it.`,
  );
  // Who named a data directory meant that one.
  expect(await notRunning({ ...there(), dataDir: join(dir, 'third') })).toBe('Not running.');
  place.leave();
  expect(await notRunning(here())).toBe('Not running.');
  forget();
});

test('without a note there is nothing to name', async () => {
  expect(await notRunning(here())).toBe('Not running.');
  noteElsewhere(there())();
  expect(await notRunning(here())).toBe('Not running.');
});
