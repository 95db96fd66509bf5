/** `architect doctor`: each fault is made for real, and found with what to do. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, PROJECT_ROOT } from '../../config';
import { type Checked, CHECK_NAMES, type CheckName, examine } from '../../server/doctor';
import { nodeFinding } from '../../server/doctor/node-version';
import { takePlace } from '../../server/instance';
import { ownCertificate } from '../../server/tls/own-certificate';
import { keepServed } from '../../server/tls/served-certificate';
import { openStore } from '../../store';
import { createBackup } from '../../store/backup';
import { freePorts } from '../support/dashboard';
import { testTmux, type TestTmux } from '../support/tmux-server';

const DAY_MS = 86_400_000;
const PATH = process.env['PATH'];
let dir: string;
let tmux: TestTmux;
let ports: number[];
const undo: (() => void | Promise<void>)[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-doctor-'));
  mkdirSync(join(dir, 'data'), { mode: 0o700 });
  tmux = testTmux();
  ports = await freePorts(4);
});
afterEach(async () => {
  process.env['PATH'] = PATH;
  for (const step of undo.splice(0).reverse()) await step();
  await tmux.close();
  rmSync(dir, { recursive: true, force: true });
});

const data = (...names: string[]): string => join(dir, 'data', ...names);
const settings = (own: Record<string, string>): NodeJS.ProcessEnv => ({
  ARCHITECT_DATA_DIR: data(),
  ARCHITECT_LOG_DIR: join(dir, 'logs'),
  ARCHITECT_TMUX_SOCKET: tmux.socketName,
  ARCHITECT_HEALTH_LIMITS: 'disk_free_mib=1',
  TEMPORAL_CLI_PATH: program('temporal', 'echo temporal version 1.2.3'),
  ...Object.fromEntries(
    ['PORT', 'MONITOR_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'].map((name, i) => [name, String(ports[i])]),
  ),
  ...own,
});
const look = (own: Record<string, string> = {}, nowMs?: number): Promise<Checked[]> =>
  examine(loadConfig(settings(own)), nowMs);
async function of(check: CheckName, own: Record<string, string> = {}, nowMs?: number): Promise<Checked[]> {
  return (await look(own, nowMs)).filter((one) => one.check === check);
}
const found = (verdict: string, message: RegExp, remedy: RegExp) => [
  expect.objectContaining({
    verdict,
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
  }),
];
const well = [expect.objectContaining({ verdict: 'ok', remedy: null })];

/** A program in a directory of the test's own. */
function program(name: string, script: string): string {
  const file = join(dir, 'bin', name);
  mkdirSync(join(dir, 'bin'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
async function listening(port: number, host: string): Promise<Server> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  undo.push(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return server;
}

test('every check says something, and a well installation has no fault', async () => {
  const checks = await look();
  expect([...new Set(checks.map(({ check }) => check))]).toEqual(CHECK_NAMES);
  expect(checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
});

test('a server that holds its data directory and does not answer', async () => {
  const place = await takePlace(data());
  undo.push(place.leave);
  expect(await of('server')).toEqual(found('fault', /doesn't answer, but holds it/, /architect stop/));
});

test('a Node.js that is too old', () => {
  expect(nodeFinding('20.18.3')).toMatchObject({
    verdict: 'fault',
    remedy: expect.stringContaining('nodejs.org'),
  });
  expect(nodeFinding('20.19.0')).toMatchObject({ verdict: 'ok' });
  expect(nodeFinding('26.1.0')).toMatchObject({ verdict: 'ok' });
});

test("an architect that is not on PATH, is somebody else's, and is ours", async () => {
  process.env['PATH'] = '/usr/bin:/bin';
  expect(await of('command')).toEqual(
    found('warning', /not on PATH/, /ln -sf .*\/bin\/architect\.js .*add .* to PATH/),
  );
  program('architect', 'exit 0');
  process.env['PATH'] = `${join(dir, 'bin')}:/usr/bin:/bin`;
  expect(await of('command')).toEqual(found('warning', /not the command of this checkout/, /ln -sf/));
  rmSync(join(dir, 'bin', 'architect'));
  symlinkSync(join(PROJECT_ROOT, 'bin', 'architect.js'), join(dir, 'bin', 'architect'));
  expect(await of('command')).toEqual(well);
});

test('a port of another program, and one that is asked for twice', async () => {
  await listening(ports[1] as number, '127.0.0.1');
  expect(await of('ports')).toEqual(
    found('warning', new RegExp(`${ports[1]} is in use.*dashboard's port only`), /set MONITOR_PORT to a/),
  );
  expect(await of('ports', { MONITOR_PORT: '0' })).toEqual(well);
  expect(await of('ports', { TEMPORAL_PORT: String(ports[0]) })).toEqual(
    found('fault', /asked for twice/, /Set TEMPORAL_PORT/),
  );
  expect(await of('ports', { HOST: '192.0.2.1', ARCHITECT_PASSWORD: 'my own' })).toContainEqual(
    expect.objectContaining({ verdict: 'fault', message: expect.stringContaining('EADDRNOTAVAIL') }),
  );
});

test('an engine that does not run, is none, or is away', async () => {
  const broken = program('broken', 'echo no luck >&2; exit 1');
  expect(await of('engine', { TEMPORAL_CLI_PATH: broken })).toEqual(
    found('fault', /no luck/, /TEMPORAL_CLI_PATH/),
  );
  const nothing = { TEMPORAL_CLI_PATH: '', XDG_CACHE_HOME: dir };
  process.env['PATH'] = '/usr/bin:/bin';
  expect(await of('engine', nothing)).toEqual(
    found('warning', /no workflow engine yet/, /downloads or builds/),
  );
  expect(await of('engine', { TEMPORAL_ADDRESS: '127.0.0.1:1' })).toEqual(
    found('fault', /127\.0\.0\.1:1 doesn't answer/, /TEMPORAL_ADDRESS/),
  );
});

test('a tmux that is missing or too old', async () => {
  process.env['PATH'] = join(dir, 'bin');
  expect(await of('tmux')).toEqual(found('fault', /no tmux/, /Install tmux/));
  program('tmux', 'echo tmux 3.1c');
  expect(await of('tmux')).toEqual(found('fault', /tmux 3\.1c .* too old/, /Update tmux/));
  program('tmux', 'echo tmux next-3.7');
  expect(await of('tmux')).toEqual(well);
});

test.each([
  ['-g', 'destroy-unattached', 'on'],
  ['-s', 'exit-unattached', 'on'],
  ['-g', 'history-limit', '100'],
  ['-gw', 'alternate-screen', 'off'],
  ['-g', 'default-shell', '/bin/false'],
])('tmux set-option %s %s %s', async (...option) => {
  await tmux.session('one', 'sleep', '600');
  // Some of them end a server that nobody is attached to.
  await tmux.client().serverOptions('@');
  expect(await of('tmux options')).toEqual(well);
  await tmux.command('set-option', ...option);
  expect(await of('tmux options')).toEqual(
    found('warning', new RegExp(`option ${option[1]} is ${option[2]}: `), /set-option .*tmux\.conf/),
  );
});

test('no agent, and one that the panes of tmux do not find', async () => {
  process.env['PATH'] = '/usr/bin:/bin';
  await tmux.session('one', 'sleep', '600');
  await tmux.command('set-environment', '-g', 'PATH', '/usr/bin:/bin');
  expect(await of('agents')).toEqual(found('warning', /No agent was found/, /Install one/));
  program('claude', 'exit 0');
  process.env['PATH'] = `${join(dir, 'bin')}:/usr/bin:/bin`;
  expect(await of('agents')).toEqual(found('warning', /does not find claude/, /set-environment -g PATH/));
  await tmux.command('set-environment', '-g', 'PATH', process.env['PATH']);
  expect(await of('agents')).toEqual(well);
});

test('another dashboard on the same tmux server, while it lives', async () => {
  await tmux.session('one', 'sleep', '600');
  await tmux.command(
    'set-option',
    '-s',
    '@architect_beat_abc',
    `${Date.now()} http://localhost:9, process 7`,
  );
  expect(await of('dashboards')).toEqual(
    found('warning', /http:\/\/localhost:9, process 7/, /ARCHITECT_TMUX_SOCKET/),
  );
  expect(await of('dashboards', {}, Date.now() + 60_000)).toEqual(well);
});

test('a disk with less room than it should have', async () => {
  expect(await of('disk', { ARCHITECT_HEALTH_LIMITS: 'disk_free_mib=999999999' })).toContainEqual(
    expect.objectContaining({ verdict: 'warning', remedy: expect.stringContaining('architect maintenance') }),
  );
  expect(await of('disk')).toEqual(well);
});

test('a clock that went back', async () => {
  writeFileSync(data('server.json'), '{}');
  const later = Date.now() / 1_000 + 3_600;
  utimesSync(data('server.json'), later, later);
  expect(await of('clock')).toEqual(found('fault', /went back.* 60 minutes/, /timedatectl/));
});

test('keys that others read, and a directory that others write or we can not', async () => {
  chmodSync(data(), 0o755);
  writeFileSync(data('api-token'), 'x', { mode: 0o644 });
  expect(await of('files')).toEqual(found('fault', /may read .*api-token/, /chmod 600 .*api-token/));
  chmodSync(data('api-token'), 0o600);
  expect(await of('files')).toEqual(well);
  chmodSync(data(), 0o777);
  expect(await of('files')).toEqual(found('fault', /may write into/, /chmod go-w/));
  if (process.getuid?.() !== 0) {
    chmodSync(data(), 0o500);
    expect(await of('files')).toEqual(found('fault', /can't be written/, /chown/));
    chmodSync(data(), 0o700);
  }
});

test('a certificate that is missing, ends, or has ended', async () => {
  const other = join(dir, 'other');
  const files = {
    ARCHITECT_TLS_CERT: join(other, 'tls', 'certificate.pem'),
    ARCHITECT_TLS_KEY: join(other, 'tls', 'key.pem'),
  };
  expect(await of('certificate', files)).toEqual(found('fault', /ARCHITECT_TLS_CERT=.*ENOENT/, /Mend/));
  await ownCertificate(other, ['localhost']);
  expect(await of('certificate', files)).toEqual(well);
  expect(await of('certificate', files, Date.now() + 392 * DAY_MS)).toEqual(
    found('warning', /ends in \d days/, /Renew/),
  );
  expect(await of('certificate', files, Date.now() + 400 * DAY_MS)).toEqual(
    found('fault', /has ended/, /Renew/),
  );
  expect(await of('certificate', { ARCHITECT_TLS: 'true' })).toEqual(well);
  expect(await of('certificate')).toEqual(well);
});

test('the certificate of a service whose settings this shell does not have', async () => {
  const place = await takePlace(data());
  undo.push(place.leave);
  place.announce({ url: `https://127.0.0.1:${ports[0]}`, since: '', version: '0', mode: 'all', host: 'box' });
  const message = async (): Promise<string | undefined> => (await of('certificate'))[0]?.message;
  keepServed(data(), (await ownCertificate(join(dir, 'given'), ['dash.example'])).cert);
  expect(await message()).toMatch(/that is served is good for \d+ days/);
  expect(await of('certificate', {}, Date.now() + 392 * DAY_MS)).toEqual(
    found('warning', /that is served ends in \d days/, /Renew/),
  );
  keepServed(data(), (await ownCertificate(data(), ['localhost'])).cert);
  expect(await message()).toContain('renewed by itself');
});

test('no backup, an old one and a damaged one', async () => {
  openStore({ dataDir: data() }).close();
  expect(await of('backups')).toEqual(well);
  expect(await of('backups', {}, Date.now() + 3 * DAY_MS)).toEqual(
    found('warning', /no backup/, /architect backup/),
  );
  const { dir: made } = await createBackup({
    ...{ dataDir: data(), backupDir: data('backups'), withKey: false, reason: 'test' },
  });
  expect(await of('backups')).toEqual(well);
  expect(await of('backups', {}, Date.now() + 3 * DAY_MS)).toEqual(
    found('warning', /3 days old/, /architect backup/),
  );
  writeFileSync(join(made, 'architect.db'), 'nothing');
  expect(await of('backups')).toEqual(found('warning', /is damaged; none is good/, /make another one/));
});

describe('who can come in', () => {
  test('the default password with an address for others, and plain HTTP for others', async () => {
    expect(await of('access')).toEqual(well);
    expect(await of('access', { HOST: '0.0.0.0' })).toEqual(
      found('fault', /lets other machines in/, /ARCHITECT_PASSWORD/),
    );
    const own = { ARCHITECT_PASSWORD: 'my own' };
    expect(await of('access', own)).toEqual(found('warning', /plain HTTP/, /--ssl/));
    expect(await of('access', { ...own, HOST: '127.0.0.1' })).toEqual(well);
    expect(await of('access', { ...own, ARCHITECT_TLS: 'true' })).toEqual(well);
  });

  test('something that forwards to the default password', async () => {
    const outer = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');
    // A machine without any network has no outside.
    if (!outer) return;
    const place = await takePlace(data());
    undo.push(place.leave);
    expect(await of('access')).toEqual(well);
    await listening(ports[0] as number, outer.address);
    expect(await of('access')).toEqual(
      found('fault', /something forwards to it from outside/, /ARCHITECT_PASSWORD/),
    );
  });
});
