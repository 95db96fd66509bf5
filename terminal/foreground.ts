/**
 * Which program has a terminal: the leader of its foreground process group. A turn belongs to the process it began with; a
 * shell that comes up in its place, or another agent that was started there, is somebody else.
 */
import type { AgentProgram } from '../agents/types';
import { identify, isRunning, type ProcessId } from '../processes/identity';
import { statOf } from '../processes/stat';

/** `ended`: it lives no more. `background`: it was suspended, or another program was put in front of it. */
export type Presence = 'foreground' | 'background' | 'ended' | 'unknown';

/** The program in the foreground of the terminal whose first process is `pid`; undefined where that can't be told. */
export async function foregroundOf(pid: number): Promise<ProcessId | undefined> {
  try {
    const { foregroundGroup = 0 } = (await statOf(pid)) ?? {};
    return foregroundGroup > 0 ? await identify(foregroundGroup) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where an agent's process is, in the terminal whose first process is `pid`. A shell is never in the background: what is in
 * front of it is what it was asked to run.
 */
export async function presenceOf(
  program: ProcessId,
  { id }: Pick<AgentProgram, 'id'>,
  pid: number,
): Promise<Presence> {
  // A system that tells nothing, because too many files are open, doesn't say that it ended.
  const isThere = await isRunning(program).catch(() => undefined);
  if (isThere === undefined) return 'unknown';
  if (!isThere) return 'ended';
  const now = await foregroundOf(pid);
  if (!now) return 'unknown';
  const isInFront = now.pid === program.pid && now.started === program.started;
  return isInFront || id === 'shell' ? 'foreground' : 'background';
}
