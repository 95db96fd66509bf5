/** The keys of the list: they act on the row that has the focus, never while someone writes. */
import { chosen, openId } from './list';

const FIELDS = 'input:not([type=checkbox]), textarea, select, [contenteditable]';
const ANSWER = /^[ad1-9]$/;

export function listKeys(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const { key, target, currentTarget: list } = event;
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(target instanceof HTMLElement) || target.matches(FIELDS)) return;
  const row = target.closest<HTMLElement>('.need');
  if (!row || !list.contains(row)) return;
  if (act(key, row)) event.preventDefault();
}

/** Whether the key was one of these. */
function act(key: string, row: HTMLElement): boolean {
  if (key === 'j' || key === 'ArrowDown') return move(row, 'next');
  if (key === 'k' || key === 'ArrowUp') return move(row, 'previous');
  if (key === 'Escape') return shut(row);
  if (key === 'x') return press(row.querySelector<HTMLElement>('.need-choose input'));
  if (!ANSWER.test(key.toLowerCase())) return false;
  // Nobody may approve what they have not opened.
  if (row.dataset['open'] === undefined) return press(row.querySelector<HTMLElement>('.need-open'));
  const buttons = [...row.querySelectorAll<HTMLButtonElement>('[data-key]')];
  const wanted = buttons.find(
    (button) => button.dataset['key'] === key.toLowerCase() && button.checkVisibility(),
  );
  if (!wanted) return false;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  wanted.click();
  // The next row is not open: the same key once more answers nothing.
  next?.querySelector<HTMLElement>('.need-open')?.focus();
  return true;
}

function move(row: HTMLElement, way: 'next' | 'previous'): boolean {
  const other = way === 'next' ? row.nextElementSibling : row.previousElementSibling;
  other?.querySelector<HTMLElement>('.need-open')?.focus();
  return true;
}

function shut(row: HTMLElement): boolean {
  if (row.dataset['open'] === undefined) {
    if (chosen.peek().size === 0) return false;
    chosen.value = new Set();
    return true;
  }
  openId.value = null;
  row.querySelector<HTMLElement>('.need-open')?.focus();
  return true;
}

function press(element: HTMLElement | null): boolean {
  element?.click();
  return element !== null;
}
