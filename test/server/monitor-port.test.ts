/** The monitor's own port: where another program has it, that is said, and it is had as soon as it is free. */
import { createServer, type Server } from 'node:net';
import { type MonitorPort, serveMonitor } from '../../server/monitor-port';
import { silentLog } from '../../telemetry/log';
import { freePorts, until } from '../support/dashboard';

let ports: number[];
let monitor: MonitorPort | undefined;
let other: Server | undefined;
beforeEach(async () => void (ports = await freePorts(2)));
afterEach(async () => {
  await monitor?.close();
  await new Promise((resolve) => (other?.listening ? other.close(resolve) : resolve(undefined)));
});

const serve = async (monitorPort: number): Promise<MonitorPort> => {
  monitor = await serveMonitor({
    config: { host: '127.0.0.1', port: ports[0] as number, monitorPort },
    handler: (_req, res) => res.end('the monitor'),
    ...{ tls: undefined, log: silentLog, againEveryMs: 10 },
  });
  return monitor;
};

test('is at its address', async () => {
  const { address, trouble } = await serve(ports[1] as number);
  expect(address()).toBe(`http://localhost:${ports[1]}/monitor.html`);
  expect(trouble()).toEqual([]);
  expect(await (await fetch(`http://127.0.0.1:${ports[1]}/monitor.html`)).text()).toBe('the monitor');
});

test.each([
  ['none is wanted', () => 0],
  ['it would be the dashboard’s own', () => ports[0] as number],
])('is none, without trouble, where %s', async (_why, port) => {
  const { address, trouble } = await serve(port());
  expect([address(), trouble()]).toEqual([null, []]);
});

test('that another program has is trouble which says what to do, and is had when that one has ended', async () => {
  other = createServer().listen(ports[1], '127.0.0.1');
  await new Promise((resolve) => other?.once('listening', resolve));
  const { address, trouble } = await serve(ports[1] as number);
  expect(address()).toBeNull();
  expect(trouble()).toEqual([
    expect.stringMatching(
      new RegExp(`at /monitor.html of port ${ports[0]} only. Port ${ports[1]} is in use .* set MONITOR_PORT`),
    ),
  ]);
  await new Promise((resolve) => other?.close(resolve));
  await until(
    () => Promise.resolve(address()),
    (found) => found !== null,
    'the port of the monitor',
  );
  expect(trouble()).toEqual([]);
});
