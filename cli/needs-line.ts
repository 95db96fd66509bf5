/** How much needs a person, in one line of a status. */
import { NEED_KINDS } from '../workflows/contracts/needs';
import type { Answer } from './api';

export type NeedPage = Answer<'GET /api/needs'>;

/** `Needs you  3 (2 approval, 1 failed)` */
export function needsLine({ total, counts }: Pick<NeedPage, 'total' | 'counts'>): string {
  const kinds = NEED_KINDS.flatMap((kind) => {
    const count = counts[kind];
    return count === undefined ? [] : [`${count} ${kind.replace('_', ' ')}`];
  });
  return `Needs you        ${total}${total === 0 ? '' : ` (${kinds.join(', ')}): architect needs`}`;
}
