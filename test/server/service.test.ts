/** The systemd units: written to a directory, and read by systemd's own tools where this machine has them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config';
import { findProgram, searchPath } from '../../config/programs';
import { run } from '../../processes/exec';
import { install, type InstallOptions } from '../../server/service';
import { dashboardText, tmuxText, type UnitOptions } from '../../server/service/units';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect service '));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
  delete process.env['ARCHITECT_PASSWORD'];
});

const options = (own: Partial<InstallOptions> = {}): InstallOptions => ({
  ...{ name: 'architect', system: true, asUser: 'daemon', ssl: false, workers: undefined, dir, ...own },
});
const written = (name: string): string => readFileSync(join(dir, name), 'utf8');

const systemdAnalyze = findProgram('systemd-analyze', searchPath());
const withSystemd = systemdAnalyze === undefined ? test.skip : test;

withSystemd.each([
  ['of the machine', { system: true, asUser: 'daemon' }],
  ['of a user', { system: false, asUser: undefined }],
  [
    'of a second dashboard, over HTTPS, with worker processes',
    { name: 'architect-second', ssl: true, workers: 2 },
  ],
])('systemd takes the units %s as they are meant', async (_title, own) => {
  const chosen = options(own);
  await install(loadConfig({ ARCHITECT_TMUX_SOCKET: 'agents' }), chosen, () => undefined);
  const units = [`${chosen.name}.service`, `${chosen.name}-tmux.service`].map((unit) => join(dir, unit));
  const { ok, stderr } = await run(
    [systemdAnalyze ?? '', 'verify', '--man=no', ...(chosen.system ? [] : ['--user']), ...units],
    { env: { PATH: searchPath(), XDG_RUNTIME_DIR: dir, HOME: dir } },
  );
  expect({ ok, stderr }).toEqual({ ok: true, stderr: '' });
});

withSystemd('the unit of the machine is counted as less exposed than one without hardening', async () => {
  await install(loadConfig({}), options(), () => undefined);
  const exposure = async (file: string): Promise<number> => {
    const { stdout } = await run([systemdAnalyze ?? '', 'security', '--offline=true', '--no-pager', file]);
    return Number(/Overall exposure level for [^:]*: ([\d.]+)/.exec(stdout)?.[1]);
  };
  const plain = join(dir, 'plain.service');
  writeFileSync(plain, `[Service]\nUser=daemon\nExecStart=/bin/true\n`);
  const [own, bare] = [await exposure(join(dir, 'architect.service')), await exposure(plain)];
  expect(bare).toBeGreaterThan(8);
  expect(own).toBeLessThan(6);
});

test('the settings of the shell go into the environment file, once and for its owner alone', async () => {
  process.env['ARCHITECT_PASSWORD'] = 'a "b" $c';
  const said: string[] = [];
  await install(loadConfig({}), options(), (line) => said.push(line));
  expect(written('architect.env')).toContain('ARCHITECT_PASSWORD="a \\"b\\" \\$c"\n');
  expect(statSync(join(dir, 'architect.env')).mode & 0o777).toBe(0o600);
  expect(said).toContain(`Wrote ${join(dir, 'architect.env')}`);
  process.env['ARCHITECT_PASSWORD'] = 'another';
  await install(loadConfig({}), options(), (line) => said.push(line));
  expect(written('architect.env')).not.toContain('another');
  expect(said.at(-1)).toBe(`${join(dir, 'architect.env')} stays as it is.`);
});

test('the agents get neither the settings nor the end of the dashboard', async () => {
  await install(loadConfig({ ARCHITECT_TMUX_SOCKET: 'agents' }), options(), () => undefined);
  const tmux = written('architect-tmux.service');
  expect(tmux).not.toContain('EnvironmentFile');
  expect(tmux).toMatch(/^ExecStart=\S+tmux -L agents -D$/m);
  const dashboard = written('architect.service');
  for (const text of [tmux, dashboard]) expect(text).toMatch(/^OOMPolicy=continue$/m);
  // Neither ends with the other, as PartOf or Requires would have it.
  for (const text of [tmux, dashboard]) expect(text).not.toMatch(/^(PartOf|Requires|BindsTo)=/m);
  expect(dashboard).toMatch(/^RestartPreventExitStatus=78$/m);
});

const unit: UnitOptions = {
  ...{
    name: 'architect',
    asUser: undefined,
    root: '/opt/my dir/100%',
    node: '/opt/$no"de',
    ssl: true,
    workers: 2,
  },
  ...{ tmux: '/usr/bin/tmux', tmuxSocket: undefined, environmentFile: '/x y.env', path: '/a b:/c$d' },
  ...{ lang: 'C.UTF-8', lowPort: true },
};

test('paths with blanks and signs of systemd are kept as they are', () => {
  const text = dashboardText(unit);
  expect(text).toContain(
    'ExecStart="/opt/$$no\\"de" "/opt/my dir/100%%/scripts/start.mjs" --ssl --workers 2\n',
  );
  expect(text).toContain('Environment="PATH=/a b:/c$d"\n');
  expect(text).toContain('WorkingDirectory=/opt/my dir/100%%\n');
  expect(tmuxText(unit)).toContain('ExecStart=/usr/bin/tmux -D\n');
});

test('only a service of the machine may be given the right to a low port', () => {
  expect(dashboardText(unit)).not.toContain('Capabilit');
  expect(dashboardText({ ...unit, asUser: 'me' })).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE\n');
  expect(dashboardText({ ...unit, asUser: 'me', lowPort: false })).toContain('CapabilityBoundingSet=\n');
});

test('without systemd, or without a user for it, it is said what to do', async () => {
  const nobody = install(loadConfig({}), options({ asUser: undefined }), () => undefined);
  await expect(nobody).rejects.toThrow('--as <user>');
});

test('a unit of the same name that is not of this checkout stays as it is', async () => {
  const file = join(dir, 'architect.service');
  const others = '[Service]\nWorkingDirectory=/opt/other\nExecStart=/opt/other/run\n';
  writeFileSync(file, others);
  const refused = install(loadConfig({}), options(), () => undefined);
  await expect(refused).rejects.toThrow(
    /architect\.service is not of this checkout .*--name architect-second/,
  );
  expect(readdirSync(dir)).toEqual(['architect.service']);
  expect(written('architect.service')).toBe(others);
});
