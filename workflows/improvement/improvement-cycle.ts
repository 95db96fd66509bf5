/** Looks for what could be better, every few minutes by a schedule and when a person asks. Rules first, a model second. */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { CycleInput, CycleResult, ImprovementActivities } from '../contracts/improvements';
import { FOLLOWED } from '../dispatch/activity-options';
import { answersStatus } from '../dispatch/status';

type Step = 'observing' | 'asking' | 'queueing' | 'done';

export async function improvementCycle({ stepTimeoutMs }: CycleInput): Promise<CycleResult> {
  let step: Step = 'observing';
  let done: CycleResult | null = null;
  answersStatus(() => ({ step, result: done }));
  const { observeImprovements, queueImprovements } = proxyActivities<ImprovementActivities>({
    startToCloseTimeout: stepTimeoutMs,
    retry: { initialInterval: '1 s', maximumAttempts: 5 },
  });
  // A question costs money: what broke off is not asked again before the next cycle.
  const { adviseImprovements } = proxyActivities<ImprovementActivities>({
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: '30 s',
    retry: FOLLOWED,
  });
  const cycleKey = workflowInfo().runId;
  const { found, fresh, measured, mayAsk } = await observeImprovements({ cycleKey });
  step = 'asking';
  const advice = mayAsk
    ? await adviseImprovements({ cycleKey }).catch(() => ({ fresh: 0, model: 'failed' as const }))
    : { fresh: 0, model: 'unchanged' as const };
  step = 'queueing';
  done = await queueImprovements({
    cycleKey,
    result: { found, fresh: fresh + advice.fresh, measured, model: advice.model },
  });
  step = 'done';
  return done;
}
