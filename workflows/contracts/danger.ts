/** Whether what a dialog asks for is a danger that somebody named. Pure. */
import type { DialogKind } from './confirmation';
import type { Verdict } from './policy';

export interface JudgedDialog {
  readonly kind: DialogKind;
  readonly verdict: Verdict | null;
  /** Its digits: a rule of a person. Null: none decided. */
  readonly rule: string | number | null;
}

/** Reasons without a rule that are a danger by themselves; others only say that nobody knows. */
const DANGERS: ReadonlySet<string> = new Set(['invisible', 'fork-bomb', 'own-data', 'turned-link']);
const NUMBER = /^\d+$/;

/** A rule refuses it, or asks on purpose: nobody decides that in passing. */
export function isDanger({ kind, verdict, rule }: JudgedDialog): boolean {
  if (kind !== 'permission' || rule === null) return false;
  const word = String(rule);
  return verdict === 'deny' || (verdict === 'ask' && (NUMBER.test(word) || DANGERS.has(word)));
}
