/** What the settings of the embedded engine bring: the smallest workflow with them and with the engine's defaults. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDevArguments } from '../../engine/flags';
import { clusterIdOf, healthConnection } from '../../engine/probe';
import { freePorts, temporalBinary } from '../../test/support/dashboard';
import { bareEngine } from '../lib/bare-engine';
import type { Group } from '../lib/report';
import { median, ms, percentile, times } from '../lib/statistics';

const WARM_UP = 10;
const DEFAULTS_EVERY = 4;
const TAIL_GOAL = 4;
const ASK_MS = 5;
const ANSWER_TIMEOUT_MS = 60_000;

export interface Engine {
  readonly address: string;
  /** From the start of the process until it answers from its database. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** Starts an engine on a database of its own. @param tuned with our settings, else with the engine's defaults */
export async function startBareEngine(directory: string, tuned: boolean): Promise<Engine> {
  const [port, httpPort] = (await freePorts(2)) as [number, number];
  const ours = startDevArguments({
    port,
    httpPort,
    httpHost: 'bench.invalid',
    databaseFile: join(directory, 'temporal.db'),
    namespace: 'default',
  });
  const args = tuned ? ours : withoutTuning(ours);
  const beganMs = performance.now();
  const child = spawn(temporalBinary(), args, { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  const address = `127.0.0.1:${port}`;
  const connection = healthConnection({ address });
  try {
    while ((await clusterIdOf(connection, 1_000)) === undefined) {
      if (performance.now() - beganMs > ANSWER_TIMEOUT_MS || child.exitCode !== null) {
        await stop();
        throw new Error(`The engine ${temporalBinary()} doesn't answer at ${address}.`);
      }
      await pause(ASK_MS);
    }
    return { address, startMs: performance.now() - beganMs, stop };
  } finally {
    await connection.close();
  }
}

function withoutTuning(args: readonly string[]): string[] {
  return args.filter((arg, index) => {
    const option = arg.startsWith('--') ? arg : (args[index - 1] ?? '');
    return !['--sqlite-pragma', '--dynamic-config-value'].includes(option);
  });
}

export async function engineSettings(samples: number): Promise<Group> {
  const directories = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'architect-bench-')));
  const engines: Engine[] = [];
  try {
    for (const [index, directory] of directories.entries()) {
      engines.push(await startBareEngine(directory, index === 0));
    }
    const [tuned, defaults] = await Promise.all(engines.map(({ address }) => bareEngine(address)));
    if (!tuned || !defaults) throw new Error('Two engines were started.');
    const oursMs: number[] = [];
    const defaultsMs: number[] = [];
    for (let round = -WARM_UP; round < samples; round++) {
      const one = (await tuned.run(false)).toResultMs;
      if (round >= 0) oursMs.push(one);
      if (round % DEFAULTS_EVERY === 0) {
        const other = (await defaults.run(false)).toResultMs;
        if (round >= 0) defaultsMs.push(other);
      }
    }
    await tuned.close();
    await defaults.close();
    return report(oursMs, defaultsMs);
  } finally {
    await Promise.all(engines.map(({ stop }) => stop()));
    for (const directory of directories) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function report(ours: readonly number[], defaults: readonly number[]): Group {
  const p50 = median(ours);
  const p99 = percentile(ours, 0.99);
  return {
    title: 'The engine with our settings',
    note: `Start -> result of a workflow with one activity; ${ours.length} samples with our settings, ${defaults.length} with the engine's defaults, in turns.`,
    rows: [
      {
        what: 'p50, against the defaults',
        limit: ms(median(defaults)),
        ours: ms(p50),
        ratio: times(p50 / median(defaults)),
        goal: '',
      },
      {
        what: 'p99, against p50',
        limit: ms(p50),
        ours: ms(p99),
        ratio: times(p99 / p50),
        goal: `<= ${TAIL_GOAL} x`,
        met: p99 <= TAIL_GOAL * p50,
      },
      { what: 'p99 with the defaults', limit: '', ours: ms(percentile(defaults, 0.99)), goal: '' },
    ],
  };
}
