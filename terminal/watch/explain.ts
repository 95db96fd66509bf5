/** Why a session is in its state, for a person who doubts it. Pure. */
import type { SessionExplanation, SourceStatement } from '../../workflows/contracts/explanation';
import { sourceOf } from '../../agents/events/resolve-state';
import type { TurnState } from '../../agents/events/types';
import type { Snapshot } from './types';

export function explain({
  session,
  reading: verdict,
  screen,
  reported: told,
  agent,
  frame,
}: Snapshot): SessionExplanation {
  const shown: SourceStatement = {
    source: sourceOf(screen),
    state: screen.state,
    reason: screen.reason,
    rule: screen.rule,
    evidence: screen.evidence,
    at: null,
  };
  const { title, command, cursorX: x, cursorY: y, width, height } = frame;
  return {
    session,
    status: verdict.state,
    reason: verdict.reason,
    rule: verdict.rule,
    evidence: verdict.evidence,
    source: sourceOf(verdict),
    disagreement: verdict.disagreement ?? null,
    agent: agent ? { id: agent.id, title: agent.title, verified: agent.verified } : null,
    sources: [...statements(told, agent?.evidence !== undefined), shown],
    frame: { title, command, cursor: { x, y }, size: { width, height } },
  };
}

function statements(told: TurnState | undefined, couldTell: boolean): SourceStatement[] {
  if (!told?.source) {
    const reason = couldTell
      ? 'nothing was told yet: no hook has reported, no transcript was found'
      : 'this program has no hooks and no transcript that are read';
    return [{ source: 'hooks', state: 'unknown', reason, rule: null, evidence: '', at: null }];
  }
  const reason = told.source === 'hooks' ? 'reported by a hook' : 'read from the transcript';
  const at = new Date(told.sinceMs).toISOString();
  return [{ source: told.source, state: told.phase, reason, rule: null, evidence: told.evidence, at }];
}
