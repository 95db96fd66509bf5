/**
 * For whom a joined host answers a dialog. Its word is not enough: the record has what people asked for and what the rules
 * say, and what is written down as whose answer is one of these.
 */
import { type DialogAnswer, HostStoreRefusedError } from '../../../workflows/contracts/host-store';
import type { Store } from '../..';
import type { ConfirmationRow } from '../../confirmations/rows';
import { decidedIn } from '../dialogs';

const RULES_SAY = { allow: 'approve', deny: 'deny' } as const;

const isSame = (one: DialogAnswer, other: DialogAnswer): boolean =>
  one.by === other.by &&
  one.answer === other.answer &&
  JSON.stringify(one.reply) === JSON.stringify(other.reply);

/**
 * The answer that the host is about to press, with the person as the record knows them.
 * @throws HostStoreRefusedError where nobody decided that
 */
export function decidedHere(
  { confirmations }: Pick<Store, 'confirmations'>,
  row: ConfirmationRow,
  given: DialogAnswer,
): DialogAnswer {
  if (given.by === 'policy') {
    // It has a moment of its answer only while the rules answer it by themselves.
    const says = row.due_at === null || row.verdict === 'ask' ? null : row.verdict && RULES_SAY[row.verdict];
    if (says === given.answer) return { by: 'policy', answer: given.answer, reply: given.reply };
    throw undecided(row, 'the rules leave it to a person');
  }
  const who = confirmations.whoAsked(row, given);
  if (who !== undefined) return { ...given, who };
  // It was asked for, and written down so, before the one who asked was told that it takes too long.
  const before = decidedIn(row);
  if (before && isSame(before, given)) return before;
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

/** In words of the record: those of the host name whom they like. */
export function answeredWords({ by, who, reply }: DialogAnswer, given: string): string {
  const person = by === 'policy' ? 'the rules' : (who ?? 'a person');
  const how = reply.dismissed ? 'closed' : 'answered';
  return `${how} for ${person}${given.endsWith(AFTER_RESTART) ? AFTER_RESTART : ''}`;
}
