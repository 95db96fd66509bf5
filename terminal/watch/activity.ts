/**
 * When a session last did something. The clock of `idle` runs from there, also over restarts of this program: its own
 * looks, a resize, a new name and a screen that can't be read for a moment are no activity. Pure.
 */
import type { Snapshot } from './types';

/** Programs draw themselves anew after a resize, and look busy or empty while they do. */
const REDRAWN_MS = 2_000;
const ACTIVE: ReadonlySet<string> = new Set(['busy', 'needs_confirmation', 'starting']);

/** What is remembered for this from look to look. */
export interface Activity {
  /** undefined: it was never looked at. */
  readonly atMs: number | undefined;
  readonly size: string;
  readonly resizedAtMs: number;
  readonly draft: string | undefined;
  readonly provider: string | undefined;
  readonly state: string | undefined;
}

export const NO_ACTIVITY: Activity = {
  atMs: undefined,
  size: '',
  resizedAtMs: -Infinity,
  draft: undefined,
  provider: undefined,
  state: undefined,
};

/** What the record says of the terminal, from before. */
export interface Recorded {
  /** Its last activity; undefined = the record doesn't know this terminal. */
  readonly activeAtMs: number | undefined;
  /** What was on its screen when nobody watched any more, and in which size; undefined = nothing was kept. */
  readonly screen?: { readonly text: string; readonly size: string } | undefined;
}

export function noteActivity(before: Activity, look: Snapshot, recorded: Recorded): Activity {
  const { agent, screen, reading: verdict, atMs: nowMs } = look;
  const size = sizeOf(look);
  const isFirst = before.atMs === undefined;
  const resized = before.size !== '' && before.size !== size;
  const resizedAtMs = resized ? nowMs : before.resizedAtMs;
  const isRedrawing = nowMs - resizedAtMs < REDRAWN_MS;
  const seen = isFirst
    ? meanwhile(look, recorded, nowMs)
    : isActive(before, look) && !isRedrawing
      ? nowMs
      : 0;
  const told = Math.min(look.reported?.sinceMs ?? 0, nowMs);
  return {
    atMs: Math.max(before.atMs ?? 0, recorded.activeAtMs ?? 0, seen, told),
    ...{ size, resizedAtMs, draft: screen.draft, provider: agent?.id, state: verdict.state },
  };
}

export function sizeOf({ frame: { width, height } }: Pick<Snapshot, 'frame'>): string {
  return `${width}x${height}`;
}

export function screenOf({ frame }: Pick<Snapshot, 'frame'>): string {
  return frame.lines.join('\n').trimEnd();
}

function isActive(before: Activity, { agent, screen, reading: verdict }: Snapshot): boolean {
  if (ACTIVE.has(verdict.state)) return true;
  // A person types, or has begun another program.
  if (screen.draft !== before.draft) return true;
  return agent?.id !== before.provider || (before.state === 'exited') !== (verdict.state === 'exited');
}

/** What happened before the first look of this program. */
function meanwhile(look: Snapshot, { activeAtMs, screen }: Recorded, nowMs: number): number {
  if (ACTIVE.has(look.reading.state)) return nowMs;
  // After its last output it did nothing; before, nobody knows.
  const lastMs = look.pane.outputAtMs > 0 ? Math.min(look.pane.outputAtMs, nowMs) : nowMs;
  if (activeAtMs === undefined) return lastMs;
  // An agent tells of its turns, and what else moves on its screen is no work.
  if (look.agent?.evidence?.transcript || !screen || screen.size !== sizeOf(look)) return 0;
  return screen.text === screenOf(look) ? 0 : lastMs;
}
