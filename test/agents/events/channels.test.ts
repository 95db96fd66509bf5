/** What agents in terminals tell, followed while they tell it: files that grow, hooks that report. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { AgentProgram } from '../../../agents/types';
import { run } from '../../../processes/exec';
import { type Channels, createChannels } from '../../../agents/events/channels';
import { type HookPlaces, prepareHooks } from '../../../agents/hooks/report-script';
import { readClaudeHook } from '../../../agents/claude/hooks';
import { readClaudeRecord } from '../../../agents/claude/transcript';
import { tailFile, type Tail } from '../../../agents/events/tail';
import { silentLog } from '../../../telemetry/log';
import { until } from '../../engine/support';
import { CLAUDE } from '../../workflows/support/looks';
import { claude } from './records';

/** This process stands for the pane's, the one that started it for tmux. */
const PANE = { paneId: '%7', pid: process.pid };
const SERVER = String(process.ppid);
const KEY = 'key-of-the-session';

let dir: string;
let places: HookPlaces;
let channels: Channels;
let told: string[];
let transcript: string | undefined;
let keyOf: (paneId: string) => string | null;
let serverPid: string | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-channels-'));
  places = prepareHooks(dir);
  told = [];
  transcript = undefined;
  keyOf = () => KEY;
  serverPid = SERVER;
  channels = createChannels({
    spoolDir: places.spool,
    log: silentLog,
    onTold: (paneId) => told.push(paneId),
    keyOf: (paneId) => keyOf(paneId),
    serverPid: () => serverPid,
  });
});
afterEach(async () => {
  await channels.stop();
  rmSync(dir, { recursive: true, force: true });
});

const agent: AgentProgram = {
  ...CLAUDE,
  evidence: {
    hooks: { read: readClaudeHook },
    transcript: { reader: () => readClaudeRecord, locate: () => Promise.resolve(transcript) },
  },
};
const phase = (pane = PANE) => channels.state(pane, agent)?.phase;
const write = (...lines: string[]): string => {
  transcript = join(dir, 'transcript.jsonl');
  appendFileSync(transcript, lines.map((line) => `${line}\n`).join(''));
  return transcript;
};
const hook = (payload: object, more: Record<string, string> = {}) =>
  run([places.script, 'claude'], {
    env: { PATH: '/usr/bin:/bin', TMUX_PANE: '%7', TMUX: `/t,${SERVER},0`, ARCHITECT_HOOK_KEY: KEY, ...more },
    input: JSON.stringify(payload),
  });

test('a transcript that is there is read, and followed as it grows', async () => {
  write(claude.prompt('do it', 1));
  expect(phase()).toBe('unknown');
  await until(() => phase() === 'working');
  write(claude.answer('done', 2), claude.ended(3));
  await until(() => phase() === 'ready');
  expect(told).toContain('%7');
});

test('one that comes with the first prompt is found then', async () => {
  expect(phase()).toBe('unknown');
  write(claude.prompt('do it', 1));
  await until(() => phase() === 'working');
});

test('a record is read when all of it is written', async () => {
  const line = claude.prompt('do it', 1);
  transcript = join(dir, 'transcript.jsonl');
  writeFileSync(transcript, line.slice(0, 40));
  phase();
  await channels.refresh(PANE);
  expect(phase()).toBe('unknown');
  appendFileSync(transcript, `${line.slice(40)}\n`);
  await until(() => phase() === 'working');
});

test('words of an answer are no news for the watch, the end of the turn is', async () => {
  write(claude.prompt('do it', 1));
  await until(() => phase() === 'working');
  const before = told.length;
  write(claude.answer('one', 2), claude.answer('two', 2, 'msg_2'));
  await channels.refresh(PANE);
  expect(told).toHaveLength(before);
  write(claude.ended(3));
  await until(() => told.length === before + 1);
});

test('a hook names the transcript; another one after /clear is followed instead', async () => {
  const first = write(claude.prompt('old', 1), claude.ended(2));
  phase();
  await until(() => phase() === 'ready');
  const second = join(dir, 'second.jsonl');
  writeFileSync(second, '');
  await hook({ hook_event_name: 'SessionStart', source: 'clear', transcript_path: second });
  await until(() => channels.state(PANE, agent)?.turn === null);
  appendFileSync(first, `${claude.prompt('nobody reads this', 10)}\n`);
  const now = (Date.now() - Date.parse('2026-11-24T23:00:00Z')) / 1_000 + 60;
  appendFileSync(second, `${claude.prompt('new', now)}\n`);
  await until(() => channels.state(PANE, agent)?.turn?.prompts[0] === 'new');
  expect(channels.hasHooks(PANE)).toBe(true);
});

test('a hook that reports before the terminal was looked at is not lost', async () => {
  await hook({ hook_event_name: 'UserPromptSubmit', prompt: 'early' });
  await until(() => told.includes('%7'));
  expect(phase()).toBe('working');
});

describe('a report is not lost', () => {
  test('that comes while tmux is not connected', async () => {
    serverPid = undefined;
    await hook({ hook_event_name: 'UserPromptSubmit', prompt: 'early' });
    phase();
    await channels.refresh(PANE);
    serverPid = SERVER;
    await channels.refresh(PANE);
    expect(phase()).toBe('working');
  });

  test('that comes while the database is busy', async () => {
    let isBusy = true;
    keyOf = () => {
      if (isBusy) throw new Error('database is locked');
      return KEY;
    };
    await hook({ hook_event_name: 'UserPromptSubmit', prompt: 'early' });
    phase();
    await channels.refresh(PANE);
    isBusy = false;
    await channels.refresh(PANE);
    expect(phase()).toBe('working');
  });
});

describe('a report is not believed', () => {
  test.each([
    ['without the key of the session', { ARCHITECT_HOOK_KEY: '' }],
    ['with the key of another one', { ARCHITECT_HOOK_KEY: 'another' }],
    ['from another tmux server', { TMUX: '/t,999,0' }],
  ])('%s', async (_what, env) => {
    phase();
    await hook({ hook_event_name: 'UserPromptSubmit', prompt: 'forged' }, env);
    await hook({ hook_event_name: 'SessionStart' });
    await until(() => phase() === 'ready');
    expect(channels.state(PANE, agent)?.turn).toBeNull();
  });
});

test('a session made by hand needs no key', async () => {
  keyOf = () => '';
  phase();
  await hook({ hook_event_name: 'UserPromptSubmit', prompt: 'by hand' }, { ARCHITECT_HOOK_KEY: '' });
  await until(() => phase() === 'working');
});

test('another program in the terminal has told nothing yet', async () => {
  write(claude.prompt('do it', 1));
  phase();
  await until(() => phase() === 'working');
  transcript = undefined;
  expect(phase({ paneId: '%7', pid: 101 })).toBe('unknown');
  channels.keep([{ paneId: '%7', pid: 101 }]);
  expect(phase()).toBe('unknown');
});

test('an agent that tells nothing of itself has no channel', () => {
  const { evidence: _, ...silent } = agent;
  expect(channels.state(PANE, silent)).toBeUndefined();
});

describe('following a file', () => {
  let tail: Tail | undefined;
  afterEach(() => tail?.stop());

  test('a file that is cut is read from its beginning; lines of any length and script come whole', async () => {
    const path = join(dir, 'lines');
    const lines: string[] = [];
    writeFileSync(path, `first\n${'多'.repeat(200_000)}\n`);
    tail = tailFile(
      path,
      (line) => lines.push(line),
      () => undefined,
    );
    await tail.read();
    expect(lines.map(({ length }) => length)).toEqual([5, 200_000]);
    writeFileSync(path, 'new\n');
    await until(() => lines.at(-1) === 'new');
  });

  test('of a long file only the end is read, from a whole line on', async () => {
    const path = join(dir, 'long');
    const lines: string[] = [];
    writeFileSync(path, `${'x'.repeat(1_000)}\n`.repeat(6_000));
    tail = tailFile(
      path,
      (line) => lines.push(line),
      () => undefined,
    );
    await tail.read();
    expect(lines.length).toBeGreaterThan(3_000);
    expect(lines.length).toBeLessThan(5_000);
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([1_000]));
  });
});

describe('an agent that has ended', () => {
  test('has told what it wrote after the last look, also once its terminal is gone', async () => {
    const path = write(claude.prompt('do it', 1));
    await until(() => phase() === 'working');
    channels.keep([]);
    appendFileSync(path, `${claude.answer('done', 2)}\n${claude.ended(3)}\n`);
    const state = await channels.lastTold(PANE, agent);
    expect(state).toMatchObject({ phase: 'ready', turn: { answer: ['done'], ending: { how: 'completed' } } });
  });

  test('has told what its hooks report when another program is in its place', async () => {
    phase();
    await hook({ hook_event_name: 'UserPromptSubmit', prompt: 'do it' });
    await until(() => phase() === 'working');
    channels.state(PANE, undefined);
    await hook({ hook_event_name: 'Stop', last_assistant_message: 'done' });
    const state = await channels.lastTold(PANE, agent);
    expect(state).toMatchObject({ phase: 'ready', turn: { ending: { how: 'completed', message: 'done' } } });
  });

  test('has told nothing in another terminal, nor as another agent', async () => {
    write(claude.prompt('do it', 1));
    await until(() => phase() === 'working');
    channels.keep([]);
    expect(await channels.lastTold({ paneId: '%8', pid: PANE.pid }, agent)).toBeUndefined();
    expect(await channels.lastTold({ paneId: PANE.paneId, pid: 1 }, agent)).toBeUndefined();
    expect(await channels.lastTold(PANE, { ...agent, id: 'codex' })).toBeUndefined();
  });
});
