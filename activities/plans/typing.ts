/**
 * What the directory of a plan's attempt is like right before its prompt is typed. The prompt may have waited for days:
 * what others changed there meanwhile is none of its doing, and what they ran is no evidence of it.
 */
import { join } from 'node:path';
import type { Store } from '../../store';
import type { Grant } from '../../workflows/contracts/assignment';
import { trees } from './trees';

export interface TypingDeps {
  readonly store: Pick<Store, 'plans' | 'prompts' | 'sessions' | 'leases'>;
  readonly plansDir: string;
}

export function factsAtTyping({ store, plansDir }: TypingDeps) {
  return async ({ promptId, session }: Grant): Promise<void> => {
    const origin = store.plans.prompts.originOf(promptId);
    const attempt = origin && store.plans.attempts.get(origin.attempt_id);
    if (!attempt || wasTyped(store, promptId)) return;
    const directory = attempt.directory ?? store.sessions.directoryHere(session);
    const looks = trees(join(plansDir, String(attempt.plan_id), 'objects'));
    const { head, tree } = await looks.read(directory);
    if (directory !== null) store.plans.seen(directory, { head, tree });
    store.plans.attempts.typing(attempt.id, directory, { head, tree });
  };
}

/** What was done since it was typed for the first time is its doing. */
const wasTyped = ({ prompts }: TypingDeps['store'], promptId: number): boolean =>
  prompts.history(promptId).some(({ action }) => action === 'typed' || action === 'taken');
