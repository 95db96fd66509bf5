import type { PlanTaskRow } from '../../store/plans/rows';
import type { PlanActivityDeps } from './context';

/** A shell takes commands, not questions. One without a session of its own name is made for the task in its worktree. */
export const runsShell = (
  { sessions }: Pick<PlanActivityDeps['store'], 'sessions'>,
  { target_session: target, provider }: Pick<PlanTaskRow, 'target_session' | 'provider'>,
): boolean => (target === null ? provider === 'shell' : sessions.get(target)?.provider === 'shell');
