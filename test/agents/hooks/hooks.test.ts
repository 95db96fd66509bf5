/** The script that agents call as their hook, and the server that reads what it leaves. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../processes/exec';
import { END, type HookReport } from '../../../agents/hooks/event';
import { claudeWithHooks, codexWithHooks } from '../../../agents/hooks/launch';
import { type HookPlaces, prepareHooks } from '../../../agents/hooks/report-script';
import { type Spool, watchSpool } from '../../../agents/hooks/spool';
import { silentLog } from '../../../telemetry/log';
import { until } from '../../engine/support';

const PANE = {
  PATH: '/usr/bin:/bin',
  TMUX_PANE: '%7',
  TMUX: '/tmp/tmux-1/x,4242,0',
  ARCHITECT_HOOK_KEY: 'secret-key',
};

let dir: string;
let places: HookPlaces;
let spool: Spool | undefined;
let reports: HookReport[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "architect hooks' "));
  places = prepareHooks(dir);
  reports = [];
});
afterEach(async () => {
  jest.restoreAllMocks();
  await spool?.stop();
  spool = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const listen = (more: object = {}): void => {
  spool = watchSpool({
    dir: places.spool,
    log: silentLog,
    onReport: (report) => reports.push(report) > 0,
    ...more,
  });
};
const report = (payload: string, env: Record<string, string> = PANE, args = ['claude']) =>
  run([places.script, ...args], { env, input: payload });

test('what an agent hands to its hook arrives whole, with the pane and the key it came from', async () => {
  listen();
  const prompt = `it's "done"\n${'x'.repeat(200_000)} ✓`;
  expect(await report(JSON.stringify({ hook_event_name: 'Stop', prompt }))).toMatchObject({
    ok: true,
    stdout: '',
    stderr: '',
  });
  await until(() => reports.length === 1);
  expect(reports[0]).toMatchObject({
    agent: 'claude',
    paneId: '%7',
    serverPid: '4242',
    key: 'secret-key',
    payload: { hook_event_name: 'Stop', prompt },
  });
  await until(() => readdirSync(places.spool).length === 0);
});

test('reports that were made while no server ran are read at its start, in their order', async () => {
  for (const name of ['UserPromptSubmit', 'PreToolUse', 'Stop'])
    await report(JSON.stringify({ hook_event_name: name }));
  expect(readdirSync(places.spool)).toHaveLength(3);
  listen();
  await until(() => reports.length === 3);
  expect(reports.map(({ payload }) => (payload as { hook_event_name: string }).hook_event_name)).toEqual([
    'UserPromptSubmit',
    'PreToolUse',
    'Stop',
  ]);
});

test('many agents that report at once lose nothing', async () => {
  listen();
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      report(JSON.stringify({ index }), { ...PANE, TMUX_PANE: `%${index}` }),
    ),
  );
  await until(() => reports.length === 40);
  expect(new Set(reports.map(({ paneId }) => paneId)).size).toBe(40);
});

test('nobody else can read or write the reports', async () => {
  expect(statSync(places.spool).mode & 0o777).toBe(0o700);
  await report('{}');
  const [name = ''] = readdirSync(places.spool);
  expect(statSync(join(places.spool, name)).mode & 0o777).toBe(0o600);
});

test('an agent outside of tmux, or without its server, is not disturbed', async () => {
  expect(await report('{}', { PATH: '/usr/bin:/bin' })).toMatchObject({ ok: true });
  expect(readdirSync(places.spool)).toEqual([]);
  rmSync(places.spool, { recursive: true });
  expect(await report('{}')).toMatchObject({ ok: true, stdout: '', stderr: '' });
});

test('what is no report, and what is old, is thrown away', async () => {
  writeFileSync(join(places.spool, 'a.json'), 'nonsense');
  writeFileSync(join(places.spool, 'b.json'), '1\tclaude\t%7\t/t,1,0\tk\n{broken');
  listen();
  await until(() => readdirSync(places.spool).length === 0);
  await spool?.stop();
  await report('{}');
  listen({ maxAgeMs: 0 });
  await until(() => readdirSync(places.spool).length === 0);
  expect(reports).toEqual([]);
});

test('a report that is still being written is left until it is whole', async () => {
  const file = join(places.spool, 'c.json');
  const header = '3\tclaude\t%7\t/t,4242,0\tsecret-key\t\n';
  writeFileSync(file, '');
  listen();
  await spool?.drain();
  writeFileSync(file, `${header}{"hook_event_name":`);
  await spool?.drain();
  expect(readdirSync(places.spool)).toEqual(['c.json']);
  writeFileSync(file, `${header}{"hook_event_name":"Stop"}${END}`);
  await until(() => reports.length === 1);
  expect(reports[0]?.payload).toEqual({ hook_event_name: 'Stop' });
  // It is taken away once it was taken in.
  await until(() => readdirSync(places.spool).length === 0);
});

test('one that will never be whole is thrown away', async () => {
  const file = join(places.spool, 'd.json');
  writeFileSync(file, '3\tclaude\t%7\t/t,4242,0\tsecret-key\t\n{"hook');
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  listen();
  await until(() => readdirSync(places.spool).length === 0);
  expect(reports).toEqual([]);
});

describe('a report that can not be taken in', () => {
  const names = (): unknown[] => reports.map(({ payload }) => (payload as { name: string }).name);
  const takes = (refuses: (name: string) => boolean) => ({
    onReport: async (one: HookReport) => {
      await Promise.resolve();
      if (refuses((one.payload as { name: string }).name)) throw new Error('database is locked');
      return reports.push(one) > 0;
    },
  });

  test('stays, and is taken in before what its terminal reported later; others do not wait', async () => {
    let isBusy = true;
    for (const name of ['first', 'second']) await report(JSON.stringify({ name }));
    await report(JSON.stringify({ name: 'elsewhere' }), { ...PANE, TMUX_PANE: '%8' });
    listen(takes((name) => isBusy && name === 'first'));
    await until(() => reports.length === 1);
    await spool?.drain();
    expect(names()).toEqual(['elsewhere']);
    expect(readdirSync(places.spool)).toHaveLength(2);
    isBusy = false;
    await spool?.drain();
    expect(names()).toEqual(['elsewhere', 'first', 'second']);
    expect(readdirSync(places.spool)).toEqual([]);
  });

  test('is there for the next server', async () => {
    await report(JSON.stringify({ name: 'first' }));
    listen(takes(() => true));
    await spool?.drain();
    await spool?.stop();
    listen();
    await until(() => reports.length === 1);
  });

  test('because nobody knows yet whose it is, stays too', async () => {
    let isKnown = false;
    await report(JSON.stringify({ name: 'first' }));
    listen({ onReport: (one: HookReport) => isKnown && reports.push(one) > 0 });
    await spool?.drain();
    expect(readdirSync(places.spool)).toHaveLength(1);
    isKnown = true;
    await spool?.drain();
    expect([names(), readdirSync(places.spool)]).toEqual([['first'], []]);
  });
});

test('a report whose file can not be removed is taken in once', async () => {
  await report('{}');
  const [name = ''] = readdirSync(places.spool);
  let removals = 0;
  jest.spyOn(fs, 'rm').mockImplementation(async (path) => {
    removals += 1;
    if (removals < 3) throw new Error('the disk is read-only');
    rmSync(path);
  });
  listen();
  for (let round = 0; round < 4; round += 1) await spool?.drain();
  expect(existsSync(join(places.spool, name))).toBe(false);
  expect([removals, reports.length]).toEqual([3, 1]);
});

test('a report costs three programs at most: the shell, the script and one that copies', async () => {
  const { hooks } = JSON.parse(readFileSync(places.claudeSettings, 'utf8'));
  const { command, async: isAsync } = hooks.Stop[0].hooks[0];
  expect(isAsync).toBe(true);
  // No other program is found on this PATH.
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  symlinkSync('/bin/cat', join(bin, 'cat'));
  const done = await run(['/bin/sh', '-c', command], { env: { ...PANE, PATH: bin }, input: '{}' });
  expect(done).toMatchObject({ ok: true, stdout: '' });
  listen();
  await until(() => reports.length === 1);
});

test('a notification is handed on to the program that a person had set for it', async () => {
  listen();
  const own = join(dir, 'own');
  const log = join(dir, 'own.log');
  writeFileSync(own, `#!/bin/sh\nprintf '%s|' "$@" > '${log.replaceAll("'", "'\\''")}'\n`);
  chmodSync(own, 0o700);
  const payload = '{"type":"agent-turn-complete"}';
  await report('', PANE, ['codex', 'notify', own, '--flag', payload]);
  await until(() => reports.length === 1 && existsSync(log));
  expect(reports[0]).toMatchObject({ agent: 'codex', payload: { type: 'agent-turn-complete' } });
  expect(readFileSync(log, 'utf8')).toBe(`--flag|${payload}|`);
});

describe('sessions made by us start their agents with the hooks', () => {
  test('Claude Code', async () => {
    const argv = await claudeWithHooks(['/opt/bin/claude', '--resume'], places);
    expect(argv).toEqual(['/opt/bin/claude', '--settings', places.claudeSettings, '--resume']);
    const { hooks } = JSON.parse(readFileSync(places.claudeSettings, 'utf8'));
    expect(Object.keys(hooks)).toEqual(
      expect.arrayContaining(['PreToolUse', 'PermissionRequest', 'Stop', 'StopFailure']),
    );
    // Nothing starts while a prompt is on its way to the model.
    expect(hooks).not.toHaveProperty('UserPromptSubmit');
  });

  test('but not where a person has settings of their own on the line, or something else is started', async () => {
    for (const argv of [['claude', '--settings', 'x'], ['claude', '--settings=x'], ['./claude.sh']]) {
      expect(await claudeWithHooks(argv, places)).toEqual(argv);
    }
  });

  test("Codex, with the person's own notification kept", async () => {
    const home = join(dir, 'home');
    mkdirSync(home);
    writeFileSync(join(home, 'config.toml'), 'notify = ["notify-send", "Codex"]\n');
    const argv = await codexWithHooks(['codex', '--no-daemon'], places, { CODEX_HOME: home });
    expect(argv[2]).toBe(
      `notify=${JSON.stringify([places.script, 'codex', 'notify', 'notify-send', 'Codex'])}`,
    );
    expect(await codexWithHooks(['codex', '-c', 'notify=["x"]'], places, {})).toEqual([
      'codex',
      '-c',
      'notify=["x"]',
    ]);
  });
});
