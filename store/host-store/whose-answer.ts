/**
 * Whose answer a dialog gets. The word of who presses it is not enough: a joined host may name whom it likes, and so may who
 * can write to the engine. The record has what people asked for and what the rules say.
 */
import { type DialogAnswer, HostStoreRefusedError } from '../../workflows/contracts/host-store';
import type { Store } from '..';
import type { ConfirmationRow } from '../confirmations/rows';

type Asked = Pick<Store, 'confirmations'>;

/** Who told the engine, past the dashboard: who that was is not known here. No user can be called so. */
export const SOMEBODY_IN_TEMPORAL = 'somebody in Temporal';

const RULES_SAY = { allow: 'approve', deny: 'deny' } as const;

/** Whose answer it got, or is about to get. */
export function decidedIn({
  decided_by: by,
  decided_by_name: who,
  answer,
  reply,
}: ConfirmationRow): DialogAnswer | null {
  if (by === null || by === 'terminal' || answer === null || reply === null) return null;
  return { by, answer, reply: JSON.parse(reply) as DialogAnswer['reply'], ...(who !== null && { who }) };
}

const isSame = (one: DialogAnswer, other: DialogAnswer): boolean =>
  one.by === other.by &&
  one.answer === other.answer &&
  JSON.stringify(one.reply) === JSON.stringify(other.reply);

/** The answer with the person who asked for it; undefined: nobody did. */
function askedFor(
  { confirmations }: Asked,
  row: ConfirmationRow,
  given: DialogAnswer,
): DialogAnswer | undefined {
  const who = confirmations.whoAsked(row, given);
  if (who !== undefined) return { ...given, who };
  // It was asked for, and written down so, before the one who asked was told that it takes too long.
  const before = decidedIn(row);
  return before && isSame(before, given) ? before : undefined;
}

/** Of the rules, whoever is named with it. */
const namelessly = ({ by, answer, reply }: DialogAnswer): DialogAnswer => ({ by, answer, reply });

/** The answer that this machine is about to press, in the name of who is known to have asked for it. */
export function answerHere(store: Asked, row: ConfirmationRow, given: DialogAnswer): DialogAnswer {
  if (given.by === 'policy') return namelessly(given);
  return askedFor(store, row, given) ?? { ...given, who: SOMEBODY_IN_TEMPORAL };
}

/**
 * The answer that a joined host is about to press, with the person as the record knows them.
 * @throws HostStoreRefusedError where nobody decided that
 */
export function answerThere(store: Asked, row: ConfirmationRow, given: DialogAnswer): DialogAnswer {
  if (given.by === 'policy') {
    // It has a moment of its answer only while the rules answer it by themselves.
    const says = row.due_at === null || row.verdict === 'ask' ? null : row.verdict && RULES_SAY[row.verdict];
    if (says === given.answer) return namelessly(given);
    throw undecided(row, 'the rules leave it to a person');
  }
  const asked = askedFor(store, row, given);
  if (asked) return asked;
  throw undecided(row, 'nobody asked for that answer');
}

/** The answer whose keys were about to be pressed. @throws HostStoreRefusedError where none were */
export function pressedHere(row: ConfirmationRow): DialogAnswer {
  const decided = row.pressed_at === null ? null : decidedIn(row);
  if (decided) return decided;
  throw undecided(row, 'no answer was about to be pressed');
}

const undecided = ({ id }: ConfirmationRow, why: string): HostStoreRefusedError =>
  new HostStoreRefusedError(`dialog ${id} was not answered: ${why}. Look at it, and answer it again`);

const AFTER_RESTART = ', seen after a restart';

/** In words of the record: those of who pressed it name whom they like. */
export function answeredWords({ by, who, reply }: DialogAnswer, given: string): string {
  const person = by === 'policy' ? 'the rules' : (who ?? 'a person');
  const how = reply.dismissed ? 'closed' : 'answered';
  return `${how} for ${person}${given.endsWith(AFTER_RESTART) ? AFTER_RESTART : ''}`;
}
