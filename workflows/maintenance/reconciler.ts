/** Run by a schedule and after every start of the engine: finds what crashes and lost messages left behind. */
import { proxyActivities } from '@temporalio/workflow';
import type { RepairActivities } from '../contracts/activities';
import { ANY_WORKER } from '../dispatch/activity-options';
import { answersStatus } from '../dispatch/status';

export async function reconciler(): Promise<{ started: number; signalled: number }> {
  let result: { started: number; signalled: number } | null = null;
  answersStatus(() => ({ step: result === null ? 'looking' : 'done', result }));
  const { reconcile } = proxyActivities<RepairActivities>({
    ...ANY_WORKER,
    startToCloseTimeout: '60 s',
    retry: { initialInterval: '1 s', maximumAttempts: 5 },
  });
  result = await reconcile();
  return result;
}
