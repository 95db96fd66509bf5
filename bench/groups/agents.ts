/** A prompt on its way to the real Claude Code and back, with a model that answers at once. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Seen } from '../../test/live/model/server';
import { type AgentHome, claudeHome } from '../../test/live/support/homes';
import { type Lab, startLab } from '../../test/live/support/lab';
import { until } from '../../test/support/dashboard';
import type { Group } from '../lib/report';
import { median, ms, nowMs, percentile } from '../lib/statistics';

const WARM_UP = 3;
const POLL_MS = 5;
/** What a turn leaves to do, to the agent and to us, must not fall to the next sample. */
const SETTLE_MS = 300;
const REQUEST_GOAL_MS = 150;
const COMPLETED_GOAL_MS = 200;
/** What hooks may cost: less than one frame of a screen. */
const HOOKS_GOAL_MS = 16;

/** Milliseconds. */
interface Samples {
  /** POST sent -> the model has the request. */
  readonly request: number[];
  /** The same, to a session that a person made: without the hooks of the dashboard. */
  readonly unhooked: number[];
  /** The model's answer is written -> `completed` in the API. */
  readonly completed: number[];
  /** Paste and Enter by tmux itself -> the model has the request. */
  readonly raw: number[];
  /** The same with a hook for each prompt and each end. */
  readonly hooked: number[];
  /** The model's answer is written -> the hook of the turn's end has run. */
  readonly stopHook: number[];
}

interface Times {
  readonly requestMs: number;
  readonly completedMs: number;
}
const NO_TIMES: Times = { requestMs: NaN, completedMs: NaN };

export async function agents(samples: number): Promise<Group> {
  const lab = await startLab();
  try {
    await lab.agent('claude', 'ours');
    const hook = join(lab.dashboard.dir, 'hook');
    await byHand(lab, 'raw', (home) => home);
    await byHand(lab, 'hooked', (home) => withHooks(home, hook));
    const all: Samples = { request: [], unhooked: [], completed: [], raw: [], hooked: [], stopHook: [] };
    for (let round = -WARM_UP; round < samples; round++) {
      // What the turn before has left to do falls to each of the two as often.
      const inOrder = round % 2 === 0 ? (['ours', 'raw'] as const) : (['raw', 'ours'] as const);
      const times = { ours: NO_TIMES, raw: NO_TIMES };
      for (const session of inOrder)
        times[session] = await throughTheDashboard(lab, session, `${session}, sent ${round}`);
      const { ours, raw: unhooked } = times;
      const raw = await byTmux(lab, 'raw', `raw ${round}`);
      const hooked = await byTmux(lab, 'hooked', `hooked ${round}`);
      const stopHook = (await stopTime(hook)) - (hooked.answer.answeredMs ?? NaN);
      if (round < 0) continue;
      all.request.push(ours.requestMs);
      all.unhooked.push(unhooked.requestMs);
      all.completed.push(ours.completedMs);
      all.raw.push(raw.requestMs);
      all.hooked.push(hooked.requestMs);
      all.stopHook.push(stopHook);
    }
    return report(samples, all);
  } finally {
    await lab.close();
  }
}

/** A Claude that a person started: without the hooks of the dashboard. */
async function byHand(lab: Lab, name: string, change: (home: AgentHome) => AgentHome): Promise<void> {
  const { dir, tmux } = lab.dashboard;
  const work = join(dir, 'work', name);
  mkdirSync(work, { recursive: true });
  const { command, env } = change(claudeHome(join(dir, 'homes', name), lab.model.url, [work]));
  const settings = Object.entries({ PATH: lab.path, ...env }).map(([key, value]) => `${key}=${value}`);
  await tmux.session(name, '-c', work, 'env', ...settings, ...command.split(' '));
  await lab.dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input');
}

/** Hooks that write down when they ran, for each prompt and each end of a turn. */
function withHooks(home: AgentHome, file: string): AgentHome {
  const settings = `${file}.json`;
  const hook = (event: string) => [
    { hooks: [{ type: 'command', command: `date +%s%N > ${file}.tmp && mv ${file}.tmp ${file}.${event}` }] },
  ];
  const events = ['UserPromptSubmit', 'Stop'];
  const hooks = Object.fromEntries(events.map((event) => [event, hook(event)]));
  writeFileSync(settings, JSON.stringify({ hooks }));
  return { ...home, command: `${home.command} --settings ${settings}` };
}

async function stopTime(file: string): Promise<number> {
  await until(async () => existsSync(`${file}.Stop`), Boolean, 'the hook has run');
  const timeMs = Number(readFileSync(`${file}.Stop`, 'utf8')) / 1e6;
  rmSync(`${file}.Stop`);
  return timeMs;
}

async function throughTheDashboard(lab: Lab, session: string, text: string): Promise<Times> {
  await pause(SETTLE_MS);
  const startMs = nowMs();
  const id = await lab.send(session, text);
  while ((await lab.dashboard.prompt(id)).status !== 'completed') {
    await pause(POLL_MS);
    if (nowMs() - startMs < 30_000) continue;
    throw new Error(
      `Prompt ${id} doesn't complete: ${JSON.stringify(await lab.dashboard.prompt(id), null, 1)}`,
    );
  }
  const endMs = nowMs();
  const seen = await requestOf(lab, text);
  return { requestMs: seen.atMs - startMs, completedMs: endMs - (seen.answeredMs ?? NaN) };
}

async function byTmux(lab: Lab, session: string, text: string): Promise<{ requestMs: number; answer: Seen }> {
  const { tmux } = lab.dashboard;
  await pause(SETTLE_MS);
  const startMs = nowMs();
  await tmux.command(
    'set-buffer',
    '-b',
    'bench',
    text,
    ';',
    'paste-buffer',
    '-p',
    '-d',
    '-b',
    'bench',
    '-t',
    `=${session}:`,
  );
  await lab.keys(session, 'Enter');
  const answer = await requestOf(lab, text);
  await lab.dashboard.sessionWhere(session, ({ status }) => status === 'waiting_input');
  return { requestMs: answer.atMs - startMs, answer };
}

/** The request that brought `text`, when it has been answered. */
async function requestOf({ model }: Lab, text: string): Promise<Seen> {
  const find = async (): Promise<Seen | undefined> =>
    model.requests.find((one) => one.main && one.text === text && one.answeredMs !== undefined);
  return (await until(find, Boolean, `the model has "${text}"`)) as Seen;
}

function report(samples: number, all: Samples): Group {
  const p50 = (values: readonly number[]): string =>
    `${ms(median(values))} (p95 ${ms(percentile(values, 0.95))})`;
  return {
    title: 'A prompt to Claude Code and back',
    note:
      `${samples} samples each, in turns, with the real Claude Code in three sessions, one of them of the dashboard, and a model on loopback that answers at once. ` +
      'The limit is tmux alone: paste and Enter, with nothing looked at before or after.',
    rows: [
      {
        what: 'POST -> the model has the request',
        limit: p50(all.raw),
        ours: p50(all.request),
        goal: `p50 <= ${REQUEST_GOAL_MS} ms`,
        met: median(all.request) <= REQUEST_GOAL_MS,
      },
      {
        what: 'the same, with the hooks of the dashboard and without',
        limit: p50(all.unhooked),
        ours: p50(all.request),
        goal: `p50 <= limit + ${HOOKS_GOAL_MS} ms`,
        met: median(all.request) <= median(all.unhooked) + HOOKS_GOAL_MS,
      },
      {
        what: "the model's answer -> `completed` in the API",
        limit: '',
        ours: p50(all.completed),
        goal: `p50 <= ${COMPLETED_GOAL_MS} ms`,
        met: median(all.completed) <= COMPLETED_GOAL_MS,
      },
      {
        what: 'tmux alone, hooks for each prompt and end',
        limit: p50(all.raw),
        ours: p50(all.hooked),
        goal: '',
      },
      {
        what: "the model's answer -> the hook of the end has run",
        limit: '',
        ours: p50(all.stopHook),
        goal: '',
      },
    ],
  };
}
