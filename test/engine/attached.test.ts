/** The engine of another process: followed through its starts, and never taken for one that took its place. */
import fs, { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachEngine, type Engine, startEngine } from '../../engine';
import { makeSite, type Site, until } from './support';

let site: Site;
let server: Engine | undefined;
let attached: Engine | undefined;
beforeEach(() => (site = makeSite()));
afterEach(async () => {
  await attached?.stop();
  await server?.stop();
  await site.cleanUp();
});

const attach = async (): Promise<Engine> => (attached = await attachEngine(site.options));
const serve = async (): Promise<Engine> => (server = await startEngine(site.options));

test('it is down until the server has started it, and found wherever it is after each start', async () => {
  const engine = await attach();
  expect([engine.state(), engine.address]).toEqual(['down', '']);
  const first = await serve();
  await until(() => engine.state() === 'up');
  expect(engine.address).toBe(first.address);
  // Who is connected hears that it is gone before there is another one.
  const told: [string, string][] = [];
  engine.onState((state) => told.push([state, engine.address]));
  await first.stop();
  await until(() => told.at(-1)?.[1] === '');
  expect(told.every(([state]) => state === 'down')).toBe(true);
  const second = await serve();
  expect(second.address).not.toBe(first.address);
  await until(() => engine.state() === 'up');
  expect(told.at(-1)).toEqual(['up', second.address]);
});

test('one of another database at the same address is not believed', async () => {
  await serve();
  const record = site.record();
  const file = join(site.options.dataDir, 'engine', 'engine.json');
  writeFileSync(file, JSON.stringify({ ...record, clusterId: 'another one' }));
  const engine = await attach();
  expect(engine.state()).toBe('down');
  writeFileSync(file, JSON.stringify(record));
  await until(() => engine.state() === 'up');
});

test('where its process is gone nobody is asked, whoever answers at its address', async () => {
  await serve();
  const record = site.record();
  const engine = await attach();
  await until(() => engine.state() === 'up');
  const file = join(site.options.dataDir, 'engine', 'engine.json');
  writeFileSync(file, JSON.stringify({ ...record, started: 'before this one' }));
  await until(() => engine.state() === 'down');
  expect(engine.address).toBe('');
  writeFileSync(file, JSON.stringify(record));
  await until(() => engine.state() === 'up');
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('while it can not be told whether its process lives it is what it was', async () => {
  await serve();
  const { pid, address } = site.record();
  const warned = jest.spyOn(site.options.log, 'warn');
  const engine = await attach();
  await until(() => engine.state() === 'up');
  const { readFileSync } = fs;
  const read = jest.spyOn(fs, 'readFileSync').mockImplementation((...asked) => {
    if (asked[0] === `/proc/${pid}/stat`) throw Object.assign(new Error('EMFILE'), { code: 'EMFILE' });
    return readFileSync(...asked);
  });
  try {
    await until(() => warned.mock.calls.length > 1);
    expect([engine.state(), engine.address]).toEqual(['up', address]);
  } finally {
    read.mockRestore();
    warned.mockRestore();
  }
});
