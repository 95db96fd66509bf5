/** Turns one captured pane into a verdict, with the agent that the session runs and what it told of itself. */
import { agentById, detectOnScreen } from '../../agents/index';
import { tooSmall } from '../../agents/screen/size';
import type { AgentProgram, SessionReading } from '../../agents/types';
import type { PaneFrame } from '../tmux/types';
import { combine } from '../../agents/events/resolve-state';
import type { TurnState } from '../../agents/events/types';
import type { SessionFacts as StoredFacts } from '../../workflows/contracts/host-store';
import type { Snapshot } from './types';
import { afterLimit } from './limit';

export type SessionFacts = Pick<StoredFacts, 'provider' | 'isRegistered' | 'limitedUntilMs' | 'suspect'>;

export interface Told {
  readonly state: (pane: PaneFrame['pane'], agent: AgentProgram | undefined) => TurnState | undefined;
}

export function lookAt(
  { pane, frame }: PaneFrame,
  row: SessionFacts | undefined,
  told: Told,
  nowMs: number,
  { session, guestOf }: { readonly session: string; readonly guestOf: string | undefined },
): Snapshot {
  const agent = agentOf(frame, row);
  const screen: SessionReading = agent
    ? readable(agent, frame)
    : {
        state: 'unknown',
        reason: `no known agent runs here, but '${frame.command}'`,
        rule: 'watch.no-agent',
        evidence: frame.command,
      };
  const turn = told.state(pane, agent);
  const now = combine(agent?.id ?? 'watch', screen, turn, nowMs);
  const verdict = guestOf === undefined ? mayWork(now, row, nowMs) : guestVerdict(guestOf);
  return {
    session,
    pane,
    frame,
    atMs: nowMs,
    agent,
    reading: verdict,
    screen,
    ...(turn && { reported: turn }),
    ...(turn?.toolRequest && { toolRequest: turn.toolRequest }),
    ...(guestOf !== undefined && { guestOf }),
  };
}

/** What a program draws in too little room can't be told from something else. */
function readable(agent: AgentProgram, frame: PaneFrame['frame']): SessionReading {
  const verdict = agent.classify(frame);
  return verdict.state === 'exited' ? verdict : (tooSmall(frame, agent) ?? verdict);
}

function mayWork(verdict: SessionReading, row: SessionFacts | undefined, nowMs: number): SessionReading {
  if (row?.suspect != null && verdict.state === 'waiting_input')
    return { ...verdict, state: 'unknown', reason: row.suspect, rule: 'watch.unseen-paste' };
  return afterLimit(verdict, row?.limitedUntilMs ?? null, nowMs);
}

/** What is on the screen is its owner's business: neither prompts nor answers are typed there. */
function guestVerdict(owner: string): SessionReading {
  return {
    state: 'unknown',
    reason: `${owner} owns this terminal: take it over to work in it from here`,
    rule: 'watch.guest',
    evidence: owner,
  };
}

/**
 * A person's choice stands; else the agent that runs there now; else the one that ran there before. A shell that comes up
 * in the place of an agent (it was suspended, or has ended) doesn't make the terminal a shell: prompts that are meant for
 * the agent would be run as commands.
 */
function agentOf(frame: PaneFrame['frame'], row: SessionFacts | undefined) {
  const registered = row?.isRegistered ? known(row.provider) : undefined;
  if (registered) return registered;
  const before = known(row?.provider);
  const now = known(detectOnScreen(frame));
  return now === undefined || (now.id === 'shell' && before !== undefined) ? (before ?? now) : now;
}

function known(provider: string | null | undefined): AgentProgram | undefined {
  return provider == null ? undefined : agentById(provider);
}
