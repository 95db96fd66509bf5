/** What a person should know of now, read from the tables that have it. Texts of prompts and screens stay there. */
import type { Databases } from '../db/databases';
import { type Clock, localDay, sqlTime } from '../db/time';
import { amounts } from '../budgets/reckon';
import type { BudgetStatus } from '../budgets/rows';
import type { ConfirmationRow } from '../confirmations/rows';
import type { OutageRow } from '../health/rows';
import { DIALOGS, FAILED_PROMPTS, GATES, LOST_PROMPTS, OUTAGES, TASKS } from './condition-sql';
import type { AlertCondition } from './rows';

export interface ConditionDeps {
  readonly budgets: { list(): readonly BudgetStatus[] };
}

/** A prompt that was given up longer ago is no news. */
const NEWS_MS = 3_600_000;

type Dialog = Pick<
  ConfirmationRow,
  'id' | 'session_name' | 'agent' | 'kind' | 'created_at' | 'escalate_due_at'
>;
interface PlanPlace {
  readonly plan_id: number;
  readonly plan: string;
  readonly key: string;
  readonly attempt_id: number;
  readonly at: string;
}
interface PromptEnd {
  readonly id: number;
  readonly at: string;
  readonly session: string | null;
}

export function conditionReader({ architect, assigner, health }: Databases, clock: Clock) {
  const outages = health.prepare<[], OutageRow>(OUTAGES);
  const dialogs = assigner.prepare<[], Dialog>(DIALOGS);
  const gates = architect.prepare<[], PlanPlace & { position: number }>(GATES);
  const tasks = architect.prepare<[], PlanPlace>(TASKS);
  const lost = assigner.prepare<[], PromptEnd>(LOST_PROMPTS);
  const failed = assigner.prepare<[string], PromptEnd>(FAILED_PROMPTS);

  return ({ budgets }: ConditionDeps): AlertCondition[] => {
    const now = clock();
    return [
      ...outages.all().map(ofOutage),
      ...dialogs.all().map(ofDialog),
      ...gates.all().map(ofGate),
      ...tasks.all().map(ofTask),
      ...budgets.list().flatMap((budget) => ofBudget(budget, now)),
      ...lost.all().map(ofLost),
      ...failed.all(sqlTime(new Date(now.getTime() - NEWS_MS))).map(ofFailed),
    ];
  };
}

function ofOutage(row: OutageRow): AlertCondition {
  const isWorse = row.status === 'unhealthy';
  return {
    ...{ condition: `outage-${row.id}`, cause: `health ${row.cause}`, kind: 'health', page: '/health.html' },
    severity: isWorse ? 'critical' : 'warning',
    title: `${isWorse ? 'Unhealthy' : 'Degraded'}: ${row.component}`,
    message: [row.reason, row.remedy].filter(Boolean).join(' '),
    since: row.started_at,
    escalated: isWorse,
  };
}

const ASKS: Readonly<Record<ConfirmationRow['kind'], string>> = {
  permission: 'asks for permission',
  question: 'asks a question',
  trust: 'asks whether something is trusted',
  login: 'asks for a login',
  update: 'offers an update',
  picker: 'shows a menu',
  other: 'shows a dialog',
};

/** The condition of a dialog is known by it. */
export const dialogCondition = (id: number): string => `dialog-${id}`;
export const dialogOf = (condition: string): number | null => {
  const [, id] = /^dialog-(\d+)$/.exec(condition) ?? [];
  return id === undefined ? null : Number(id);
};

function ofDialog({ id, session_name: session, agent, kind, ...row }: Dialog): AlertCondition {
  const escalated = row.escalate_due_at !== null;
  const what = `${agent} in session ${session} ${ASKS[kind]}`;
  return {
    ...{ condition: dialogCondition(id), cause: dialogCondition(id), page: '/' },
    kind: kind === 'question' ? 'question' : 'approval',
    severity: escalated ? 'critical' : 'warning',
    title: `${session} waits for you`,
    message: escalated ? `${what} and nobody has answered yet.` : `${what}.`,
    since: row.created_at,
    escalated,
  };
}

const ofPlan = (id: number) =>
  ({ kind: 'plan', severity: 'warning', page: `/plans.html#/${id}`, escalated: false }) as const;

function ofGate({ plan_id: id, plan, key, attempt_id, position, at }: PlanPlace & { position: number }) {
  const condition = `gate-${attempt_id}-${position}`;
  return {
    ...ofPlan(id),
    ...{ condition, cause: condition, since: at },
    title: `Plan ${plan} waits for you`,
    message: `Gate ${position + 1} of task ${key} waits for an approval.`,
  };
}

function ofTask({ plan_id: id, plan, key, attempt_id, at }: PlanPlace): AlertCondition {
  return {
    ...ofPlan(id),
    ...{ condition: `plan-${id}-${key}-${attempt_id}`, cause: `plan-${id}-${key}`, since: at },
    title: `Plan ${plan} waits for you`,
    message: `Task ${key} doesn't go on without a decision: the plan says why.`,
  };
}

/** A level that was reached stays, whatever is reserved on top of it. */
function levelOf({ state, warned, period }: BudgetStatus, day: string): 'warning' | 'used_up' | null {
  if (state === 'warning' || state === 'used_up') return state;
  if (warned === null) return null;
  const isOfNow = warned.split(' ')[1] === (period === 'day' ? day : 'total');
  return state === 'reserved' && isOfNow && warned.startsWith('warning') ? 'warning' : null;
}

function ofBudget(budget: BudgetStatus, now: Date): AlertCondition[] {
  const day = localDay(now);
  const level = levelOf(budget, day);
  if (level === null) return [];
  const { id, name, limit_usd: usd, limit_tokens: tokens } = budget;
  const isGone = level === 'used_up';
  const period = budget.period === 'day' ? day : `since ${budget.counts_from}`;
  return [
    {
      ...{ kind: 'budget', page: '/models.html', escalated: false, since: sqlTime(now) },
      condition: `budget-${id}-${level}-${usd ?? ''}-${tokens ?? ''}-${period}`,
      cause: `budget-${id}-${level}`,
      severity: isGone ? 'critical' : 'warning',
      title: isGone ? `Budget ${name} is used up` : `Budget ${name} is used to 80 %`,
      message: isGone
        ? `${amounts(budget)}. New work waits until it is raised: architect budgets set ${id}.`
        : `${amounts(budget)}. At 100 % new work waits.`,
    },
  ];
}

const ofPrompt = ({ id, at, session }: PromptEnd, condition: string) => ({
  ...({ kind: 'prompt', severity: 'warning', page: '/', escalated: false } as const),
  ...{ condition, cause: condition, since: at },
  where: session === null ? `Prompt ${id}` : `Prompt ${id} in session ${session}`,
});

function ofLost(row: PromptEnd): AlertCondition {
  const { where, ...fields } = ofPrompt(row, `prompt-${row.id}-lost-${row.at}`);
  const message = `${where}: nobody knows whether the agent has it. It is not typed again: say how it ended.`;
  return { ...fields, title: `Prompt ${row.id} is indeterminate`, message };
}

function ofFailed(row: PromptEnd): AlertCondition {
  const { where, ...fields } = ofPrompt(row, `prompt-${row.id}-failed-${row.at}`);
  return {
    ...fields,
    title: `Prompt ${row.id} failed`,
    message: `${where} was given up: its receipt says why.`,
  };
}
