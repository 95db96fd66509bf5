/** Looks at everything, once a minute by a schedule. A look that broke off is repeated: it is written down once. */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { HealthActivities, HealthCheckInput, HealthCheckResult } from '../contracts/health';
import { answersStatus } from '../dispatch/status';

export async function healthCheck({ checkTimeoutMs }: HealthCheckInput): Promise<HealthCheckResult> {
  let result: HealthCheckResult | null = null;
  answersStatus(() => ({ step: result === null ? 'looking' : 'done', result }));
  const { checkHealth } = proxyActivities<HealthActivities>({
    startToCloseTimeout: checkTimeoutMs,
    retry: { initialInterval: '1 s', maximumAttempts: 3 },
  });
  result = await checkHealth({ checkKey: workflowInfo().runId });
  return result;
}
