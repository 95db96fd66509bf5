/** One server a data directory, whatever the first one is doing: only one may type. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ServerProcess, type ServerSite, serverSite } from '../support/server-process';
import { isAlive } from '../../processes/stat';
import { architectCommand } from '../support/command';
import { until } from '../support/dashboard';

const TIMEOUT_MS = 180_000;

/** Beside the other tests of this file, each with a data directory of its own. */
function testAt(title: string, work: (site: ServerSite) => Promise<void>): void {
  test.concurrent(
    title,
    async () => {
      const site = serverSite();
      try {
        await work(site);
      } finally {
        await site.close();
      }
    },
    TIMEOUT_MS,
  );
}

async function ready(site: ServerSite): Promise<ServerProcess> {
  const server = await site.serve();
  expect([await server.outcome(), server.stderr()]).toEqual(['ready', '']);
  return server;
}
/** One sentence or more for a person: no stack, and the data directory by name. */
function refusalOf(site: ServerSite, server: ServerProcess): string {
  const told = server.stderr();
  expect(told.split('\n')).toHaveLength(1);
  expect(told).not.toMatch(/^\s+at |Error:/m);
  expect(told).toContain(site.dataDir);
  return told;
}
const healthy = async ({ url }: ServerProcess): Promise<string> =>
  ((await (await fetch(`${url}/health`)).json()) as { status: string }).status;

testAt('a second one leaves with a sentence that says where the first one is', async (site) => {
  const first = await ready(site);
  const second = await site.serve();
  expect(await second.ended).toBe(78);
  expect(refusalOf(site, second)).toMatch(
    new RegExp(`is running already at http://localhost:\\d+ \\(process ${first.pid}\\): stop it first`),
  );
  expect(await healthy(first)).toBe('healthy');
});

testAt(
  'a first one that is stopped (SIGSTOP) keeps its place, and the second says how to wake or end it',
  async (site) => {
    const first = await ready(site);
    first.signal('SIGSTOP');
    const second = await site.serve();
    expect(await second.outcome()).toBe(78);
    expect(refusalOf(site, second)).toMatch(
      new RegExp(`process ${first.pid}.* is stopped.*kill -CONT ${first.pid}.*kill -KILL ${first.pid}`),
    );
    first.signal('SIGCONT');
    await until(
      () => healthy(first),
      (status) => status === 'healthy',
      'the first one',
    );
  },
);

testAt('of four that start at the same moment one runs, the others leave with a sentence', async (site) => {
  const servers = await Promise.all(Array.from({ length: 4 }, () => site.serve()));
  const outcomes = await Promise.all(servers.map((server) => server.outcome()));
  expect(outcomes.map(String).sort()).toEqual(['78', '78', '78', 'ready']);
  const winner = servers[outcomes.indexOf('ready')] as ServerProcess;
  for (const server of servers) if (server !== winner) refusalOf(site, server);
  expect(winner.stderr()).toBe('');
  expect(JSON.parse(readFileSync(join(site.dataDir, 'server.json'), 'utf8'))).toMatchObject({
    pid: winner.pid,
  });
});

testAt(
  'a place is free as soon as its server is dead, however it died and whatever it left behind',
  async (site) => {
    const first = await ready(site);
    first.signal('SIGKILL');
    await first.ended;
    expect(existsSync(join(site.dataDir, 'server.json'))).toBe(true);
    const second = await ready(site);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(existsSync(join(site.dataDir, 'server.json'))).toBe(false);
  },
);

testAt(
  'the note of a server that is gone, with the pid and address of others, keeps nobody away',
  async (site) => {
    const other = serverSite();
    try {
      const elsewhere = await other.serve();
      expect(await elsewhere.outcome()).toBe('ready');
      const first = await ready(site);
      first.signal('SIGKILL');
      await first.ended;
      writeFileSync(
        join(site.dataDir, 'server.json'),
        JSON.stringify({ url: elsewhere.url, pid: elsewhere.pid }),
      );
      await ready(site);
    } finally {
      await other.close();
    }
  },
);

testAt('a restore is refused while a server lives, be it stopped, and a note removed', async (site) => {
  const first = await ready(site);
  const backup = await architectCommand(site.dataDir, ['backup'], {});
  expect(backup.code).toBe(0);
  const dir = /Backed up to (\S+)/.exec(backup.stdout)?.[1] as string;
  first.signal('SIGSTOP');
  rmSync(join(site.dataDir, 'server.json'));
  const refused = await architectCommand(site.dataDir, ['restore', dir], {});
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(site.dataDir) });
  const { pid: engine } = JSON.parse(readFileSync(join(site.dataDir, 'engine/engine.json'), 'utf8'));
  first.signal('SIGKILL');
  await first.ended;
  expect(isAlive(engine)).toBe(true);
  expect((await architectCommand(site.dataDir, ['restore', dir], {})).code).toBe(0);
  // It would have gone on in files that were moved away, on the port that the next start wants.
  expect(isAlive(engine)).toBe(false);
});
