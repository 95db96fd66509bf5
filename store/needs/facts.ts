/** What the list of what needs a person, and the alerts, are made of: read once after each change. */
import type { DialogKind } from '../../workflows/contracts/confirmation';
import { NEED_DAYS } from '../../workflows/contracts/needs';
import type { Verdict } from '../../workflows/contracts/policy';
import type { BudgetStatus } from '../budgets/rows';
import type { Databases } from '../db/databases';
import { type Clock, sqlTime } from '../db/time';
import type { SecretInfo } from '../vault';
import * as sql from './sql';

export interface OutageFact {
  readonly id: number;
  readonly component: string | null;
  readonly at: string;
  readonly status: 'degraded' | 'unhealthy' | null;
  readonly cause: string;
  readonly reason: string | null;
  readonly remedy: string | null;
}

/** One that no answer is known to yet. */
export interface DialogFact {
  readonly id: number;
  readonly session: string;
  readonly agent: string;
  readonly kind: DialogKind;
  readonly prompt_id: number | null;
  readonly at: string;
  readonly decided_by: string | null;
  readonly due_at: string | null;
  readonly verdict: Verdict | null;
  readonly mode: string | null;
  readonly rule_reason: string | null;
  readonly held: string | null;
  readonly notify_due_at: string | null;
  readonly escalate_due_at: string | null;
  readonly subject: string | null;
}

export type LeftDialogFact = Pick<DialogFact, 'id' | 'session' | 'kind' | 'prompt_id' | 'at'>;

export interface PlanFact {
  readonly plan_id: number;
  readonly plan: string;
  readonly at: string;
}
export interface TaskFact extends PlanFact {
  readonly key: string;
  readonly attempt_id: number;
  /** Of the newest attempt; 0 = there was none. */
  readonly number: number;
  readonly subject: string | null;
}
export interface GateFact extends TaskFact {
  readonly position: number;
  readonly asked: number;
  readonly prompt_id: number | null;
}

export interface PromptFact {
  readonly id: number;
  readonly at: string;
  readonly session: string | null;
  readonly subject: string | null;
  readonly reason: string | null;
}

export interface ExitedFact {
  readonly session: string;
  readonly reason: string | null;
  readonly provider: string | null;
  readonly working_dir: string | null;
  /** 1 = its terminal is there, without its agent. */
  readonly present: number;
  readonly waiting: number;
  readonly at: string;
}
export interface LimitFact {
  readonly session: string;
  readonly provider: string | null;
  readonly account: string | null;
  readonly until: string | null;
  readonly at: string;
}

export type Facts = ReturnType<ReturnType<typeof factReader>>;

export interface FactDeps {
  readonly budgets: { list(): readonly BudgetStatus[] };
  readonly vault: { list(filter: { due: true }): readonly SecretInfo[] };
}

const MS_A_DAY = 86_400_000;

export function factReader(databases: Databases, clock: Clock, { budgets, vault }: FactDeps) {
  const { architect, assigner, health } = databases;
  const outages = health.prepare<[], OutageFact>(sql.OUTAGES);
  const dialogs = assigner.prepare<[], DialogFact>(sql.DIALOGS);
  const left = assigner.prepare<[], LeftDialogFact>(sql.LEFT_DIALOGS);
  const gates = architect.prepare<[], GateFact>(sql.GATES);
  const tasks = architect.prepare<[], TaskFact>(sql.TASKS);
  const drafts = architect.prepare<[], PlanFact>(sql.DRAFTS);
  const lost = assigner.prepare<[], PromptFact>(sql.LOST_PROMPTS);
  const failed = assigner.prepare<[string], PromptFact>(sql.FAILED_PROMPTS);
  const asking = assigner.prepare<[string], Omit<PromptFact, 'reason'>>(sql.ASKING_BACK);
  const blocked = assigner.prepare<[], PromptFact>(sql.BLOCKED_PROMPTS);
  const exited = assigner.prepare<[], ExitedFact>(sql.EXITED);
  const limited = assigner.prepare<[string], LimitFact>(sql.LIMITED);
  const hosts = assigner.prepare<[], { host: string; at: string }>(sql.HOSTS);

  return () => {
    const now = clock();
    const news = sqlTime(new Date(now.getTime() - NEED_DAYS * MS_A_DAY));
    return {
      outages: outages.all(),
      dialogs: dialogs.all(),
      leftDialogs: left.all(),
      gates: gates.all(),
      tasks: tasks.all(),
      drafts: drafts.all(),
      lost: lost.all(),
      failed: failed.all(news),
      asking: asking.all(news),
      blocked: blocked.all(),
      exited: exited.all(),
      limited: limited.all(sqlTime(now)),
      hosts: hosts.all(),
      budgets: budgets.list(),
      secrets: vault.list({ due: true }),
      now,
    };
  };
}
