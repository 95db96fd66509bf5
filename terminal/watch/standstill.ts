/**
 * Ends the belief that an agent works which only says so: a screen that shows neither work nor an input box and stays as it
 * is waits for somebody. What it shows is handed to a person as a dialog, as far as the agent's rules tell it.
 */
import type { SessionReading } from '../../agents/types';
import { terminalKey, type LabelledPane } from './labels';
import type { Snapshot } from './types';

/** An agent at work draws something all the time: a clock, a spinner, an answer. */
export const STANDS_STILL_MS = 10_000;

/** Bullets and spinners blink while nothing goes on. */
const BLINKS = /[●○◐◑◒◓·✢✳✶✻✽*\u2800-\u28ff]/gu;

interface Seen {
  readonly text: string;
  readonly sinceMs: number;
}

export function createStandstill() {
  const seen = new Map<string, Seen>();

  function stillMs({ pane, frame, atMs }: Snapshot): number {
    const key = terminalKey(pane);
    const text = [frame.title, ...frame.lines].join('\n').replace(BLINKS, ' ');
    const before = seen.get(key);
    if (before?.text === text) return atMs - before.sinceMs;
    seen.set(key, { text, sinceMs: atMs });
    return 0;
  }

  return {
    /** The look, with what becomes of a screen that stands still. */
    settle(look: Snapshot): Snapshot {
      if (look.screen.state !== 'unknown' || !isOnlySaid(look.reading)) {
        seen.delete(terminalKey(look.pane));
        return look;
      }
      return stillMs(look) < STANDS_STILL_MS ? look : { ...look, reading: stoodStill(look) };
    },

    /** Forgets the terminals that are not among these. */
    keep(panes: readonly LabelledPane['pane'][]): void {
      const alive = new Set(panes.map(terminalKey));
      for (const key of seen.keys()) if (!alive.has(key)) seen.delete(key);
    },
  };
}

/** Neither title nor screen shows the work, or the dialog, that the agent tells of. */
const isOnlySaid = ({ state, source, dialog }: SessionReading): boolean =>
  (state === 'busy' || (state === 'needs_confirmation' && !dialog)) &&
  (source === 'hooks' || source === 'transcript');

function stoodStill({ agent, screen, reading: verdict }: Snapshot): SessionReading {
  const title = agent?.title ?? 'The agent';
  const said = verdict.state === 'busy' ? 'works' : 'waits for an answer';
  const reason = `${title} says that it ${said}, but its screen shows no work and has not changed for ${STANDS_STILL_MS / 1_000} s: ${screen.reason}`;
  const { standing, ...shown } = screen;
  const still = { ...shown, reason, rule: `${agent?.id ?? 'watch'}.stands-still` };
  return standing ? { ...still, state: 'needs_confirmation', dialog: standing } : still;
}
