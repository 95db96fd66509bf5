/** What prompts of a project wait for depends on the sessions that are there: their reasons are written anew. */
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { PromptRow } from '../rows';
import type { WaitingPlaces } from '../work-items/waiting';
import type { WaitingPrompt } from './hindrance';

/** A reason of its own (a pause, a session that failed it) stays. */
const WAITS_IN_PLACE = `status = 'pending' AND stage = 'queued' AND within_project IS NOT NULL AND archived = 0
  AND reason LIKE 'waiting%'`;

interface WaitingDeps {
  readonly waiting: Pick<WaitingPlaces, 'waitingFor'>;
  readonly transition: Transition;
}

export function waitingReasons(db: Db, { waiting, transition }: WaitingDeps): () => void {
  const waitingInPlaces = db.prepare<[], WaitingPrompt & Pick<PromptRow, 'reason'>>(`
    SELECT id, stage, target_session, target_provider, expected_provider, specialty, within_project, reason
    FROM prompts WHERE ${WAITS_IN_PLACE}`);
  const showReason = db.prepare(
    `UPDATE prompts SET reason = @reason WHERE id = @id AND reason IS @before AND ${WAITS_IN_PLACE}`,
  );
  const showReasons = transition(
    (changed: readonly { id: number; before: string | null; reason: string }[]): void =>
      changed.forEach((one) => showReason.run(one)),
  );
  return () => {
    // Found out before anybody has to wait for the write; what changed meanwhile stays.
    const found = waitingInPlaces
      .all()
      .map((row) => ({ id: row.id, before: row.reason, reason: waiting.waitingFor(row) }));
    const changed = found.filter(({ before, reason }) => reason !== before);
    if (changed.length > 0) showReasons(changed);
  };
}
