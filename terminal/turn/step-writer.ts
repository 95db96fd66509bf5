/** Writes where a turn is to the receipt, one step after the other, in the order in which they were seen. */
import type { AgentProgram } from '../../agents/types';
import type { PromptStep } from '../../workflows/contracts/host-store';
import { type Attempt, leaseRef } from '../attempt';
import type { HostDeps } from '../context';
import { oneAtATime } from '../watch/one-at-a-time';
import type { Snapshot } from '../watch/types';
import { advance, type Advance, type Progress, STARTED } from './progress';

export type StepWriter = ReturnType<typeof stepWriter>;

export function stepWriter(
  { hostStore, log }: Pick<HostDeps, 'hostStore' | 'log'>,
  { prompt, lease }: Pick<Attempt, 'prompt' | 'lease'>,
) {
  const inTurn = oneAtATime();
  const unwritten: PromptStep[] = [];
  let progress = resumeAt(prompt.stage);

  /** Stops at the first that fails: it is tried again before those that came after it. */
  const write = (): Promise<void> =>
    inTurn(async () => {
      for (let step = unwritten[0]; step; step = unwritten[0]) {
        await hostStore.step(step, lease ? leaseRef(lease) : undefined);
        unwritten.shift();
      }
    });

  return {
    advance(look: Snapshot, agent: AgentProgram): Advance['ended'] {
      const next = advance(progress, look, agent, look.atMs);
      progress = next.progress;
      if (next.step) unwritten.push({ promptId: prompt.id, session: look.session, ...next.step });
      if (unwritten.length > 0)
        write().catch((error: unknown) =>
          log.warn(
            { promptId: prompt.id, err: error },
            'a step of the turn could not be written; tried again',
          ),
        );
      return next.ended;
    },
    /** Resolves once all is written; rejects where it can't be. */
    written: write,
  };
}

/** A restarted worker goes on where the receipt is. */
function resumeAt(stage: string): Progress {
  if (stage === 'working' || stage === 'needs_confirmation') return { ...STARTED, stage, sawWork: true };
  return STARTED;
}
