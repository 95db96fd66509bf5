/** Programs that outlive the terminal they ran in: some ignore that it is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { processTree, startOf } from '../processes/details';

/** How long they may take to end by themselves, and after SIGTERM. */
const GRACE_MS = 1_500;
const LOOK_PAUSE_MS = 50;

/**
 * Notes which programs run in the terminal of `pid`. The function it gives ends those of them that still run: they are
 * waited for first, then asked (SIGTERM), then ended (SIGKILL).
 */
export async function leftovers(pid: number): Promise<() => Promise<void>> {
  const pids = await processTree(pid);
  const noted = await Promise.all(pids.map(async (one) => ({ pid: one, start: await startOf(one) })));

  const running = async (): Promise<number[]> => {
    const now = await Promise.all(
      noted.map(async ({ pid: one, start }) => start !== undefined && (await startOf(one)) === start),
    );
    return noted.filter((_, index) => now[index]).map(({ pid: one }) => one);
  };
  const untilEnded = async (): Promise<number[]> => {
    const deadline = Date.now() + GRACE_MS;
    for (;;) {
      const left = await running();
      if (left.length === 0 || Date.now() >= deadline) return left;
      await pause(LOOK_PAUSE_MS);
    }
  };
  return async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      for (const one of await untilEnded()) signalQuietly(one, signal);
    }
  };
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
