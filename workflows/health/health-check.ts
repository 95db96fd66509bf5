/** Looks at everything, once a minute by a schedule. A look that broke off is repeated: it is written down once. */
import { defineQuery, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { HealthActivities, HealthCheckInput, HealthCheckResult } from '../contracts/health';
import { STATUS_QUERY } from '../contracts/wire-names';

export interface HealthCheckStatus {
  readonly step: 'looking' | 'done';
  readonly result: HealthCheckResult | null;
}

export const healthCheckStatus = defineQuery<HealthCheckStatus>(STATUS_QUERY);

export async function healthCheck({ checkTimeoutMs }: HealthCheckInput): Promise<HealthCheckResult> {
  let result: HealthCheckResult | null = null;
  setHandler(healthCheckStatus, () => ({ step: result === null ? 'looking' : 'done', result }));
  const { checkHealth } = proxyActivities<HealthActivities>({
    startToCloseTimeout: checkTimeoutMs,
    retry: { initialInterval: '1 s', maximumAttempts: 3 },
  });
  result = await checkHealth({ checkKey: workflowInfo().runId });
  return result;
}
