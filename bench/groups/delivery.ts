/** From the request to the keys in the pane, and from the end of the command to `completed` in the API. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDashboard, type Dashboard } from '../../test/support/dashboard';
import { bareEngine, type BareRun } from '../lib/bare-engine';
import { paneOutput, type PaneOutput } from '../lib/pane-output';
import type { Group } from '../lib/report';
import { median, ms, nowMs, percentile, times } from '../lib/statistics';

const WARM_UP = 5;
const POLL_MS = 5;
/** What one sample leaves to do (the end of its workflow, the index of the engine) must not fall to the next. */
const SETTLE_MS = 150;
const DELIVERY_GOAL = 1.5;
const COMPLETED_GOAL_MS = 200;

interface Sample {
  /** POST sent -> the answer. */
  readonly answerMs: number;
  /** POST sent -> the shell has echoed the text. */
  readonly echoMs: number;
  /** POST sent -> `typed` in the receipt. */
  readonly typedMs: number;
  /** The command's last act -> `completed` in the API. */
  readonly completedMs: number;
}

export async function delivery(samples: number): Promise<Group> {
  const dashboard = await startDashboard();
  try {
    await dashboard.shell('worker');
    const output = await paneOutput(dashboard.tmux, 'worker');
    const engine = await bareEngine(`127.0.0.1:${dashboard.enginePort}`);
    const ours: Sample[] = [];
    const eager: BareRun[] = [];
    const plain: BareRun[] = [];
    try {
      for (let round = -WARM_UP; round < samples; round++) {
        await pause(SETTLE_MS);
        const one = await deliver(dashboard, output, round + WARM_UP);
        await pause(SETTLE_MS);
        const withEager = await engine.run(true);
        await pause(SETTLE_MS);
        const withoutEager = await engine.run(false);
        if (round < 0) continue;
        ours.push(one);
        eager.push(withEager);
        plain.push(withoutEager);
      }
    } finally {
      output.close();
      await engine.close();
    }
    return report(ours, eager, plain);
  } finally {
    await dashboard.close();
  }
}

async function deliver(dashboard: Dashboard, output: PaneOutput, round: number): Promise<Sample> {
  const file = join(dashboard.dir, `end-${round}`);
  const mark = `mark${round}end`;
  const content = `: ${mark}; date +%s%N > ${file}`;
  const echo = output.seen(mark);
  const startMs = nowMs();
  const id = await dashboard.send({ content, target_session: 'worker' });
  const answerMs = nowMs() - startMs;
  const echoMs = (await echo) - startMs;
  let prompt = await dashboard.prompt(id);
  while (prompt.status !== 'completed') {
    await pause(POLL_MS);
    prompt = await dashboard.prompt(id);
    if (nowMs() - startMs > 30_000)
      throw new Error(`Prompt ${id} doesn't complete: ${JSON.stringify(prompt)}`);
  }
  const completedMs = nowMs() - Number(readFileSync(file, 'utf8')) / 1e6;
  const typed = prompt.history.find(({ stage }: { stage: string }) => stage === 'typed');
  return { answerMs, echoMs, typedMs: Date.parse(typed.at) - startMs, completedMs };
}

function report(ours: readonly Sample[], eager: readonly BareRun[], plain: readonly BareRun[]): Group {
  const of = (name: keyof Sample): number[] => ours.map((sample) => sample[name]);
  const eagerMs = eager.map(({ toActivityMs }) => toActivityMs);
  const plainMs = plain.map(({ toActivityMs }) => toActivityMs);
  const limitMs = median(eagerMs);
  const echo = of('echoMs');
  const completed = of('completedMs');
  const p95 = (values: readonly number[]): string =>
    `${ms(median(values))} (p95 ${ms(percentile(values, 0.95))})`;
  return {
    title: 'A prompt on an idle system',
    note:
      `${ours.length} samples each, in turns, each on a system at rest. The limit is a bare workflow with one activity on the same engine, from the ` +
      'start until the activity runs, client and worker in one process over one connection, with eager start. ' +
      '"Keys in the pane" is the moment at which the shell has echoed the text, read from a pipe that tmux fills.',
    rows: [
      {
        what: 'POST -> keys in the pane',
        limit: p95(eagerMs),
        ours: p95(echo),
        ratio: times(median(echo) / limitMs),
        goal: `<= ${DELIVERY_GOAL} x`,
        met: median(echo) <= DELIVERY_GOAL * limitMs,
      },
      {
        what: 'the same against a start that is not eager',
        limit: p95(plainMs),
        ours: p95(echo),
        ratio: times(median(echo) / median(plainMs)),
        goal: '',
      },
      { what: 'POST -> its answer', limit: '', ours: p95(of('answerMs')), goal: '' },
      { what: 'POST -> `typed` in the receipt', limit: '', ours: p95(of('typedMs')), goal: '' },
      {
        what: 'command has ended -> `completed` in the API',
        limit: '',
        ours: p95(completed),
        goal: `<= ${COMPLETED_GOAL_MS} ms`,
        met: median(completed) <= COMPLETED_GOAL_MS,
      },
    ],
  };
}
