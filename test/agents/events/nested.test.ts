/** Agents that an agent runs: their hooks report from the same pane with the same key, and count for nothing. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentProgram } from '../../../agents/types';
import { type Channels, createChannels } from '../../../agents/events/channels';
import { readClaudeHook } from '../../../agents/claude/hooks';
import { readCodexHook } from '../../../agents/codex/hooks';
import { type Caller, type HookReport, parseReport } from '../../../agents/hooks/event';
import { originOf } from '../../../agents/hooks/origin';
import { type HookPlaces, prepareHooks } from '../../../agents/hooks/report-script';
import { readClaudeRecord } from '../../../agents/claude/transcript';
import { silentLog } from '../../../telemetry/log';
import { testTmux, type TestTmux, until } from '../../support/tmux-server';
import { CLAUDE } from '../../workflows/support/looks';

const PANE_PID = 100;
/** `name@terminal`, nearest first. */
const callers = (...words: string[]): Caller[] =>
  words.map((word, index) => {
    const [name = '', terminal = ''] = word.split('@');
    return { pid: PANE_PID + words.length - 1 - index, name, terminal };
  });
const report = (more: Partial<HookReport>): HookReport => ({
  ...{ agent: 'claude', paneId: '%1', serverPid: '1', key: '', atMs: 0, payload: {} },
  ...more,
});

describe('a hook is called by', () => {
  test.each([
    ['Claude in the pane', ['sh', 'claude@1'], 'outermost'],
    ['Claude that a person started in a shell', ['claude@1', 'bash@1'], 'outermost'],
    ['Claude under a wrapper of its name', ['sh', 'claude@1', 'claude@1', 'zsh@1'], 'outermost'],
    ['Codex under its launcher', ['codex@1', 'node@1'], 'outermost'],
    [
      'an agent in a terminal of another program (script)',
      ['sh', 'claude@2', 'script@1', 'bash@1'],
      'outermost',
    ],
    ['an agent in a sandbox without a terminal', ['sh', 'claude', 'bwrap@1'], 'outermost'],
    ["Claude that Claude's tool runs", ['sh', 'claude', 'bash', 'claude@1'], 'nested'],
    ['Codex that Codex runs', ['codex', 'codex@1'], 'nested'],
    ['Codex that Codex runs in a terminal of its own', ['codex@2', 'codex@1'], 'nested'],
    ['Claude that Codex runs', ['sh', 'claude', 'codex@1', 'node@1'], 'nested'],
    ['Codex that Claude runs', ['codex', 'bash', 'claude@1', 'bash@1'], 'nested'],
    [
      'Claude that a Claude runs which a Claude runs',
      ['claude', 'bash', 'claude', 'bash', 'claude@1'],
      'nested',
    ],
    ["Codex's daemon", ['codex', 'codex@1'], 'nested'],
  ])('%s', (_what, chain, origin) => {
    expect(originOf(report({ callers: callers(...chain), inTmux: true }), PANE_PID)).toBe(origin);
  });

  test('a process of another pane', () => {
    expect(originOf(report({ callers: callers('claude@1'), inTmux: true }), 999)).toBe('elsewhere');
  });

  test('what goes on after its agent has ended', () => {
    expect(originOf(report({ callers: callers('sh', 'claude'), inTmux: false }), PANE_PID)).toBe('detached');
  });

  test('an agent in a sandbox that sees no other processes', () => {
    expect(originOf(report({ callers: callers('sh', 'claude@1'), inTmux: false }), PANE_PID)).toBe(
      'outermost',
    );
  });

  test('the script of a former release, which told no processes', () => {
    const former = parseReport('1\tclaude\t%1\t/t,1,0\tkey\n{}', 0);
    expect(former).toBeDefined();
    expect(originOf(former as HookReport, PANE_PID)).toBe('outermost');
  });
});

describe('in a terminal', () => {
  let tmux: TestTmux;
  let places: HookPlaces;
  let channels: Channels;
  let server: string;
  let transcript: string | undefined;
  beforeEach(async () => {
    tmux = testTmux();
    places = prepareHooks(tmux.dir);
    transcript = undefined;
    await tmux.session('first', 'sleep', '1000');
    server = String(await tmux.serverPid());
    channels = createChannels({
      spoolDir: places.spool,
      log: silentLog,
      onTold: () => undefined,
      keyOf: () => '',
      serverPid: () => server,
    });
  });
  afterEach(async () => {
    await channels.stop();
    await tmux.close();
  });

  const agent = (id: 'claude' | 'codex'): AgentProgram => ({
    ...CLAUDE,
    id,
    evidence: {
      hooks: { read: id === 'claude' ? readClaudeHook : readCodexHook },
      transcript: { reader: () => readClaudeRecord, locate: () => Promise.resolve(transcript) },
    },
  });

  /** A program of that name which does `lines` and stays. */
  function program(name: string, ...lines: string[]): string {
    const dir = join(tmux.dir, `bin-${Math.random().toString(36).slice(2)}`);
    mkdirSync(dir);
    const file = join(dir, name);
    writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`);
    chmodSync(file, 0o700);
    return file;
  }
  const tells = (id: 'claude' | 'codex', payload: object): string =>
    `sh -c "'${places.script}' ${id}; :" <<'END'\n${JSON.stringify(payload)}\nEND`;
  const prompt = (text: string, session: string) => ({
    ...{ hook_event_name: 'UserPromptSubmit', prompt: text, session_id: session },
  });
  const stop = (text: string, session: string) => ({
    ...{ hook_event_name: 'Stop', last_assistant_message: text, session_id: session },
  });

  async function run(id: 'claude' | 'codex', file: string) {
    const paneId = await tmux.session('agent', file);
    const pid = Number(await tmux.command('display-message', '-p', '-t', paneId, '#{pane_pid}'));
    return () => channels.state({ paneId, pid }, agent(id));
  }

  test.each(['claude', 'codex'] as const)(
    'what another %s says that a tool runs ends no turn',
    async (id) => {
      const inner = program(
        id,
        tells(id, prompt('inner', 'inner-id')),
        tells(id, stop('inner answer', 'inner-id')),
      );
      const done = join(tmux.dir, 'done');
      const outer = program(
        id,
        tells(id, prompt('outer', 'outer-id')),
        // As agents run their tools: in a session of their own, three at once.
        `for one in 1 2 3; do setsid -w '${inner}' & done`,
        `wait; echo > '${done}'; sleep 1000`,
      );
      const state = await run(id, outer);
      await until(() => {
        state();
        return existsSync(done);
      }, 'the inner agents have ended');
      await until(() => state()?.turn != null, 'the outer prompt is told');
      expect(state()?.turn).toMatchObject({ prompts: ['outer'], ending: null });
      expect(state()?.phase).toBe('working');
    },
  );

  test('the end that the agent of the terminal tells itself counts', async () => {
    const inner = program('claude', tells('claude', stop('inner answer', 'inner-id')));
    const outer = program(
      'claude',
      tells('claude', prompt('outer', 'outer-id')),
      `setsid -w '${inner}'`,
      tells('claude', stop('outer answer', 'outer-id')),
      'sleep 1000',
    );
    const state = await run('claude', outer);
    await until(() => state()?.turn?.ending != null, 'the turn has ended');
    expect(state()?.turn?.ending).toMatchObject({ how: 'completed', message: 'outer answer' });
  });

  test("a daemon's word counts for the conversation that is followed here, not for another one", async () => {
    transcript = join(tmux.dir, 'rollout-2026-11-26T13-25-56-mine-0001.jsonl');
    writeFileSync(transcript, '');
    const go = join(tmux.dir, 'go');
    const daemon = program(
      'codex',
      `until [ -e '${go}' ]; do sleep 0.05; done`,
      tells('codex', prompt('of another terminal', 'other-0002')),
      tells('codex', prompt('of this one', 'mine-0001')),
    );
    const state = await run('codex', program('codex', `setsid '${daemon}' &`, 'sleep 1000'));
    await until(() => state() !== undefined, 'the channel is there');
    await channels.relocate();
    writeFileSync(go, '');
    await until(() => state()?.turn != null, 'a prompt is told');
    expect(state()?.turn?.prompts).toEqual(['of this one']);
  });
});
