import type { Verdict } from '../types';

/** A pane whose program has ended, which tmux says itself. */
export function deadPane(agentId: string, what = 'program'): Verdict {
  return {
    state: 'exited',
    reason: `the ${what} of this pane has ended`,
    rule: `${agentId}.dead`,
    evidence: 'pane is dead',
  };
}
