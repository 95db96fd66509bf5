/** What needs a person, as the API shows it. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import { type Need, type NeedKind, NEEDS_TOLD } from '../../workflows/contracts/needs';
import type { NeedsTold, NeedTold } from '../document/api-types';
import { may, type Principal } from '../access/principal';
import { decisionsOf } from './decisions';
import type { counts, need } from './responses';

function needToldView(row: Need): NeedTold {
  const { id, kind, severity, title, subject, why, refs } = row;
  return {
    ...{ id, kind, severity, title, subject, why, refs },
    since: isoTime(row.since),
    page: pageOf(row),
    decisions: decisionsOf(row),
  };
}

export function needView(row: Need, who: Pick<Principal, 'scopes'>): z.output<typeof need> {
  const told = needToldView(row);
  const decisions = told.decisions.map((one) => ({ ...one, allowed: may(who, one.scope) }));
  return { ...told, decisions };
}

export function countsOf(rows: readonly Need[]): z.output<typeof counts> {
  const found: Partial<Record<NeedKind, number>> = {};
  for (const { kind } of rows) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

/** The first of them, and how many there are. */
export const needsToldView = (rows: readonly Need[]): NeedsTold => ({
  items: rows.slice(0, NEEDS_TOLD).map(needToldView),
  total: rows.length,
  counts: countsOf(rows),
});

/** Where more is known of it. */
function pageOf({ kind, refs: { plan, prompt } }: Need): string {
  if (kind === 'health') return '/health.html';
  if (kind === 'budget') return '/models.html';
  if (kind === 'secret') return '/vault.html';
  if (plan !== null) return `/plans.html#/${plan}`;
  return prompt === null ? '/' : `/#/prompt/${prompt}`;
}
