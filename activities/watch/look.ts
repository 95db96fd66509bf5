/** Turns one captured pane into a verdict, with the agent that the session runs and what it told of itself. */
import { agentById, detectProvider } from '../agents/index';
import type { AgentProgram, Verdict } from '../agents/types';
import type { PaneFrame } from '../adapters/tmux/types';
import { combine } from '../evidence/combine';
import type { TurnState } from '../evidence/types';
import type { SessionRow } from '../../store/rows';
import type { Look } from './types';
import { afterLimit } from './limit';

export type SessionFacts = Pick<SessionRow, 'provider' | 'detected' | 'limited_until'>;

export interface Told {
  readonly state: (pane: PaneFrame['pane'], agent: AgentProgram | undefined) => TurnState | undefined;
}

export function lookAt(
  { pane, frame }: PaneFrame,
  row: SessionFacts | undefined,
  told: Told,
  nowMs: number,
): Look {
  const agent = agentOf(frame, row);
  const screen: Verdict = agent
    ? agent.classify(frame)
    : {
        state: 'unknown',
        reason: `no known agent runs here, but '${frame.command}'`,
        rule: 'watch.no-agent',
        evidence: frame.command,
      };
  const turn = told.state(pane, agent);
  const now = combine(agent?.id ?? 'watch', screen, turn, nowMs);
  const verdict = afterLimit(now, row?.limited_until ?? null, nowMs);
  return {
    session: pane.session,
    pane,
    frame,
    agent,
    verdict,
    screen,
    ...(turn && { told: turn }),
    ...(turn?.toolRequest && { toolRequest: turn.toolRequest }),
  };
}

/** A person's choice stands; else what runs there now; else (an editor, a pager) what ran there before. */
function agentOf(frame: PaneFrame['frame'], row: SessionFacts | undefined) {
  const registered = row && !row.detected ? known(row.provider) : undefined;
  return registered ?? known(detectProvider(frame)) ?? known(row?.provider);
}

function known(provider: string | null | undefined): AgentProgram | undefined {
  return provider == null ? undefined : agentById(provider);
}
