/** The schedule of the daily clean-up, where people can see and change it in Temporal. */
import { type ScheduleClient, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { MaintenanceInput } from '../workflows/contracts/maintenance';
import { HUB_QUEUE, MAINTENANCE_SCHEDULE, WORKFLOW } from '../workflows/contracts/wire-names';

/** Local time; what the engine doesn't know as a time zone becomes UTC. */
const HOUR = 3;

export async function ensureMaintenanceSchedule(schedule: ScheduleClient): Promise<void> {
  const input: MaintenanceInput = { dryRun: false, requestedBy: 'schedule' };
  const create = (timezone: string) =>
    schedule.create({
      scheduleId: MAINTENANCE_SCHEDULE,
      spec: { calendars: [{ hour: HOUR, minute: 0, comment: 'daily' }], timezone },
      action: {
        type: 'startWorkflow',
        workflowType: WORKFLOW.maintenance,
        taskQueue: HUB_QUEUE,
        args: [input],
      },
      // A machine that was off in the night catches up once, when it is on again.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' },
      state: { note: 'Backs up the record, removes what is old, and compacts the databases.' },
    });
  try {
    await create(Intl.DateTimeFormat().resolvedOptions().timeZone).catch((error: unknown) => {
      if (error instanceof ScheduleAlreadyRunning) throw error;
      return create('UTC');
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
