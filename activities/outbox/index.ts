/** Carries out the rows of the outbox, a function a kind. Each may be repeated: what was done already is found. */
import { ApplicationFailure } from '@temporalio/activity';
import type {
  FollowUp,
  FollowUpKind,
  OutboxActivities,
  OutboxStateActivities,
} from '../../workflows/contracts/outbox';
import type { NotifyInput, NotifyLevel } from '../../workflows/contracts/confirmation';
import { followUpWorkflowId } from '../../workflows/contracts/wire-names';
import { timeMs } from '../../store/db/time';
import type { OutboxRow } from '../../store/outbox';
import type { Deps } from '../context';
import { messageGivenUp, sendNotification } from '../confirmations/notify';
import type { GithubDeps } from '../github/client';
import { makePullRequest } from '../github/open-pull-request';

export type OutboxDeps = GithubDeps &
  Pick<Deps, 'notifier'> & { readonly engine: Pick<Deps['engine'], 'wakePlan' | 'startPrompt' | 'announce'> };

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
  notification: (deps, row) => sendNotification(deps, messageOf(row), keyOf(deps, row)),
  pull_request: (deps, { subject }) =>
    makePullRequest(deps, { featureId: subject, branch: null, base: null }),
  plan_step: wakePlan,
  plan_gate: wakePlan,
  chain_step: ({ store }, { subject }) => store.chains.step(subject),
  prompt_start: startPrompt,
};

const messageOf = ({ subject, detail }: OutboxRow): NotifyInput => ({
  confirmationId: subject,
  level: detail as NotifyLevel,
});

/** No other message to the same receiver has it: not of another installation, nor after a backup was put back. */
function keyOf({ notifier }: OutboxDeps, row: OutboxRow): string {
  return `${notifier.installation}-${followUpWorkflowId(row)}-${timeMs(row.created_at)}`;
}

/** What people read where they look for it; of the other kinds they read the row itself. */
const GIVEN_UP: Partial<Record<FollowUpKind, (deps: OutboxDeps, row: OutboxRow, reason: string) => void>> = {
  item_progress: ({ store }, { subject }, reason) =>
    store.receipts.note(subject, `its feature or bug could not be brought up to date: ${reason}`),
  notification: ({ store }, row, reason) =>
    messageGivenUp(store, messageOf(row), { reason, tries: row.attempts }),
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
