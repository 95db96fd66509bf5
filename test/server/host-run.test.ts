/** A host that can not begin yet: it can be stopped, and what its hub refuses ends it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadConfig } from '../../config';
import { HubRefusedError } from '../../server/host/hub-client';
import { runHost } from '../../server/host/run';
import { openLogs } from '../../telemetry/log';
import { testTmux, type TestTmux } from '../support/tmux-server';

let hub: Server;
let tmux: TestTmux;
let said: string[];
let answer: (path: string) => [status: number, body: unknown];
let heard: (path: string) => void;

beforeEach(async () => {
  tmux = testTmux();
  said = [];
  heard = () => undefined;
  hub = createServer((req, res) => {
    const [status, body] = answer(req.url ?? '');
    res.writeHead(status).end(JSON.stringify(body));
    heard(req.url ?? '');
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  hub.closeAllConnections();
  await new Promise((resolve) => hub.close(resolve));
  await tmux.close();
});

const isHeard = (wanted: string): Promise<void> =>
  new Promise((resolve) => (heard = (path) => path === wanted && resolve()));
const WELCOME = {
  ...{
    name: 'box',
    protocol: 1,
    version: '1',
    namespace: 'default',
    submit_delay_ms: 0,
    silent_timeout_ms: 1,
  },
  ...{ answer_max_bytes: 1, owner_timeout_ms: 1_000, beat_ms: 100, now_ms: 0 },
};

function starts(signal: AbortSignal): ReturnType<typeof runHost> {
  const logDir = join(tmux.dir, 'logs');
  const config = loadConfig({
    ...{ ARCHITECT_DATA_DIR: join(tmux.dir, 'data'), ARCHITECT_TMUX_SOCKET: tmux.socketName },
  });
  return runHost({
    ...{ config, signal, token: 'ahost_x', name: 'box', version: '1', say: (line) => said.push(line) },
    logs: openLogs({ logDir, level: 'info', port: 0, monitorPort: 0, rotation: config.logRotation }),
    url: `http://127.0.0.1:${(hub.address() as AddressInfo).port}`,
  });
}

test('it is stopped while its hub is away', async () => {
  answer = () => [502, {}];
  const halt = new AbortController();
  const asked = isHeard('/api/host/join');
  const host = starts(halt.signal);
  await asked;
  halt.abort(new Error('the person wants no more'));
  await expect(host).rejects.toThrow('the person wants no more');
});

test('it ends while the engine is away, once its hub refuses it', async () => {
  let beats = 0;
  answer = (path) => {
    if (path === '/api/host/join') return [200, WELCOME];
    if (path === '/api/host/calls') return [502, {}];
    beats += 1;
    return beats < 3
      ? [200, { now_ms: 0 }]
      : [409, { error: { code: 'host_replaced', message: 'Another process has joined.' } }];
  };
  await expect(starts(new AbortController().signal)).rejects.toBeInstanceOf(HubRefusedError);
  expect(said).toContainEqual(expect.stringContaining("as host 'box'"));
});
