/** What a person should know of now, read from the tables that have it. Texts of prompts and screens stay there. */
import { type Clock, localDay, sqlTime } from '../db/time';
import { amounts } from '../budgets/reckon';
import type { BudgetStatus } from '../budgets/rows';
import type { Needs } from '../needs';
import { ASKS, needKindOf } from '../needs/dialogs';
import type { DialogFact, GateFact, OutageFact, PromptFact, TaskFact } from '../needs/facts';
import type { AlertCondition } from './rows';

export interface ConditionDeps {
  readonly needs: Pick<Needs, 'facts' | 'list'>;
}

/** A prompt that was given up longer ago is no news. */
const NEWS_MS = 3_600_000;

export function conditionReader({ needs }: ConditionDeps, clock: Clock) {
  return (): AlertCondition[] => {
    const now = clock();
    const facts = needs.facts();
    const news = sqlTime(new Date(now.getTime() - NEWS_MS));
    // What a person has put away is told to nobody.
    const listed = new Set(needs.list(['failed', 'indeterminate']).map(({ refs }) => refs.prompt));
    return [
      ...facts.outages.map(ofOutage),
      ...facts.dialogs.filter((row) => row.notify_due_at !== null).map(ofDialog),
      ...facts.gates.map(ofGate),
      ...facts.tasks.map(ofTask),
      ...facts.budgets.flatMap((budget) => ofBudget(budget, now)),
      ...facts.lost.filter(({ id }) => listed.has(id)).map(ofLost),
      ...facts.failed.filter(({ id, at }) => at >= news && listed.has(id)).map(ofFailed),
    ];
  };
}

function ofOutage(row: OutageFact): AlertCondition {
  const isWorse = row.status === 'unhealthy';
  return {
    ...{ condition: `outage-${row.id}`, cause: `health ${row.cause}`, kind: 'health', page: '/health.html' },
    severity: isWorse ? 'critical' : 'warning',
    title: `${isWorse ? 'Unhealthy' : 'Degraded'}: ${row.component}`,
    message: [row.reason, row.remedy].filter(Boolean).join(' '),
    since: row.at,
    escalated: isWorse,
  };
}

/** The condition of a dialog is known by it. */
const dialogCondition = (id: number): string => `dialog-${id}`;
export const dialogOf = (condition: string): number | null => {
  const [, id] = /^dialog-(\d+)$/.exec(condition) ?? [];
  return id === undefined ? null : Number(id);
};

function ofDialog({ id, session, agent, kind, ...row }: DialogFact): AlertCondition {
  const escalated = row.escalate_due_at !== null;
  const what = `${agent} in session ${session} ${ASKS[kind]}`;
  return {
    ...{ condition: dialogCondition(id), cause: dialogCondition(id), page: `/needs.html#/dialog-${id}` },
    kind: needKindOf(kind),
    severity: escalated ? 'critical' : 'warning',
    title: `${session} waits for you`,
    message: escalated ? `${what} and nobody has answered yet.` : `${what}.`,
    since: row.at,
    escalated,
  };
}

const ofPlan = (id: number) =>
  ({ kind: 'plan', severity: 'warning', page: `/plans.html#/${id}`, escalated: false }) as const;

function ofGate({ plan_id: id, plan, key, attempt_id, position, at }: GateFact) {
  const condition = `gate-${attempt_id}-${position}`;
  return {
    ...ofPlan(id),
    ...{ condition, cause: condition, since: at },
    title: `Plan ${plan} waits for you`,
    message: `Gate ${position + 1} of task ${key} waits for an approval.`,
  };
}

function ofTask({ plan_id: id, plan, key, attempt_id, at }: TaskFact): AlertCondition {
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

const ofPrompt = ({ id, at, session }: PromptFact, condition: string) => ({
  ...({ kind: 'prompt', severity: 'warning', page: `/#/prompt/${id}`, escalated: false } as const),
  ...{ condition, cause: condition, since: at },
  where: session === null ? `Prompt ${id}` : `Prompt ${id} in session ${session}`,
});

function ofLost(row: PromptFact): AlertCondition {
  const { where, ...fields } = ofPrompt(row, `prompt-${row.id}-lost-${row.at}`);
  const message = `${where}: nobody knows whether the agent has it. It is not typed again: say how it ended.`;
  return { ...fields, title: `Prompt ${row.id} is indeterminate`, message };
}

function ofFailed(row: PromptFact): AlertCondition {
  const { where, ...fields } = ofPrompt(row, `prompt-${row.id}-failed-${row.at}`);
  return {
    ...fields,
    title: `Prompt ${row.id} failed`,
    message: `${where} was given up: its receipt says why.`,
  };
}
