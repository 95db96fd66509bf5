/** A warm `npm start`: everything installed and built, the data of an earlier run there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts, temporalBinary } from '../../test/support/dashboard';
import { testTmux } from '../../test/support/tmux-server';
import type { Group } from '../lib/report';
import { median, ms, times } from '../lib/statistics';
import { startBareEngine } from './engine';

const ROOT = join(__dirname, '..', '..');
const GOAL_MS = 5_000;
const TIMEOUT_MS = 60_000;
const ASK_MS = 5;

export async function warmStart(samples: number): Promise<Group> {
  const dir = mkdtempSync(join(tmpdir(), 'architect-bench-'));
  const engineDir = join(dir, 'bare-engine');
  mkdirSync(engineDir);
  const tmux = testTmux();
  await tmux.session('worker', 'env', 'PS1=$ ', 'bash', '--norc', '--noprofile');
  const [port, enginePort, uiPort] = (await freePorts(3)) as [number, number, number];
  const settings = {
    ...env,
    PORT: String(port),
    MONITOR_PORT: '0',
    HOST: '127.0.0.1',
    ARCHITECT_DATA_DIR: join(dir, 'data'),
    ARCHITECT_LOG_DIR: join(dir, 'logs'),
    ARCHITECT_TMUX_SOCKET: tmux.socketName,
    TEMPORAL_PORT: String(enginePort),
    TEMPORAL_UI_PORT: String(uiPort),
    TEMPORAL_CLI_PATH: temporalBinary(),
  };
  const healthy: number[] = [];
  const ready: number[] = [];
  const engines: number[] = [];
  try {
    for (let round = -1; round < samples; round++) {
      const one = await start(settings, `http://127.0.0.1:${port}/health`);
      const engine = await startBareEngine(engineDir, true);
      await engine.stop();
      if (round < 0) continue;
      healthy.push(one.healthyMs);
      ready.push(one.readyMs);
      engines.push(engine.startMs);
    }
  } finally {
    await tmux.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
  return {
    title: 'Warm start',
    note: `\`npm start\`'s script with everything installed and built and the data of an earlier run; ${samples} starts, in turns with the bare engine on a database of its own.`,
    rows: [
      {
        what: 'start -> /health says healthy',
        limit: `${ms(median(engines))} the engine alone`,
        ours: ms(median(healthy)),
        ratio: times(median(healthy) / median(engines)),
        goal: `<= ${GOAL_MS / 1000} s`,
        met: median(healthy) <= GOAL_MS,
      },
      { what: 'start -> "ready" on the terminal', limit: '', ours: ms(median(ready)), goal: '' },
    ],
  };
}

async function start(
  settings: NodeJS.ProcessEnv,
  url: string,
): Promise<{ healthyMs: number; readyMs: number }> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], {
    env: settings,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let readyMs = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      printed += String(data);
      if (readyMs === 0 && printed.includes('ready:')) readyMs = performance.now() - beganMs;
    });
  }
  try {
    // Asked only from the ready line on: a machine with two cores has no time to spare for questions before it.
    while (readyMs === 0 || !(await isHealthy(url))) {
      if (performance.now() - beganMs > TIMEOUT_MS || child.exitCode !== null) {
        throw new Error(`The server did not become healthy:\n${printed}`);
      }
      await pause(ASK_MS);
    }
    return { healthyMs: performance.now() - beganMs, readyMs };
  } finally {
    await stop(child);
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = (await (await fetch(url)).json()) as { status: string };
    return answer.status === 'healthy';
  } catch {
    return false;
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
