import type { SessionReading } from '../types';

/** A pane whose program has ended, which tmux says itself. */
export function deadPane(agentId: string, what = 'program'): SessionReading {
  return {
    state: 'exited',
    reason: `the ${what} of this pane has ended`,
    rule: `${agentId}.dead`,
    evidence: 'pane is dead',
  };
}
