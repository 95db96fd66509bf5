/** Programs that outlive the terminal they ran in: some ignore that it is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { processTree } from '../processes/details';
import { identify, isRunning, type ProcessId, signalProcess } from '../processes/identity';

/** How long they may take to end by themselves, and after SIGTERM. */
const GRACE_MS = 1_500;
const LOOK_PAUSE_MS = 50;

/**
 * Notes which programs run in the terminal of `pid`. The function it gives ends those of them that still run: they are
 * waited for first, then asked (SIGTERM), then ended (SIGKILL).
 */
export async function noteOrphans(pid: number): Promise<() => Promise<void>> {
  const pids = await processTree(pid);
  const noted = (await Promise.all(pids.map(identify))).filter((one) => one !== undefined);

  const running = async (): Promise<ProcessId[]> => {
    const now = await Promise.all(noted.map(isRunning));
    return noted.filter((_, index) => now[index]);
  };
  const untilEnded = async (): Promise<ProcessId[]> => {
    const deadline = performance.now() + GRACE_MS;
    for (;;) {
      const left = await running();
      if (left.length === 0 || performance.now() >= deadline) return left;
      await pause(LOOK_PAUSE_MS);
    }
  };
  return async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      for (const one of await untilEnded()) await signalProcess(one, signal);
    }
  };
}
