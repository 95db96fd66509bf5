/** The rows of the list: what is alike stands together, and nothing moves that somebody reads. Pure. */
import type { Confirmation, NeedTold } from '../../../../api/document/api-types';

/** One row. Its id is that of the first of them. */
export interface Entry {
  readonly id: string;
  readonly needs: readonly NeedTold[];
}

/** Ids of a row as it was shown. */
export type Shown = readonly string[];

type DialogOf = (id: number) => Confirmation | undefined;

/** What is asked, if one answer can be meant for several. */
function alikeKey({ refs }: NeedTold, dialogOf: DialogOf): string | null {
  const dialog = refs.dialog === null ? undefined : dialogOf(refs.dialog);
  if (dialog?.kind !== 'permission' || dialog.questions?.length) return null;
  const { agent, tool, command, path, verdict } = dialog;
  return command === null && path === null ? null : JSON.stringify([agent, tool, command, path, verdict]);
}

interface Before {
  /** As it was shown last, in order. */
  readonly shown: readonly Shown[];
  /** The row that is open: nothing joins it, so that no answer is given to what wasn't seen. */
  readonly open: string | null;
  /** Somebody reads: what is known stays where it is, and what is new comes at the end. */
  readonly isRead: boolean;
}

export function entriesOf(
  needs: readonly NeedTold[],
  { shown, open, isRead }: Before,
  dialogOf: DialogOf,
): Entry[] {
  const closed = new Set(shown.find(([first]) => first === open));
  const groups = new Map<string, NeedTold[]>();
  for (const need of needs) {
    const alike = alikeKey(need, dialogOf);
    const key = closed.has(need.id) ? `open ${open}` : (alike ?? need.id);
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  const entries = [...groups.values()].map((group): Entry => ({
    id: idOf(group, closed, open),
    needs: group,
  }));
  return isRead ? inOldOrder(entries, shown) : entries;
}

/** The open row keeps its id when the first of it is gone. */
const idOf = (group: readonly NeedTold[], closed: ReadonlySet<string>, open: string | null): string =>
  group.some(({ id }) => closed.has(id)) && open !== null ? open : (group[0]?.id ?? '');

function inOldOrder(entries: readonly Entry[], shown: readonly Shown[]): Entry[] {
  const place = new Map(shown.map(([first], index) => [first ?? '', index]));
  const placeOf = ({ id }: Entry): number => place.get(id) ?? shown.length;
  return [...entries].sort((a, b) => placeOf(a) - placeOf(b));
}
