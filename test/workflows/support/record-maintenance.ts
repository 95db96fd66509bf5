/** Runs of the clean-up that are recorded. */
import type { MaintenanceActivities, MaintenanceInput } from '../../../workflows/contracts/maintenance';
import type { SecretReminderActivities } from '../../../workflows/contracts/activities';
import { HUB_QUEUE, WORKFLOW } from '../../../workflows/contracts/wire-names';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';

type Steps = Partial<MaintenanceActivities & SecretReminderActivities>;

const GOOD: MaintenanceActivities & SecretReminderActivities = {
  beginMaintenance: async () => ({ runId: 7 }),
  backUpRecord: async () => ({ backup: '2026-03-10T03-00-00Z' }),
  pruneRecord: async () => ({ rows: { prompts: 3 } }),
  compactRecord: async () => ({ bytes: { assigner: { before: 8_192, after: 4_096 } } }),
  endMaintenance: async () => undefined,
  remindOfSecrets: async () => ({ due: 2 }),
};

async function run(
  engine: TestEngine,
  scenario: string,
  steps: Steps,
  input: Partial<MaintenanceInput>,
): Promise<string> {
  engine.use({ hub: { ...GOOD, ...steps }, host: {} });
  const workflowId = `maintenance-${scenario}`;
  await engine.client.workflow.execute(WORKFLOW.maintenance, {
    workflowId,
    taskQueue: HUB_QUEUE,
    args: [{ dryRun: false, requestedBy: 'schedule', ...input }],
  });
  return workflowId;
}

/** Each gives the id of its workflow. */
export const MAINTENANCE: Record<string, (engine: TestEngine) => Promise<string>> = {
  plain: (engine) => run(engine, 'plain', {}, {}),
  'dry-run': (engine) => run(engine, 'dry-run', {}, { dryRun: true, runId: 7, requestedBy: 'architect' }),
  async 'without-backup'(engine) {
    const failing: Steps = {
      backUpRecord: async () => {
        throw new Error('the disk is full');
      },
    };
    await run(engine, 'without-backup', failing, {}).catch(unlessItFailed);
    return 'maintenance-without-backup';
  },
  async 'cancelled-in-the-engine'(engine) {
    const workflowId = 'maintenance-cancelled-in-the-engine';
    const cancelling: Steps = {
      async backUpRecord() {
        await engine.client.workflow.getHandle(workflowId).cancel();
        return { backup: '2026-03-10T03-00-00Z' };
      },
    };
    await run(engine, 'cancelled-in-the-engine', cancelling, {}).catch(unlessItFailed);
    return workflowId;
  },
};
