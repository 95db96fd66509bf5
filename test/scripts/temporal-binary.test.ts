import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Ended, libUrl, makeDirectory, removeDirectory, runModule, writeProgram } from './support';

const WORKS = '#!/bin/sh\necho "temporal version 1.5.1 (fake)"\n';
const BROKEN = '#!/bin/sh\nexit 1\n';
const OTHER_PROGRAM = '#!/bin/sh\necho "temporal 0.3, a calendar"\n';
const UNREACHABLE = 'http://127.0.0.1:1/archive';

let home: string;
let bin: string;
let cached: string;
beforeEach(() => {
  home = makeDirectory();
  bin = join(home, 'bin');
  cached = join(home, 'cache', 'architect-dashboard', 'temporal-v1.5.1', 'temporal');
  // The tools of the system, but no temporal, curl or go of this machine.
  for (const tool of ['sh', 'tar', 'gzip', 'cp']) {
    writeProgram(join(bin, '.keep'), '');
    symlinkSync(execFileSync('which', [tool]).toString().trim(), join(bin, tool));
  }
});
afterEach(() => removeDirectory(home));

function find(settings: NodeJS.ProcessEnv = {}, downloadUrl = UNREACHABLE): Promise<Ended> {
  const sources = JSON.stringify({ downloadUrl, goPlaces: [] });
  const source = `
    import { findTemporal } from ${JSON.stringify(libUrl('temporal-binary.mjs'))};
    import { runMain } from ${JSON.stringify(libUrl('project.mjs'))};
    await runMain(async () => { process.stdout.write(await findTemporal(process.env, ${sources})); return 0; });`;
  return runModule(source, { PATH: bin, HOME: home, XDG_CACHE_HOME: join(home, 'cache'), ...settings });
}

test('TEMPORAL_CLI_PATH comes first', async () => {
  writeProgram(join(bin, 'temporal'), WORKS);
  const named = writeProgram(join(home, 'named', 'temporal'), WORKS);
  expect(await find({ TEMPORAL_CLI_PATH: named })).toMatchObject({ code: 0, stdout: named });
});

test.each([
  ['is missing', undefined, /is not there/],
  ['does not run', BROKEN, /does not run .*exit code 1/],
  ['is another program', OTHER_PROGRAM, /another program/],
])('a TEMPORAL_CLI_PATH that %s is an error, not a reason to look elsewhere', async (_, script, message) => {
  writeProgram(join(bin, 'temporal'), WORKS);
  const named = join(home, 'named', 'temporal');
  if (script) writeProgram(named, script);
  const { code, stdout, stderr } = await find({ TEMPORAL_CLI_PATH: named });
  expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).toContain(`TEMPORAL_CLI_PATH=${named}`);
});

test('then temporal on PATH, before the cache', async () => {
  writeProgram(cached, WORKS);
  const onPath = writeProgram(join(bin, 'temporal'), WORKS);
  expect(await find()).toMatchObject({ code: 0, stdout: onPath });
});

test('a temporal on PATH that is another program is passed over for the cache', async () => {
  writeProgram(join(bin, 'temporal'), OTHER_PROGRAM);
  writeProgram(cached, WORKS);
  expect(await find()).toMatchObject({ code: 0, stdout: cached });
});

describe('with nothing at hand', () => {
  let site: Server;
  let requests: string[];
  let url: string;
  beforeEach(async () => {
    writeProgram(join(home, 'archive', 'temporal'), WORKS);
    const archive = join(home, 'archive.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', join(home, 'archive'), 'temporal']);
    requests = [];
    site = createServer((request, response) => {
      requests.push(String(request.url));
      response.end(readFileSync(archive));
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/archive`;
  });
  afterEach(() => site.close());

  test('it is downloaded once for this platform, into the cache', async () => {
    const arch = process.arch === 'x64' ? 'amd64' : process.arch;
    expect(await find({}, url)).toMatchObject({ code: 0, stdout: cached });
    expect(requests).toEqual([`/archive?platform=${process.platform}&arch=${arch}`]);
    expect(await find({}, url)).toMatchObject({ code: 0, stdout: cached });
    expect(requests).toHaveLength(1);
  });

  test('two starts at once download it once', async () => {
    const results = await Promise.all([find({}, url), find({}, url)]);
    expect(results.map(({ stdout }) => stdout)).toEqual([cached, cached]);
    expect(requests).toHaveLength(1);
  });

  test('the lock of a start that was killed does not hold up the next one', async () => {
    const dead = (await runModule('process.stdout.write(String(process.pid))', {})).stdout;
    const lock = join(home, 'cache', 'architect-dashboard', 'temporal-v1.5.1.lock');
    writeProgram(join(lock, 'pid'), dead);
    expect(await find({}, url)).toMatchObject({ code: 0, stdout: cached });
    expect(existsSync(lock)).toBe(false);
  });
});

test('where the download fails, Go builds it into the cache', async () => {
  writeProgram(join(home, 'built'), WORKS);
  const go = `#!/bin/sh\n[ "$1 $2" = "install github.com/temporalio/cli/cmd/temporal@v1.5.1" ] && cp ${home}/built "$GOBIN/temporal"\n`;
  writeProgram(join(bin, 'go'), go);
  expect(await find()).toMatchObject({ code: 0, stdout: cached });
  expect(readdirSync(join(home, 'cache', 'architect-dashboard'))).toEqual(['temporal-v1.5.1']);
});

test('where nothing works, one message names all that was tried, why it failed, and what to do', async () => {
  writeProgram(join(bin, 'go'), '#!/bin/sh\necho "dial tcp: no route to host" >&2\nexit 1\n');
  const { code, stderr } = await find();
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      [
        'TEMPORAL_CLI_PATH: not set',
        '"temporal" on PATH: not found',
        `${cached}: not there yet`,
        `download from ${UNREACHABLE}: .+`,
        'go install github.com/temporalio/cli/cmd/temporal@v1.5.1: exit code 1\n +dial tcp: no route to host',
        'Do one of these.*',
      ].join('\n *'),
    ),
  );
  expect(stderr).toContain('set TEMPORAL_ADDRESS');
});
