/** Turns one captured pane into a verdict with the agent that the session runs. */
import { agentById, detectProvider } from '../agents/index';
import type { AgentProgram, Verdict } from '../agents/types';
import type { PaneFrame } from '../adapters/tmux/types';
import type { SessionRow } from '../../store/rows';
import type { Look } from './types';

export function lookAt(
  { pane, frame }: PaneFrame,
  row: Pick<SessionRow, 'provider' | 'detected'> | undefined,
): Look {
  const agent = agentOf(frame, row);
  const verdict: Verdict = agent
    ? agent.classify(frame)
    : {
        state: 'unknown',
        reason: `no known agent runs here, but '${frame.command}'`,
        rule: 'watch.no-agent',
        evidence: frame.command,
      };
  return { session: pane.session, pane, frame, agent, verdict };
}

/** A person's choice stands; else what runs there now; else (an editor, a pager) what ran there before. */
function agentOf(frame: PaneFrame['frame'], row: Pick<SessionRow, 'provider' | 'detected'> | undefined) {
  const registered = row && !row.detected ? known(row.provider) : undefined;
  return registered ?? known(detectProvider(frame)) ?? known(row?.provider);
}

function known(provider: string | null | undefined): AgentProgram | undefined {
  return provider == null ? undefined : agentById(provider);
}
