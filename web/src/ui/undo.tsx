/**
 * What can be taken back is not asked about: it is said, and sent when the time for taking it back is over, or when the
 * page is left. Never for what types into a terminal or answers a dialog.
 */
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { messageOf } from '../app/api';
import { announce } from './announcer';
import { addKeys } from './keys';
import { mount } from './mount';

const UNDO_MS = 2000;
/** How long a failure stays. */
const FAILED_MS = 10_000;

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone?: 'bad';
  readonly undo?: () => void;
}

const toasts = signal<readonly Toast[]>([]);
let count = 0;
/** What is done when the page is left. */
const waiting = new Map<number, () => void>();

/** Things that are about to be changed, by what `key` said: rows show it. */
const leaving = signal<ReadonlySet<string>>(new Set());
export const isLeaving = (key: string): boolean => leaving.value.has(key);

interface Later {
  /** What is done, as a person reads it: `Prompt #5 is cancelled`. */
  readonly text: string;
  /** What it is done to. */
  readonly keys: readonly string[];
  readonly send: () => Promise<unknown>;
}

/** Does it in two seconds, unless it is taken back. @returns false if it was */
export function doLater({ text, keys, send }: Later): Promise<boolean> {
  start();
  const id = ++count;
  mark(keys, true);
  return new Promise((resolve) => {
    const end = (isDone: boolean): void => {
      clearTimeout(timer);
      waiting.delete(id);
      remove(id);
      if (isDone)
        void send()
          .then(undefined, (error: unknown) => fail(messageOf(error)))
          .finally(() => mark(keys, false));
      else mark(keys, false);
      resolve(isDone);
    };
    const timer = setTimeout(() => end(true), UNDO_MS);
    waiting.set(id, () => end(true));
    toasts.value = [...toasts.peek(), { id, text, undo: () => end(false) }];
    announce(`${text}. Press Z to undo.`);
  });
}

/** Says that something went wrong, wherever one is on the page. */
export function fail(text: string): void {
  start();
  const id = ++count;
  toasts.value = [...toasts.peek(), { id, text, tone: 'bad' }];
  announce(text);
  setTimeout(() => remove(id), FAILED_MS);
}

const remove = (id: number): void => void (toasts.value = toasts.peek().filter((toast) => toast.id !== id));

function mark(keys: readonly string[], isMarked: boolean): void {
  const next = new Set(leaving.peek());
  for (const key of keys) {
    if (isMarked) next.add(key);
    else next.delete(key);
  }
  leaving.value = next;
}

let isStarted = false;
function start(): void {
  if (isStarted) return;
  isStarted = true;
  const place = document.createElement('div');
  place.className = 'toasts';
  mount(<Toasts />, place);
  // Only what is in an open dialog can be pressed while it is open; with the dialog it would be gone.
  const stand = (): void => {
    const over = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;
    if (place.parentElement !== over) over.append(place);
  };
  effect(() => {
    if (toasts.value.length > 0) stand();
  });
  new MutationObserver(() => {
    if (!place.isConnected) stand();
  }).observe(document.body, { childList: true });
  window.addEventListener('pagehide', () => {
    for (const end of waiting.values()) end();
  });
}

export const startUndoKey = (): void =>
  addKeys({
    keys: 'z',
    words: 'Undo, within two seconds',
    inDialogs: true,
    run() {
      const last = toasts.peek().findLast(({ undo }) => undo);
      last?.undo?.();
      return last !== undefined;
    },
  });

const Toasts = (): VNode => (
  <>
    {toasts.value.map(({ id, text, tone, undo }) => (
      <div key={id} class="toast" data-tone={tone}>
        <span>{text}</span>
        {undo && (
          <button type="button" class="button button-small" onClick={undo}>
            Undo <kbd>Z</kbd>
          </button>
        )}
        {!undo && (
          <button type="button" class="close" aria-label="Close" onClick={() => remove(id)}>
            ×
          </button>
        )}
      </div>
    ))}
  </>
);
