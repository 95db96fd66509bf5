/**
 * Keys of the page: one listener, which stands aside while somebody types, while a dialog is open, and where a part of
 * the page has taken the key for itself. Single keys can be switched off (WCAG 2.1.4).
 */
import { signal } from '@preact/signals';

export interface Key {
  /** As `KeyboardEvent.key` has it, with Alt or without, or two of them in a row: `c`, `?`, `Alt+ArrowUp`, `g q`. */
  readonly keys: string;
  /** What it does, for the list of keys. */
  readonly words: string;
  /** While a dialog is open, too. */
  readonly inDialogs?: boolean;
  /** False: it was not for it, and goes on. */
  readonly run: (event: KeyboardEvent) => unknown;
}

const OFF = 'architect.keys-off';
/** The second of two keys has to come within it. */
const PAIR_MS = 1500;

const isOff = signal(localStorage.getItem(OFF) !== null);
/** Whether single keys do anything; remembered by this browser. */
export const singleKeys = {
  get areOn(): boolean {
    return !isOff.value;
  },
  switch(on: boolean): void {
    isOff.value = !on;
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, '');
  },
};

const known: Key[] = [];
/** Those that there are, in the order in which they were given. */
export const allKeys = (): readonly Key[] => known;

export function addKeys(...keys: readonly Key[]): void {
  if (known.length === 0) document.addEventListener('keydown', listener());
  known.push(...keys);
}

function listener(): (event: KeyboardEvent) => void {
  let first = '';
  let firstMs = 0;
  return (event) => {
    const pressed = event.altKey ? `Alt+${event.key}` : event.key;
    if ((isOff.peek() && !event.altKey) || isForOthers(event)) return;
    const before = event.timeStamp - firstMs < PAIR_MS ? first : '';
    const wanted = before ? `${before} ${pressed}` : pressed;
    first = '';
    if (known.some(({ keys }) => keys.startsWith(`${pressed} `)) && !before) {
      first = pressed;
      firstMs = event.timeStamp;
    }
    // The last that was given comes first: a part of the page knows better than its frame.
    const isAside = document.querySelector('dialog:modal') !== null;
    const takes = known.findLast(
      ({ keys, inDialogs, run }) => keys === wanted && (!isAside || inDialogs) && run(event) !== false,
    );
    if (takes) event.preventDefault();
  };
}

function isForOthers(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, isComposing, defaultPrevented, target } = event;
  if (ctrlKey || metaKey || isComposing || defaultPrevented) return true;
  return target instanceof Element && isTypedInto(target);
}

/** Fields, and what says of itself that it takes all keys, such as a terminal. */
const isTypedInto = (target: Element): boolean =>
  target.closest(
    'textarea, select, [contenteditable], [role=textbox], [role=combobox], [data-takes-keys], ' +
      'input:not([type=checkbox], [type=radio], [type=button], [type=submit])',
  ) !== null;
