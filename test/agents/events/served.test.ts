/** One process writes for several terminals, and reports for all of them from the one that started it. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { run } from '../../../processes/exec';
import type { AgentProgram, SentPrompt } from '../../../agents/types';
import { type Channels, createChannels } from '../../../agents/events/channels';
import { readCodexHook } from '../../../agents/codex/hooks';
import { type HookPlaces, prepareHooks } from '../../../agents/hooks/report-script';
import { createCodexReader } from '../../../agents/codex/transcript';
import { silentLog } from '../../../telemetry/log';
import { until } from '../../engine/support';
import { CLAUDE } from '../../workflows/support/looks';
import { at, codex } from './records';

/** This process stands for the shared one: it is of neither terminal. */
const FIRST = { paneId: '%1', pid: 4_000_001 };
const SECOND = { paneId: '%2', pid: 4_000_002 };
type Pane = typeof FIRST;
const SERVER = String(process.ppid);

let dir: string;
let places: HookPlaces;
let channels: Channels;
let prompts: Map<string, SentPrompt>;
/** Files that hold the prompt of any terminal. */
let holding: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-served-'));
  places = prepareHooks(dir);
  prompts = new Map();
  holding = [];
  channels = createChannels({
    spoolDir: places.spool,
    log: silentLog,
    onTold: () => undefined,
    keyOf: () => '',
    serverPid: () => SERVER,
    promptIn: ({ paneId }) => prompts.get(paneId),
  });
});
afterEach(async () => {
  await channels.stop();
  rmSync(dir, { recursive: true, force: true });
});

const agent: AgentProgram = {
  ...CLAUDE,
  id: 'codex',
  evidence: {
    hooks: { read: readCodexHook },
    transcript: {
      reader: createCodexReader,
      locate: () => Promise.resolve(undefined),
      holding: () => Promise.resolve(holding),
    },
  },
};
const state = (pane: Pane) => channels.state(pane, agent);
const given = (pane: Pane, text: string, since = 1) =>
  prompts.set(pane.paneId, { text, sinceMs: Date.parse(at(since)) });
function rollout(id: string, ...lines: string[]): string {
  const path = join(dir, `rollout-2026-11-26T10-00-00-${id}.jsonl`);
  appendFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
/** All that can be known by now. */
async function settle(...panes: Pane[]): Promise<void> {
  await channels.leaveSettled(panes);
  for (const pane of panes) state(pane);
  for (const pane of panes) await channels.refresh(pane);
}
/** As the shared process reports: its terminal is the one that started it. */
const hook = (payload: object) =>
  run([places.script, 'codex'], {
    env: { PATH: '/usr/bin:/bin', TMUX_PANE: '%1', TMUX: `/t,${SERVER},0` },
    input: JSON.stringify(payload),
  });
const asks = (session: string, command: string) => ({
  ...{ hook_event_name: 'PermissionRequest', session_id: session },
  ...{ tool_name: 'Bash', tool_input: { command } },
});

test('what was written for the prompt of a terminal is its own, until the prompt is settled', async () => {
  holding = [rollout('one', codex.prompt('do it', 2), codex.complete('done', 3))];
  await settle(FIRST);
  expect(state(FIRST)?.turn).toBeNull();
  given(FIRST, 'do it');
  await settle(FIRST);
  expect(state(FIRST)?.turn).toMatchObject({ prompts: ['do it'], ending: { message: 'done' } });
  prompts.clear();
  await channels.leaveSettled([FIRST]);
  expect(state(FIRST)).toMatchObject({ phase: 'unknown', turn: null });
});

test('two terminals that were given the same text at once: nothing is taken for the one’s or the other’s', async () => {
  given(FIRST, 'do it');
  given(SECOND, 'do it');
  holding = [rollout('one', codex.prompt('do it', 2), codex.complete('first', 3))];
  await settle(FIRST, SECOND);
  expect([state(FIRST)?.turn, state(SECOND)?.turn]).toEqual([null, null]);
  // The second is over: what is left may be either's all the same.
  prompts.delete(SECOND.paneId);
  await settle(FIRST);
  expect(state(FIRST)?.turn).toBeNull();
  given(FIRST, 'something else', 4);
  await settle(FIRST);
  expect(state(FIRST)?.source).toBe('transcript');
});

test('a text that a person gave to another one as well is nobody’s, even when that is found out late', async () => {
  given(FIRST, 'do it');
  holding = [rollout('one', codex.prompt('do it', 2))];
  await settle(FIRST);
  expect(state(FIRST)?.phase).toBe('working');
  holding = [...holding, rollout('two', codex.prompt('do it', 2))];
  await settle(FIRST);
  expect(state(FIRST)).toMatchObject({ phase: 'unknown', turn: null });
});

test('the same text later is the other one’s', async () => {
  given(FIRST, 'do it');
  const one = rollout('one', codex.prompt('do it', 2));
  holding = [one];
  await settle(FIRST);
  given(SECOND, 'do it', 3);
  holding = [one, rollout('two', codex.prompt('do it', 4), codex.complete('second', 5))];
  await settle(SECOND);
  expect(state(SECOND)?.turn?.ending?.message).toBe('second');
  expect(state(FIRST)?.turn?.ending).toBeNull();
});

test('a report goes to the terminal whose conversation it is of, also one that came too early', async () => {
  given(FIRST, 'first');
  given(SECOND, 'second');
  await settle(FIRST, SECOND);
  await hook(asks('two', 'ls second'));
  await until(() => state(FIRST) !== undefined);
  await channels.refresh(FIRST);
  expect(state(FIRST)?.toolRequest).toBeNull();
  holding = [rollout('two', codex.prompt('second', 2))];
  prompts.delete(FIRST.paneId);
  await settle(SECOND);
  expect(state(SECOND)?.toolRequest).toMatchObject({ tool: 'Bash', input: { command: 'ls second' } });
  await hook(asks('two', 'ls again'));
  await until(() => state(SECOND)?.toolRequest?.input['command'] === 'ls again');
  expect(state(FIRST)?.toolRequest).toBeNull();
});
