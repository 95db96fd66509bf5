/** What becomes of alerts when what is so now is compared with what was so before. Pure. */
import type { AlertEvent, AlertKind, AlertPolicy, HeldBack } from '../../workflows/contracts/alerts';
import type { AlertCondition, AlertRow } from './rows';

export type AlertStep =
  | { readonly do: 'add'; readonly condition: AlertCondition }
  /** It is over before it was long enough so: nobody has to know. */
  | { readonly do: 'forget'; readonly id: number }
  | { readonly do: 'describe'; readonly id: number; readonly condition: AlertCondition }
  /** It is so again, with nothing new to tell. */
  | { readonly do: 'reopen'; readonly id: number }
  | { readonly do: 'open'; readonly id: number }
  | { readonly do: 'hold'; readonly id: number; readonly why: HeldBack }
  | { readonly do: 'tell'; readonly row: AlertRow; readonly event: AlertEvent }
  /** It is told as bad as it is: that it has become worse is no news. */
  | { readonly do: 'mark_escalated'; readonly id: number }
  | { readonly do: 'end'; readonly id: number };

export interface AlertFacts {
  readonly found: readonly AlertCondition[];
  /** Those of `found`, and all that are not resolved. */
  readonly rows: readonly AlertRow[];
  readonly policy: Pick<AlertPolicy, 'dwellMs' | 'cooldownMs'>;
  readonly isMuted: (kind: AlertRow['kind']) => boolean;
  /** How long ago a stored time was, without the time in which the machine slept. */
  readonly awakeMs: (since: string) => number;
  /** When another alert of the same cause was last told. */
  readonly lastTold: (row: AlertRow) => string | null;
}

/** That these are over is worth a message: of the others a person made it so. */
const RESOLVED_IS_TOLD: ReadonlySet<string> = new Set<AlertKind>(['health', 'budget']);
/** It ends when another of them begins: that one is told. */
const WARNING_OF_A_BUDGET = /^budget-\d+-warning-/;

export const hasAnEnd = (kind: AlertRow['kind']): boolean => RESOLVED_IS_TOLD.has(kind);

/** Over before it was told, it is told no more: there is nothing left to do. */
export const isForAPerson = (kind: AlertRow['kind']): boolean =>
  kind === 'approval' || kind === 'question' || kind === 'plan';

export function decideAlerts(facts: AlertFacts): AlertStep[] {
  const known = new Map(facts.rows.map((row) => [row.condition, row]));
  const found = new Set(facts.found.map(({ condition }) => condition));
  const over = facts.rows.filter((row) => row.state !== 'resolved' && !found.has(row.condition));
  return [
    ...over.flatMap((row) => ending(row, facts)),
    ...facts.found.flatMap((condition): AlertStep[] => {
      const row = known.get(condition.condition);
      return row ? ofKnown(row, condition, facts) : [{ do: 'add', condition }];
    }),
  ];
}

function ending(row: AlertRow, { isMuted }: AlertFacts): AlertStep[] {
  if (row.state === 'pending') return [{ do: 'forget', id: row.id }];
  const isTold =
    row.told_at !== null &&
    RESOLVED_IS_TOLD.has(row.kind) &&
    !WARNING_OF_A_BUDGET.test(row.condition) &&
    !isMuted(row.kind);
  return [{ do: 'end', id: row.id }, ...(isTold ? [{ do: 'tell', row, event: 'resolved' } as const] : [])];
}

function ofKnown(row: AlertRow, condition: AlertCondition, facts: AlertFacts): AlertStep[] {
  const { id } = row;
  if (row.state === 'resolved') return [{ do: 'reopen', id }];
  const isOther =
    row.title !== condition.title || row.message !== condition.message || row.severity !== condition.severity;
  const described: AlertStep[] = isOther ? [{ do: 'describe', id, condition }] : [];
  if (row.state === 'pending') {
    // As it was first seen: some conditions, such as a budget's, are of now at each look.
    const forMs = facts.awakeMs(row.since);
    // A clock that was set back must not keep it from being told for hours.
    const isLong = forMs >= facts.policy.dwellMs(condition.kind) || forMs < 0;
    return isLong ? [...described, { do: 'open', id }] : described;
  }
  return [...described, ...telling({ ...row, ...textOf(condition) }, condition, facts)];
}

const textOf = ({ title, message, severity }: AlertCondition) => ({ title, message, severity });

function telling(row: AlertRow, { escalated }: AlertCondition, facts: AlertFacts): AlertStep[] {
  const event = row.told_at === null ? 'opened' : escalated && row.escalated_at === null ? 'escalated' : null;
  if (event === null) return [];
  const why = heldBack(row, event, facts);
  if (why === null) {
    const isWhole = event === 'opened' && escalated && row.escalated_at === null;
    return [{ do: 'tell', row, event }, ...(isWhole ? [{ do: 'mark_escalated', id: row.id } as const] : [])];
  }
  return row.held === why ? [] : [{ do: 'hold', id: row.id, why }];
}

function heldBack(row: AlertRow, event: AlertEvent, facts: AlertFacts): HeldBack | null {
  if (row.acknowledged_at !== null) return 'acknowledged';
  if (facts.isMuted(row.kind)) return 'muted';
  if (event === 'escalated' || row.kind === 'test') return null;
  const last = facts.lastTold(row);
  if (last === null) return null;
  const agoMs = facts.awakeMs(last);
  return agoMs >= 0 && agoMs < facts.policy.cooldownMs(row.kind) ? 'cooldown' : null;
}
