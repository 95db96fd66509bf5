/** Keeps the server, and worker processes beside it, running until they are asked to stop. */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { EXIT_AGAIN, EXIT_CONFIGURATION } from './project.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
export const TIMING = {
  firstDelayMs: 200,
  longestDelayMs: 10_000,
  healthyAfterMs: 60_000,
  stopGraceMs: 30_000,
  /** They give up what they are at after 15 s by themselves. */
  workerStopGraceMs: 20_000,
  /** After a worker has said that a person must act: they may have, or the server may be another one by now. */
  unfitDelayMs: 60_000,
};

/**
 * Starts `command` and starts it again when it dies by a signal or with an exit code other than 0 and 78; with 75 at once.
 * A worker that ends with 78 is tried again each minute, and the server goes on without it.
 * The first SIGINT, SIGTERM or SIGHUP is passed on as SIGTERM, to the workers first: what they are at needs the server.
 * A child has an 'ipc' channel, which closes when this process dies, however it dies.
 * @param {{ command: string, args: string[], env: NodeJS.ProcessEnv, say: (line: string) => void, timing?: typeof TIMING,
 *   workers?: string[][] }} job `workers`: the arguments of each process beside it
 * @returns {Promise<number>} the exit code for this process: 0 after an orderly stop, 78 where a person must act
 */
export async function supervise({ command, args, env, say, timing = TIMING, workers = [] }) {
  const halt = { workers: new AbortController(), server: new AbortController() };
  let begun = false;
  const stop = async () => {
    if (begun) return;
    begun = true;
    halt.workers.abort();
    await Promise.all(beside);
    halt.server.abort();
  };
  const onSignal = (signal) => {
    if (!begun) say(`${signal}: stopping (up to ${timing.stopGraceMs / 1000} s) ...`);
    void stop();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const job = { command, env, say, timing };
  const beside = workers.map((argv, place) =>
    keep({
      ...{
        ...job,
        args: argv,
        name: `Worker ${place + 1}`,
        lost: 'What it was at is taken up by another one.',
      },
      unfitDelayMs: timing.unfitDelayMs,
      ...{ graceMs: timing.workerStopGraceMs, signal: halt.workers.signal },
    }),
  );
  const server = keep({
    ...{ ...job, args, name: 'The server', lost: 'What it was at goes on at the next start.' },
    ...{ graceMs: timing.stopGraceMs, signal: halt.server.signal },
  });
  try {
    // Without the server the others have nothing to do.
    void server.then(stop);
    await Promise.all(beside);
    return await server;
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}

/** One process; resolves with 0, or with 78 where no `unfitDelayMs` says when it is tried again after that. */
async function keep({ command, args, env, say, timing, name, lost, graceMs, signal, unfitDelayMs }) {
  let child;
  let killTimer;
  const onStop = () => {
    child?.kill('SIGTERM');
    killTimer = setTimeout(() => {
      say(`${name} did not stop in time and is killed. ${lost}`);
      child?.kill('SIGKILL');
    }, graceMs);
  };
  signal.addEventListener('abort', onStop, { once: true });
  try {
    for (let delayMs = timing.firstDelayMs; ; delayMs = Math.min(delayMs * 2, timing.longestDelayMs)) {
      const startMs = performance.now();
      child = spawn(command, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
      const { code, how } = await ending(child);
      if (signal.aborted || code === 0) return 0;
      if (code === EXIT_CONFIGURATION && unfitDelayMs === undefined) return EXIT_CONFIGURATION;
      if (code === EXIT_CONFIGURATION) {
        delayMs = timing.firstDelayMs;
        say(
          `${name} can't work until a person has changed what it says above. The server goes on, and the worker is tried again each ${unfitDelayMs / 1000} s.`,
        );
        await delay(unfitDelayMs, undefined, { signal }).catch(() => {});
        if (signal.aborted) return 0;
        continue;
      }
      const isWell = code === EXIT_AGAIN || performance.now() - startMs >= timing.healthyAfterMs;
      if (isWell) delayMs = timing.firstDelayMs;
      if (code === EXIT_AGAIN) say(`${name} is started again.`);
      else say(`${name} ended (${how}); starting it again in ${delayMs / 1000} s.`);
      await delay(delayMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return 0;
    }
  } finally {
    clearTimeout(killTimer);
    signal.removeEventListener('abort', onStop);
  }
}

function ending(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: `it can't be run: ${error.message}` }));
    child.once('exit', (code, signal) =>
      resolve({ code, how: signal ? `signal ${signal}` : `exit code ${code}` }),
    );
  });
}
