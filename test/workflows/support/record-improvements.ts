/** Improvement cycles that are recorded. */
import { HUB_QUEUE, WORKFLOW } from '../../../workflows/contracts/wire-names';
import type { ImprovementActivities } from '../../../workflows/contracts/improvements';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';

const STEPS: ImprovementActivities = {
  observeImprovements: async () => ({ found: 2, fresh: 1, measured: 1, mayAsk: true }),
  adviseImprovements: async () => ({ fresh: 1, model: 'asked' }),
  queueImprovements: async ({ result }) => ({ ...result, queued: 1 }),
};

async function cycle(engine: TestEngine, scenario: string, steps: Partial<ImprovementActivities>) {
  engine.use({ hub: { ...STEPS, ...steps }, host: {} });
  const workflowId = `improvement-cycle-${scenario}`;
  const run = { workflowId, taskQueue: HUB_QUEUE, args: [{ stepTimeoutMs: 2_000 }] };
  await engine.client.workflow.execute(WORKFLOW.improvementCycle, run).catch(unlessItFailed);
  return workflowId;
}

/** Each gives the id of its workflow. */
export const IMPROVEMENT_CYCLES: Record<string, (engine: TestEngine) => Promise<string>> = {
  plain: (engine) => cycle(engine, 'plain', {}),
  'nothing-changed': (engine) =>
    cycle(engine, 'nothing-changed', {
      observeImprovements: async () => ({ found: 2, fresh: 0, measured: 0, mayAsk: false }),
    }),
  'model-broke-off': (engine) =>
    cycle(engine, 'model-broke-off', {
      async adviseImprovements() {
        throw new Error('the worker was killed');
      },
    }),
  'after-a-fault'(engine) {
    let calls = 0;
    return cycle(engine, 'after-a-fault', {
      async queueImprovements({ result }) {
        calls += 1;
        if (calls === 1) throw new Error('the database is locked');
        return { ...result, queued: 1 };
      },
    });
  },
};
