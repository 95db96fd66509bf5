/** Runs that write to the spreadsheet, as they are recorded. */
import type {
  SheetPass,
  SheetsActivities,
  SheetsInput,
  SheetsRecordActivities,
} from '../../../workflows/contracts/sheets';
import { HUB_QUEUE, STATUS_QUERY, WORKFLOW } from '../../../workflows/contracts/wire-names';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';

const DONE: SheetPass = { next: 'done', requests: 3, retryInMs: null, added: 2, updated: 1 };

const start = (
  engine: TestEngine,
  scenario: string,
  steps: Partial<SheetsActivities & SheetsRecordActivities>,
) => {
  engine.use({
    hub: {
      planSheets: async () => ({ syncId: 7 }),
      syncSheet: async () => DONE,
      endSheets: async ({ syncId, isCancelled }) => ({
        ...{ outcome: isCancelled ? 'cancelled' : 'completed', syncId, added: 8, updated: 4, reason: null },
      }),
      ...steps,
    },
    host: {},
  });
  const input: SheetsInput = {
    durations: { passTimeoutMs: 10_000, heartbeatTimeoutMs: 4_000, perRequestMs: 10 },
  };
  return engine.client.workflow.start(WORKFLOW.sheetsSync, {
    ...{ workflowId: `sheets-${scenario}`, taskQueue: HUB_QUEUE, args: [input] },
  });
};

const ended = (scenario: string, steps: () => Partial<SheetsActivities & SheetsRecordActivities>) =>
  async function run(engine: TestEngine): Promise<string> {
    const workflow = await start(engine, scenario, steps());
    await workflow.result();
    return workflow.workflowId;
  };

/** Each gives the id of its workflow. */
export const SHEETS: Record<string, (engine: TestEngine) => Promise<string>> = {
  plain: ended('plain', () => ({})),
  skipped: ended('skipped', () => ({ planSheets: async () => ({ skipped: 'it is not set up' }) })),
  'after-faults': ended('after-faults', () => {
    const passes: SheetPass[] = [
      { ...DONE, next: 'later', retryInMs: 50 },
      { ...DONE, next: 'more' },
    ];
    let calls = 0;
    return {
      async syncSheet() {
        calls += 1;
        if (calls === 1) throw new Error('the worker is gone');
        return passes.pop() ?? DONE;
      },
    };
  }),
  stopped: ended('stopped', () => ({ syncSheet: async () => ({ ...DONE, next: 'stop' }) })),
  async 'cancelled-in-the-engine'(engine) {
    const workflow = await start(engine, 'cancelled-in-the-engine', {
      syncSheet: async () => ({ ...DONE, next: 'later', retryInMs: 60_000 }),
    });
    while ((await workflow.query<{ step: string }>(STATUS_QUERY)).step !== 'waiting');
    await workflow.cancel();
    await workflow.result().catch(unlessItFailed);
    return workflow.workflowId;
  },
};
