/** Runs of the hourly message that are recorded. */
import type { SmsActivities, SmsInput, SmsRecordActivities, SmsTry } from '../../../workflows/contracts/sms';
import { HUB_QUEUE, STATUS_QUERY, WORKFLOW } from '../../../workflows/contracts/wire-names';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';

const LATER: SmsTry = { status: 'due', retryInMs: 50, reason: 'Dialpad answered with status 503' };
const SENT: SmsTry = { status: 'sent', retryInMs: null, reason: null };

const start = (engine: TestEngine, scenario: string, steps: Partial<SmsActivities & SmsRecordActivities>) => {
  engine.use({
    hub: { planSms: async () => ({ smsId: 7 }), giveUpSms: async () => undefined, ...steps },
    host: {},
  });
  const input: SmsInput = {
    ...{ requestedBy: 'schedule', once: false },
    durations: { sendTimeoutMs: 10_000, heartbeatTimeoutMs: 4_000 },
  };
  return engine.client.workflow.start(WORKFLOW.smsUpdate, {
    ...{ workflowId: `sms-${scenario}`, taskQueue: HUB_QUEUE, args: [input] },
  });
};

/** Each gives the id of its workflow. */
export const SMS: Record<string, (engine: TestEngine) => Promise<string>> = {
  async skipped(engine) {
    const workflow = await start(engine, 'skipped', {
      planSms: async () => ({ skipped: 'this hour has its message already' }),
    });
    await workflow.result();
    return workflow.workflowId;
  },
  async 'sent-after-a-pause'(engine) {
    const tries = [LATER, LATER];
    const workflow = await start(engine, 'sent-after-a-pause', {
      sendSms: async () => tries.pop() ?? SENT,
    });
    await workflow.result();
    return workflow.workflowId;
  },
  async 'worker-gone'(engine) {
    let calls = 0;
    const workflow = await start(engine, 'worker-gone', {
      async sendSms() {
        calls += 1;
        if (calls === 1) throw new Error('the worker is gone');
        return { status: 'unknown', retryInMs: null, reason: 'cut off while it was sent' };
      },
    });
    await workflow.result();
    return workflow.workflowId;
  },
  async 'cancelled-in-the-engine'(engine) {
    const workflow = await start(engine, 'cancelled-in-the-engine', {
      sendSms: async () => ({ ...LATER, retryInMs: 60_000 }),
    });
    while ((await workflow.query<{ step: string }>(STATUS_QUERY)).step !== 'waiting');
    await workflow.cancel();
    await workflow.result().catch(unlessItFailed);
    return workflow.workflowId;
  },
};
