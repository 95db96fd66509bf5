/** Keeps the server running until it is asked to stop. */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { EXIT_CONFIGURATION } from './project.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
export const TIMING = {
  firstDelayMs: 200,
  longestDelayMs: 10_000,
  healthyAfterMs: 60_000,
  stopGraceMs: 30_000,
};

/**
 * Starts `command` and starts it again when it dies by a signal or with an exit code other than 0 and 78.
 * The first SIGINT, SIGTERM or SIGHUP is passed on as SIGTERM. The child has an 'ipc' channel, which closes when this
 * process dies, however it dies.
 * @param {{ command: string, args: string[], env: NodeJS.ProcessEnv, say: (line: string) => void, timing?: typeof TIMING }} job
 * @returns {Promise<number>} the exit code for this process: 0 after an orderly stop, 78 where a person must act
 */
export async function supervise({ command, args, env, say, timing = TIMING }) {
  const stopping = new AbortController();
  let child;
  let killTimer;
  const onSignal = (signal) => {
    if (stopping.signal.aborted) return;
    say(`${signal}: stopping (up to ${timing.stopGraceMs / 1000} s) ...`);
    stopping.abort();
    child?.kill('SIGTERM');
    killTimer = setTimeout(() => {
      say('The server did not stop in time and is killed. What it was at goes on at the next start.');
      child?.kill('SIGKILL');
    }, timing.stopGraceMs);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    for (let delayMs = timing.firstDelayMs; ; delayMs = Math.min(delayMs * 2, timing.longestDelayMs)) {
      const startMs = performance.now();
      child = spawn(command, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
      const { code, how } = await ending(child);
      if (stopping.signal.aborted || code === 0) return 0;
      if (code === EXIT_CONFIGURATION) return EXIT_CONFIGURATION;
      if (performance.now() - startMs >= timing.healthyAfterMs) delayMs = timing.firstDelayMs;
      say(`The server ended (${how}); starting it again in ${delayMs / 1000} s.`);
      await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return 0;
    }
  } finally {
    clearTimeout(killTimer);
    for (const signal of SIGNALS) process.off(signal, onSignal);
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
