/** What the list shows: its rows, which of them is open, which are chosen, and for a moment what became of those that went. */
import { computed, effect, signal, untracked } from '@preact/signals';
import type { Confirmation, NeedTold } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { isWaiting, outcomeLook } from '../../app/confirmations';
import { on, state } from '../../app/state';
import type { Look } from '../../ui/badge';
import { type Entry, entriesOf, type Shown } from './entries';

/** Long enough to read what happened. */
const OUTCOME_MS = 6_000;

export interface Outcome {
  readonly look: Look;
  readonly words: string;
  /** While somebody points at the list it keeps the height of its row: nothing moves under a pointer. Else 0. */
  readonly height: number;
}

export const openId = signal<string | null>(null);
export const chosen = signal<ReadonlySet<string>>(new Set());
export const outcomes = signal<ReadonlyMap<string, Outcome>>(new Map());
/** Read page by page, beyond what the event stream tells. */
export const further = signal<readonly NeedTold[]>([]);
/** The pointer is over the list, or the focus in it. */
export const isRead = signal(false);
/** When the pointer last moved there, unless it has left. */
export const pointer = { movedMs: -Infinity };

/** What was answered and shown a moment ago, still in its place. */
const kept = new Map<string, NeedTold>();
let shown: readonly Shown[] = [];

export const entries = computed((): readonly Entry[] => {
  const told = state.needs?.items ?? [];
  const ids = new Set(told.map(({ id }) => id));
  const more = further.value.filter(({ id }) => !ids.has(id));
  const over = [...outcomes.value.keys()].flatMap((id) => (ids.has(id) ? [] : (kept.get(id) ?? [])));
  // One whose answer is under way keeps its place until the answer is known.
  const underWay = untracked(() => [...kept.values()]).filter(
    (need) => !ids.has(need.id) && isUnderWay(need),
  );
  const all = [...told, ...more, ...unique([...over, ...underWay])];
  const isSteady = isRead.value || openId.value !== null || over.length > 0;
  const rows = entriesOf(all, { shown, open: openId.value, isRead: isSteady }, (id) =>
    state.confirmations.get(id),
  );
  shown = rows.map(({ id, needs }) => [id, ...needs.map((need) => need.id).filter((each) => each !== id)]);
  for (const need of all) kept.set(need.id, need);
  return rows;
});

const unique = (needs: readonly NeedTold[]): NeedTold[] => [
  ...new Map(needs.map((need) => [need.id, need])).values(),
];

function isUnderWay({ refs }: NeedTold): boolean {
  const dialog = refs.dialog === null ? undefined : state.confirmations.get(refs.dialog);
  return dialog?.status === 'pending' && !isWaiting(dialog) && dialog.decided_by !== null;
}

/** Keeps the row for a moment and says in it what became of it. */
export function showOutcome(id: string, look: Look, words: string): void {
  if (!kept.has(id)) return;
  const row = document.querySelector(`[data-needs~="${CSS.escape(id)}"]`);
  const height = isPointedAt() ? (row?.getBoundingClientRect().height ?? 0) : 0;
  outcomes.value = new Map(outcomes.value).set(id, { look, words, height });
  forgetLater(id);
}

/** Answered by a key or a finger, a tall row would stand empty, and what is below it would move when nobody expects it. */
const isPointedAt = (): boolean => performance.now() - pointer.movedMs < OUTCOME_MS;

/** Not while the pointer is about to press something below it. */
function forgetLater(id: string): void {
  setTimeout(() => {
    if (isPointedAt()) {
      forgetLater(id);
      return;
    }
    kept.delete(id);
    outcomes.value = new Map([...outcomes.value].filter(([each]) => each !== id));
    if (openId.peek() === id) openId.value = null;
  }, OUTCOME_MS);
}

/** What became of a dialog, whoever answered it. */
export function followDialogs(outcomeWords: (asked: Confirmation) => string): void {
  on('confirmation', (asked, previous) => {
    if (asked.status === 'pending' || !previous) return;
    showOutcome(`dialog-${asked.id}`, outcomeLook(asked), outcomeWords(asked));
  });
}

/** Without a word what is gone is gone; the first that comes is open where nothing was. */
export function startList({ opensFirst }: { opensFirst: boolean }): void {
  let wasEmpty = true;
  effect(() => {
    const ids = new Set(entries.value.map(({ id }) => id));
    const first = entries.value[0]?.id;
    untracked(() => {
      if (openId.value !== null && !ids.has(openId.value)) openId.value = null;
      if (opensFirst && wasEmpty && first !== undefined && openId.value === null) openId.value = first;
      wasEmpty = first === undefined;
      const gone = [...chosen.value].filter((id) => !ids.has(id));
      if (gone.length > 0) chosen.value = new Set([...chosen.value].filter((id) => ids.has(id)));
    });
  });
}

/** The next page of the rest. */
export async function readFurther(): Promise<void> {
  const offset = (state.needs?.items.length ?? 0) + further.peek().length;
  const { items } = await call('GET /api/needs', { query: { offset, limit: 100 } });
  further.value = unique([...further.peek(), ...items]);
}
