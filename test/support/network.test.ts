/** The network of tests with hosts passes on what came, as it came, unless it is cut. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Network, networkTo } from './network';
import { until } from './tmux-server';

let hub: Server;
let network: Network;
let got = '';
let host: Socket;

beforeEach(async () => {
  got = '';
  hub = createServer((socket) => {
    socket.on('data', (data) => (got += String(data)));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  network = await networkTo(`http://127.0.0.1:${(hub.address() as AddressInfo).port}`);
  host = connect(Number(new URL(network.url).port), '127.0.0.1');
  host.on('error', () => undefined);
  await once(host, 'connect');
});
afterEach(async () => {
  host.destroy();
  await network.close();
  await new Promise((resolve) => hub.close(resolve));
});

test('what was sent while it was slow is not overtaken by what is sent afterwards', async () => {
  network.slow(150);
  host.write('first ');
  await pause(30);
  network.slow(0);
  host.write('second ');
  host.end('third');
  await until(() => got.length > 15, 'all has come');
  expect(got).toBe('first second third');
});

test('a cable that was pulled tells nobody, and what was on its way is lost', async () => {
  network.cut();
  host.write('lost');
  let ended = false;
  host.once('close', () => (ended = true));
  const other = connect(Number(new URL(network.url).port), '127.0.0.1');
  await once(other, 'connect');
  expect(ended).toBe(false);
  network.mend();
  await until(() => ended, 'the connection of before has ended');
  expect(got).toBe('');
  other.destroy();
});
