/**
 * The keys of all lists: j and k go from row to row, Enter opens, x chooses, Escape lets go. A list has `data-list` and
 * each of its rows `data-row`; the link or button that opens a row has `data-opens`, and the focus while the row is the
 * one that is meant. Where nothing is opened the row itself has it.
 */
import { addKeys } from './keys';

const ROW = '[data-row]';
const LIST = '[data-list]';
const OPENS = '[data-opens]';

const rowOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>(ROW) ?? null;
/** The row that is meant. */
const current = (): HTMLElement | null => rowOf(document.activeElement);

function rowsOf(list: Element | null): HTMLElement[] {
  const rows = [...(list?.querySelectorAll<HTMLElement>(ROW) ?? [])];
  return rows.filter((row) => row.checkVisibility());
}

/** That of the row that is meant, or the first that has any. */
function rowsHere(): HTMLElement[] {
  const here = current();
  if (here) return rowsOf(here.closest(LIST));
  for (const list of document.querySelectorAll(LIST)) {
    const rows = rowsOf(list);
    if (rows.length > 0) return rows;
  }
  return [];
}

function goBy(step: 1 | -1): boolean {
  const rows = rowsHere();
  const here = current();
  const at = here ? rows.indexOf(here) : -1;
  const next = here ? rows[at + step] : rows[step === 1 ? 0 : rows.length - 1];
  if (!next) return rows.length > 0;
  const opens = next.matches(OPENS) ? next : next.querySelector<HTMLElement>(OPENS);
  if (!opens) next.tabIndex = -1;
  (opens ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  // For what shows more of the row that is meant.
  next.dispatchEvent(new Event('row-reached', { bubbles: true }));
  return true;
}

/** What `x` and Escape do in lists whose rows can be chosen. */
interface Choosing {
  readonly list: string;
  readonly choose: (row: HTMLElement) => void;
  /** @returns whether any was chosen */
  readonly letGo: () => boolean;
}
const choosing: Choosing[] = [];
const choosingAt = (row: Element | null): Choosing | undefined =>
  choosing.find(({ list }) => row?.closest(list));

export const chooseByKey = (way: Choosing): void => void choosing.push(way);

function letGo(): boolean {
  const hadAny = choosing.some((way) => way.letGo());
  const here = current();
  if (!hadAny && document.activeElement instanceof HTMLElement && here) document.activeElement.blur();
  return hadAny || here !== null;
}

export function startListKeys(): void {
  addKeys(
    { keys: 'j', words: 'Next row', run: () => goBy(1) },
    { keys: 'k', words: 'Row before', run: () => goBy(-1) },
    {
      keys: 'x',
      words: 'Choose the row, or not',
      run() {
        const row = current();
        const way = choosingAt(row);
        if (row && way) way.choose(row);
        return Boolean(row && way);
      },
    },
    // The browser presses the link or button that has the focus.
    { keys: 'Enter', words: 'Open the row', run: () => false },
    { keys: 'Escape', words: 'Let go of the row, or of what is chosen', run: letGo },
  );
}
