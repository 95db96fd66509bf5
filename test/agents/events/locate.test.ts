/** Which transcript belongs to a terminal: that of the agent on it, never of one that this one runs. */
import { chmodSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { heldByDaemon } from '../../../agents/codex/daemon';
import { locateClaude, locateCodex } from '../../../agents/events/locate';
import { testTmux, type TestTmux, until } from '../../support/tmux-server';
import { at, codex as records } from './records';

let tmux: TestTmux;
let dir: string;
beforeEach(() => {
  tmux = testTmux();
  dir = realpathSync(tmux.dir);
});
afterEach(async () => {
  // Those that have no terminal outlive it.
  for (const path of begun.splice(0)) process.kill(-pidOf(path), 'SIGKILL');
  await tmux.close();
});
/** Programs that lead a process group of their own. */
const begun: string[] = [];

function write(path: string, content = ''): string {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** A program of that name; it says in `ready` when it has done `lines`, and stays. */
function program(path: string, ...lines: string[]): string {
  const file = write(
    path,
    ['#!/bin/sh', ...lines, `echo $$ > '${dir}/${path}.ready'`, 'sleep 1000 & wait'].join('\n'),
  );
  chmodSync(file, 0o700);
  return file;
}
const pidOf = (path: string): number => Number(readFileSync(join(dir, `${path}.ready`), 'utf8'));
const isReady = (path: string): boolean => {
  try {
    return pidOf(path) > 0;
  } catch {
    return false;
  }
};
/** Starts the program in a pane and waits until these have begun; gives the pane's process. */
async function started(file: string, ...paths: string[]): Promise<number> {
  const pane = await tmux.session('agent', 'env', `HOME=${dir}`, file);
  await until(() => paths.every(isReady), 'all have begun');
  begun.push(...paths);
  return Number(await tmux.command('display-message', '-p', '-t', pane, '#{pane_pid}'));
}
/** As an agent runs its tools: in a session of its own, without a terminal. */
const asTool = (file: string, ...argv: string[]): string => `setsid '${file}' ${argv.join(' ')} &`;
const holds = (...files: string[]): string => files.map((file, at) => `exec ${at + 3}< '${file}'`).join('\n');

describe('Codex', () => {
  const rollout = (id: string): string => write(`sessions/rollout-2026-11-26T10-00-00-${id}.jsonl`);
  const lock = (id: string): string => write(`thread-writer-locks/${id}.lock`);

  test('the rollout of the one on the terminal, not of one that its tool runs', async () => {
    const [mine, other] = [rollout('mine'), rollout('inner')];
    const inner = program('inner/codex', holds(other));
    const outer = program('outer/codex', holds(mine), asTool(inner));
    expect(await locateCodex(await started(outer, 'inner/codex', 'outer/codex'))).toBe(mine);
  });

  test('none, where only one that its tool runs has begun', async () => {
    const inner = program('inner/codex', holds(rollout('inner')));
    const outer = program('outer/codex', asTool(inner));
    expect(await locateCodex(await started(outer, 'inner/codex', 'outer/codex'))).toBeUndefined();
  });

  test('none of its daemon, which serves others as well', async () => {
    const daemon = program('daemon/codex', holds(rollout('mine'), lock('mine')));
    const outer = program('outer/codex', asTool(daemon, 'app-server', '--listen', 'unix://'));
    expect(await locateCodex(await started(outer, 'daemon/codex', 'outer/codex'))).toBeUndefined();
  });
});

describe('a daemon of Codex', () => {
  const SINCE = 5;
  const prompt = (text: string) => ({ text, sinceMs: Date.parse(at(SINCE)) });
  const rollout = (id: string, ...lines: string[]): string =>
    write(`sessions/rollout-2026-11-26T10-00-00-${id}.jsonl`, lines.map((line) => `${line}\n`).join(''));
  const meta = (source: string): string =>
    JSON.stringify({ timestamp: at(0), type: 'session_meta', payload: { thread_source: source } });

  /** A Codex whose daemon is nobody's child and holds these; gives the process of its terminal. */
  async function served(...rollouts: string[]): Promise<number> {
    const daemon = program('daemon/codex', holds(...rollouts));
    const pid = await started(
      program('outer/codex', `(${asTool(daemon, 'app-server', '--listen', 'unix://')})`),
      ...['daemon/codex', 'outer/codex'],
    );
    write('.codex/app-server-daemon/daemon.pid', JSON.stringify({ pid: pidOf('daemon/codex'), more: {} }));
    return pid;
  }

  test('wrote the prompt where it was taken since it was given', async () => {
    const mine = rollout('mine', meta('user'), records.prompt('do\tit', 6), records.answer('done', 7));
    const pid = await served(
      mine,
      rollout('before', meta('user'), records.prompt('do it', 4)),
      rollout('other', meta('user'), records.prompt('do that', 6)),
      rollout('helper', meta('subagent'), records.prompt('do it', 6)),
      rollout('broken', '{"UserMessage"', 'UserMessage'),
    );
    expect(await heldByDaemon(pid, prompt('do it'))).toEqual([mine]);
    expect(await heldByDaemon(pid, prompt('do nothing'))).toEqual([]);
  });

  test('wrote it for each terminal that was given it', async () => {
    const [one, two] = [rollout('one', records.prompt('x', 6)), rollout('two', records.prompt('x', 9))];
    expect((await heldByDaemon(await served(one, two), prompt('x'))).sort()).toEqual([one, two]);
  });

  test('is not another program that has its number now', async () => {
    const pid = await served(rollout('mine', records.prompt('x', 6)));
    write('.codex/app-server-daemon/daemon.pid', JSON.stringify({ pid: process.pid }));
    expect(await heldByDaemon(pid, prompt('x'))).toEqual([]);
    write('.codex/app-server-daemon/daemon.pid', '{"pid":');
    expect(await heldByDaemon(pid, prompt('x'))).toEqual([]);
  });
});

describe('Claude Code', () => {
  const register = (pid: number, sessionId: string, more: object = {}): string =>
    write(`.claude/sessions/${pid}.json`, JSON.stringify({ sessionId, cwd: dir, ...more }));
  const nested = async (): Promise<number> => {
    const inner = program('inner/claude');
    const pid = await started(program('outer/claude', asTool(inner)), 'inner/claude', 'outer/claude');
    register(pidOf('inner/claude'), 'inner');
    return pid;
  };

  test('that of the one on the terminal, not of one that its tool runs', async () => {
    const pid = await nested();
    register(pidOf('outer/claude'), 'mine');
    expect(await locateClaude(pid)).toMatch(/\/mine\.jsonl$/);
  });

  test('none while its registration is missing or half written', async () => {
    const pid = await nested();
    expect(await locateClaude(pid)).toBeUndefined();
    write(`.claude/sessions/${pidOf('outer/claude')}.json`, '{"sessionId":"mi');
    expect(await locateClaude(pid)).toBeUndefined();
  });

  test('none by the registration of a former process with the same number', async () => {
    const pid = await nested();
    register(pidOf('outer/claude'), 'former', { procStart: '1' });
    expect(await locateClaude(pid)).toBeUndefined();
  });
});
