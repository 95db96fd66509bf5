/** How a group of processes is ended that may not be our children. */
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './exec';
import { hasEnded } from './stat';

/** How often a process that isn't our child is looked at: only its parent is told of its end. */
const LOOK_EVERY_MS = 50;
/** SIGKILL takes effect when the kernel lets it: a process that waits for a dead disk may take forever. */
const KILL_PATIENCE_MS = 5_000;
/** SIGTERM to the process group, SIGKILL to what is left of it after `graceMs`. Resolves when it is gone. */
export async function endGroup(groupId: number, graceMs: number): Promise<void> {
  if (!signalGroup(groupId, 'SIGTERM')) return;
  if (await goneWithin(groupId, graceMs)) return;
  signalGroup(groupId, 'SIGKILL');
  await goneWithin(groupId, KILL_PATIENCE_MS);
}

async function goneWithin(groupId: number, ms: number): Promise<boolean> {
  for (const deadline = performance.now() + ms; performance.now() < deadline;) {
    if (!(await hasMembers(groupId))) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

/** Whether any process of the group lives; the remains of ended ones don't count. */
async function hasMembers(groupId: number): Promise<boolean> {
  if (!signalGroup(groupId, 0)) return false;
  const { ok, stdout } = await run(['ps', '-A', '-o', 'pgid=,state=']);
  if (!ok) return true;
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some(([group, state = '']) => Number(group) === groupId && !hasEnded({ state }));
}

/** False where there is no such group. */
function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    // Of another user: it lives, but not for us to end.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
