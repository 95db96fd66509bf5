/** Checks of the health that are recorded. */
import { HUB_QUEUE, WORKFLOW } from '../../../workflows/contracts/wire-names';
import type { HealthActivities, HealthCheckInput } from '../../../workflows/contracts/health';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';

const INPUT: HealthCheckInput = { checkTimeoutMs: 2_000 };

async function check(engine: TestEngine, scenario: string, checkHealth: HealthActivities['checkHealth']) {
  engine.use({ hub: { checkHealth }, host: {} });
  const workflowId = `health-check-${scenario}`;
  const run = { workflowId, taskQueue: HUB_QUEUE, args: [INPUT] };
  await engine.client.workflow.execute(WORKFLOW.healthCheck, run).catch(unlessItFailed);
  return workflowId;
}

const FOUND = { status: 'degraded', causes: ['disk.data'], opened: 1, closed: 0 } as const;

/** Each gives the id of its workflow. */
export const HEALTH_CHECKS: Record<string, (engine: TestEngine) => Promise<string>> = {
  plain: (engine) => check(engine, 'plain', async () => FOUND),
  'after-a-fault'(engine) {
    let calls = 0;
    return check(engine, 'after-a-fault', async () => {
      calls += 1;
      if (calls === 1) throw new Error('the database is locked');
      return FOUND;
    });
  },
  'given-up': (engine) =>
    check(engine, 'given-up', async () => {
      throw new Error('the database is locked');
    }),
};
