/** What is wrong around the prompts: the machine, its sessions, budgets, secrets. Pure. */
import { amounts } from '../budgets/reckon';
import type { BudgetStatus } from '../budgets/rows';
import { isoTime, localDay } from '../db/time';
import type { SecretInfo } from '../vault';
import type { ExitedFact, LimitFact, OutageFact } from './facts';
import { type FoundNeed, foundNeed, NO_REFS, sentence } from './found';

/** What is worse than degraded: nothing works without it. The page of the health has the rest. */
export const healthNeeds = (rows: readonly OutageFact[]): FoundNeed[] =>
  rows
    .filter(({ status }) => status === 'unhealthy')
    .map((row) => ({
      ...foundNeed(`health-${row.id}`, row.at),
      ...{ kind: 'health', severity: 'critical', subject: row.remedy },
      title: `Unhealthy: ${row.component}`,
      why: row.reason ?? '',
    }));

export function exitedNeed(row: ExitedFact): FoundNeed {
  const { session, waiting, present, provider, working_dir } = row;
  return {
    ...foundNeed(`exited-${session}`, row.at),
    kind: 'exited',
    title: `${session} has ended, and ${waiting} ${waiting === 1 ? 'prompt waits' : 'prompts wait'} for it`,
    why: sentence(row.reason ?? 'Its agent has ended'),
    refs: { ...NO_REFS, session },
    ran: present === 1 || provider === null ? null : { provider, working_dir },
  };
}

export const hostNeed = ({ host, at }: { host: string; at: string }): FoundNeed => ({
  ...foundNeed(`host-${host}`, at),
  kind: 'host',
  title: `Machine ${host} is lost`,
  why: `Nothing was heard of it since ${isoTime(at)}: its sessions get no work.`,
  refs: { ...NO_REFS, host },
});

/** Sessions of one account share its limit. */
export function limitNeeds(rows: readonly LimitFact[]): FoundNeed[] {
  const keyOf = ({ session, provider, account }: LimitFact): string =>
    account === null ? `session ${session}` : `account ${provider} ${account}`;
  const groups = new Map<string, LimitFact[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [limitNeed(first, group.length - 1)] : [];
  });
}

function limitNeed({ session, until, at }: LimitFact, others: number): FoundNeed {
  const more = others === 0 ? '' : ` and ${others} other ${others === 1 ? 'session' : 'sessions'}`;
  const end = until === null ? 'nobody knows when it ends' : `it goes on at ${isoTime(until)}`;
  return {
    ...foundNeed(`limit-${session}`, at),
    ...{ kind: 'limit', occurrence: until ?? at },
    title: `${session}${more} reached the usage limit`,
    why: `The account has used up what it may: ${end}.`,
    refs: { ...NO_REFS, session },
  };
}

export const budgetNeeds = (budgets: readonly BudgetStatus[], now: Date): FoundNeed[] =>
  budgets
    .filter(({ state }) => state === 'used_up')
    .map((budget) => {
      const since = budget.period === 'day' ? `${localDay(now)} 00:00:00.000` : budget.counts_from;
      return {
        ...foundNeed(`budget-${budget.id}`, since),
        ...{ kind: 'budget', severity: 'critical' },
        title: `Budget ${budget.name} is used up`,
        why: `${amounts(budget)}. New work waits until it is raised.`,
        refs: { ...NO_REFS, budget: budget.id },
      };
    });

export function secretNeed(secret: SecretInfo): FoundNeed {
  const { id, name, due, expires_at: expires, rotate_after_days: days } = secret;
  const on = isoTime(expires)?.slice(0, 10) ?? '';
  const words = {
    expired: [`Secret ${name} has expired`, `It expired on ${on}.`],
    expires_soon: [`Secret ${name} expires soon`, `It expires on ${on}.`],
    rotation: [`Secret ${name} should be changed`, `It has had its value for more than ${days} days.`],
  } as const;
  const [title, why] = words[due ?? 'rotation'];
  return {
    ...foundNeed(`secret-${id}`, secret.rotated_at ?? secret.updated_at),
    ...{ kind: 'secret', title, why, severity: due === 'expired' ? 'critical' : 'warning' },
    refs: { ...NO_REFS, secret: id },
  };
}
