/** The native part of Temporal's SDK, in a process of its own: it is installed once a process. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sharedEngine } from '../support/shared-engine';

const ROOT = join(__dirname, '../..');
const TRIES = 10;

async function run(body: string): Promise<unknown> {
  const source = `
    require(${JSON.stringify(join(ROOT, 'test/support/typescript.cjs'))});
    const { allOrNone, installPlainRuntime } = require(${JSON.stringify(join(ROOT, 'server/sdk-runtime.ts'))});
    const { NativeConnection, Worker } = require('@temporalio/worker');
    const { readdirSync } = require('node:fs');
    const { silentLog } = require(${JSON.stringify(join(ROOT, 'telemetry/log'))});
    installPlainRuntime(silentLog);
    const open = () => readdirSync('/proc/self/fd').length;
    (async () => { ${body} })().then((found) => { console.log(JSON.stringify(found)); process.exit(0); });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', source], { cwd: ROOT });
  return JSON.parse(stdout);
}

test('an engine that is away costs no descriptors, however often it is asked for', async () => {
  const address = await sharedEngine();
  const grown = await run(`
    const away = () => NativeConnection.connect({ address: '127.0.0.1:1' }).catch(() => undefined);
    const there = async () => (await NativeConnection.connect({ address: '${address}' })).close();
    await away(); await there();
    const before = open();
    for (let count = 0; count < ${TRIES}; count += 1) { await away(); await there(); }
    // Those of the last one are closed in a moment.
    for (let looks = 0; looks < 100 && open() > before; looks += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    return open() - before;`);
  expect(grown).toBeLessThanOrEqual(0);
}, 60_000);

test('a worker that could be made beside one that could not lets go of the connection', async () => {
  const address = await sharedEngine();
  const found = await run(`
    const connection = await NativeConnection.connect({ address: '${address}' });
    const worker = (namespace) => Worker.create({ connection, namespace, taskQueue: 'of-a-test', activities: { async nothing() {} } });
    const why = await allOrNone([worker('default'), worker('no-such-namespace')]).catch((error) => error.message);
    const closed = await connection.close().then(() => 'closed', (error) => error.message);
    return [why.includes('no-such-namespace'), closed];`);
  expect(found).toEqual([true, 'closed']);
}, 60_000);
