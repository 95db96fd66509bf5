/** The daily clean-up: a backup first, then old records go and the files give their room back; each step once a run. */
import {
  ActivityFailure,
  isCancellation,
  log,
  patched,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { MaintenanceActivities, MaintenanceFigures, MaintenanceInput } from '../contracts/maintenance';
import type { SecretReminderActivities } from '../contracts/activities';
import { CANCELLED_IN_ENGINE, endCancelled, heedCancellation } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';

/** Compacting a large file holds its worker up for so long that it can't give a sign of life. */
const { backUpRecord, pruneRecord, compactRecord } = proxyActivities<MaintenanceActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '5 minutes',
  retry: { initialInterval: '5 s', maximumAttempts: 3 },
});
const { beginMaintenance, endMaintenance } = proxyActivities<MaintenanceActivities>({
  startToCloseTimeout: '30 s',
  retry: { initialInterval: '1 s', maximumAttempts: 10 },
});

const { remindOfSecrets } = proxyActivities<SecretReminderActivities>({
  startToCloseTimeout: '30 s',
  retry: { initialInterval: '5 s', maximumAttempts: 5 },
});

/** A step that has begun is done to its end; the next one isn't begun once the run is cancelled. */
type Step = <T>(name: StepName, work: () => Promise<T>) => Promise<T>;
type StepName = 'beginning' | 'backup' | 'removing' | 'compacting' | 'done' | 'failed';

export async function maintenance(input: MaintenanceInput): Promise<MaintenanceFigures> {
  let cancelled = false;
  let at: StepName = 'beginning';
  answersStatus(() => ({ step: at, dryRun: input.dryRun }));
  const step: Step = async (name, work) => {
    if (cancelled) endCancelled();
    at = name;
    return work();
  };
  return heedCancellation(
    () => (cancelled = true),
    () => run(input, step),
  ).then(
    (figures) => {
      at = 'done';
      return figures;
    },
    (error: unknown) => {
      at = 'failed';
      throw error;
    },
  );
}

async function run(input: MaintenanceInput, step: Step): Promise<MaintenanceFigures> {
  const { dryRun, requestedBy, keep = {} } = input;
  const { runId } = await beginMaintenance({
    ...{ runId: input.runId ?? null, dryRun, requestedBy },
    workflowRun: workflowInfo().runId,
  });
  try {
    const figures = dryRun
      ? await step('removing', () => pruneRecord({ dryRun, keep }))
      : await cleanUp(keep, step);
    await endMaintenance({ runId, figures, error: null });
    // By the schedule: once a day.
    if (input.runId === undefined && patched('secret-reminders')) await remind();
    return figures;
  } catch (error) {
    await endMaintenance({ runId, figures: null, error: reasonOf(error) });
    throw error;
  }
}

/** Without a backup nothing goes. */
async function cleanUp(keep: NonNullable<MaintenanceInput['keep']>, step: Step): Promise<MaintenanceFigures> {
  const { backup } = await step('backup', () => backUpRecord());
  const { rows } = await step('removing', () => pruneRecord({ dryRun: false, keep }));
  const { bytes, undone } = await step('compacting', () => compactRecord());
  return { rows, bytes, ...(undone && { undone }), backup };
}

/** A message that nobody takes is no fault of the clean-up. */
async function remind(): Promise<void> {
  try {
    await remindOfSecrets();
  } catch (error) {
    log.warn('the reminder of secrets was not sent', { reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  if (isCancellation(error)) return CANCELLED_IN_ENGINE;
  if (error instanceof ActivityFailure) return error.cause?.message ?? error.message;
  return error instanceof Error ? error.message : String(error);
}
