/** Carries out the rows of the outbox, a function a kind. Each may be repeated: what was done already is found. */
import { ApplicationFailure } from '@temporalio/activity';
import type {
  FollowUp,
  FollowUpKind,
  OutboxActivities,
  OutboxStateActivities,
} from '../../workflows/contracts/outbox';
import type { WorkKind } from '../../workflows/contracts/work-item-words';
import type { OutboxRow } from '../../store/outbox';
import type { Deps } from '../context';
import type { GithubDeps } from '../github/client';
import { isOfClosedVault } from '../github/faults';
import { makePullRequest } from '../github/open-pull-request';
import { reportDialogs, sendAlert } from '../notifications/send-alert';
import { itemEnded } from './item-ended';

export type OutboxDeps = GithubDeps &
  Pick<Deps, 'notifier'> & {
    readonly engine: Pick<
      Deps['engine'],
      'wakePlan' | 'startPrompt' | 'announce' | 'control' | 'followRecurring'
    >;
  };

const wakePlan: Carrier = ({ engine }, { subject }) => engine.wakePlan(subject);

/** One that waited for others: a workflow of it may run still, from before it did. */
const startPrompt: Carrier = async ({ store, engine }, { subject }) => {
  const entered = store.lifecycle.enterQueue(subject);
  if (!entered || entered.state.settled) return;
  await engine.startPrompt(subject);
  await engine.announce(entered.grants);
};

type Carrier = (deps: OutboxDeps, row: OutboxRow) => unknown;

const CARRIERS: Readonly<Record<FollowUpKind, Carrier>> = {
  item_progress: ({ store }, row) => store.work.followPrompt(row),
  dialog_log: ({ store }, { subject }) => store.interactions.logEnded(subject),
  notification: ({ store }) => store.alerts.look(),
  alert: async (deps, { subject }) => {
    try {
      await sendAlert(deps, subject);
    } finally {
      reportDialogs(deps.store, subject);
      // What came meanwhile is next.
      deps.store.alerts.messages.pack(deps.store.alerts.policy.spacingMs);
    }
  },
  pull_request: async (deps, { subject }) => {
    try {
      await makePullRequest(deps, { featureId: subject, branch: null, base: null });
    } catch (error) {
      throw isOfClosedVault(error) ? ApplicationFailure.create({ message: error.message }) : error;
    }
  },
  item_ended: (deps, { subject, detail }) => itemEnded(deps, { kind: detail as WorkKind, id: subject }),
  plan_step: wakePlan,
  plan_gate: wakePlan,
  chain_step: ({ store }, { subject }) => store.chains.step(subject),
  prompt_start: startPrompt,
  recurring_schedule: async ({ engine }, { subject }) => {
    try {
      await engine.followRecurring(subject);
    } catch (error) {
      // The engine answered: it does not take these times.
      const { name, message } = error as Error;
      throw name === 'ScheduleRefusedError' ? ApplicationFailure.nonRetryable(message, name) : error;
    }
  },
};

/** What people read where they look for it; of the other kinds they read the row itself. */
const GIVEN_UP: Partial<Record<FollowUpKind, (deps: OutboxDeps, row: OutboxRow, reason: string) => void>> = {
  item_progress: ({ store }, { subject }, reason) =>
    store.receipts.note(subject, `its feature or bug could not be brought up to date: ${reason}`),
  alert({ store }, { subject }, reason) {
    store.alerts.messages.giveUp(subject, reason);
    reportDialogs(store, subject);
  },
};

export function outboxActivities(deps: OutboxDeps): OutboxActivities & OutboxStateActivities {
  const { store, log } = deps;
  return {
    async carryOutFollowUp(followUp: FollowUp) {
      const row = store.outbox.get(followUp);
      if (!row) return;
      try {
        await CARRIERS[row.kind](deps, row);
      } catch (error) {
        store.outbox.noteAttempt(followUp, error);
        log.warn({ err: error, ...followUp, subject: row.subject }, 'a follow-up failed');
        throw error instanceof Error ? error : ApplicationFailure.create({ message: String(error) });
      }
      store.outbox.done(row);
    },
    async giveUpFollowUp({ kind, id, reason }) {
      const row = store.outbox.get({ kind, id });
      if (!row || !store.outbox.giveUp(row, reason)) return;
      log.warn({ kind, followUp: id, subject: row.subject, reason }, 'a follow-up was given up');
      GIVEN_UP[kind]?.(deps, row, reason);
    },
  };
}
