/** A host that has nothing open while its hub is away: it waits all the same. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { env } from 'node:process';
import { MAIN } from '../support/joined-host';

test('a hub that hangs up before it was asked ends no host', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'architect-waits-'));
  const calls: (() => void)[] = [];
  // As a proxy whose server is away.
  const hub = createServer((socket) => {
    socket.on('error', () => undefined).destroy();
    calls.shift()?.();
  }).listen(0, '127.0.0.1');
  await once(hub, 'listening');
  const isCalled = (): Promise<void> => new Promise((resolve) => calls.push(resolve));
  const url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  const twice = isCalled().then(isCalled);
  const host = spawn(process.execPath, [MAIN, 'host', 'join', url, '--token', 'ahost_x', '--name', 'box'], {
    env: { ...env, ARCHITECT_DATA_DIR: join(dir, 'data'), ARCHITECT_LOG_DIR: join(dir, 'logs') },
    stdio: 'ignore',
  });
  const ended = once(host, 'exit');
  try {
    const how = await Promise.race([twice.then(() => 'asks again'), ended.then(() => 'has ended')]);
    expect(how).toBe('asks again');
  } finally {
    host.kill('SIGKILL');
    await ended;
    hub.close();
    rmSync(dir, { recursive: true, force: true });
  }
}, 60_000);
