/** Run by a schedule and after every start of the engine: finds what crashes and lost messages left behind. */
import { proxyActivities } from '@temporalio/workflow';
import type { RepairActivities } from '../contracts/activities';

export async function reconciler(): Promise<{ started: number; signalled: number }> {
  const { reconcile } = proxyActivities<RepairActivities>({
    startToCloseTimeout: '60 s',
    retry: { initialInterval: '1 s', maximumAttempts: 5 },
  });
  return reconcile();
}
