/** Brings a spreadsheet up to the record, one tab after the other, as fast as Google allows. */
import { CancellationScope, isCancellation, proxyActivities, sleep } from '@temporalio/workflow';
import {
  SHEET_TABS,
  type SheetPass,
  type SheetsActivities,
  type SheetsInput,
  type SheetsRecordActivities,
  type SheetsResult,
  type SheetsRunStatus,
  type SheetTab,
} from '../contracts/sheets';
import { ANY_WORKER, stateActivities, within } from '../dispatch/activity-options';
import { answersStatus } from '../dispatch/status';

/** The rest waits for the next run, so that a history stays short. */
const MOST_PASSES_A_TAB = 200;

const record = stateActivities<SheetsRecordActivities>();

export async function sheetsSync({ durations }: SheetsInput): Promise<SheetsResult> {
  let status: SheetsRunStatus = {
    ...{ step: 'planning', syncId: null, tab: null, passes: 0, added: 0, updated: 0 },
  };
  const now = (change: Partial<SheetsRunStatus>): void => {
    status = { ...status, ...change };
  };
  answersStatus(() => status);
  const { syncSheet } = proxyActivities<SheetsActivities>({
    ...ANY_WORKER,
    ...within(durations.passTimeoutMs, durations.heartbeatTimeoutMs),
  });

  /** False where nothing can be written for now. */
  const write = async (syncId: number, tab: SheetTab): Promise<boolean> => {
    let failures = 0;
    for (let passes = 1; passes <= MOST_PASSES_A_TAB; passes += 1) {
      now({ step: 'writing', syncId, tab, passes });
      const pass: SheetPass = await syncSheet({ syncId, tab, failures });
      now({ added: status.added + pass.added, updated: status.updated + pass.updated });
      if (pass.next === 'stop') return false;
      failures = pass.next === 'later' ? failures + 1 : 0;
      now({ step: 'waiting' });
      const pauseMs = pass.retryInMs ?? pass.requests * durations.perRequestMs;
      if (pauseMs > 0) await sleep(pauseMs);
      if (pass.next === 'done') return true;
    }
    return true;
  };

  const plan = await record.planSheets();
  if ('skipped' in plan) {
    now({ step: 'ended' });
    return { outcome: 'skipped', syncId: null, added: 0, updated: 0, reason: plan.skipped };
  }
  const { syncId } = plan;
  try {
    for (const tab of SHEET_TABS) if (!(await write(syncId, tab))) break;
  } catch (error) {
    const isCancelled = isCancellation(error);
    await CancellationScope.nonCancellable(() => record.endSheets({ syncId, isCancelled }));
    throw error;
  }
  const result = await record.endSheets({ syncId, isCancelled: false });
  now({ step: 'ended' });
  return result;
}
