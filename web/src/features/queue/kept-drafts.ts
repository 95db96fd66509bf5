/**
 * What this browser keeps of prompts that are being written. Each tab has a draft of its own, which outlives the tab, the
 * browser and a login. One whose tab is gone is offered to the others (left-drafts.tsx).
 */
import { signal } from '@preact/signals-core';
import { randomKey } from '../../app/idempotency';
import { keptName } from '../../app/kept-name';
import { whoLooks } from '../../app/permissions';

export interface KeptDraft {
  readonly text: string;
  /** What is chosen beside it, by the names of the fields. */
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly KeptFile[];
  /** It was sent, and no answer has come yet. */
  readonly sent: SentDraft | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who wrote it; null: not known. */
  readonly by: string | null;
}
export interface KeptFile {
  readonly name: string;
  readonly path: string;
}
export interface SentDraft {
  /** The idempotency key; of several prompts the beginning of each key. */
  readonly key: string;
  /** The key of the last prompt of the request. */
  readonly lastKey: string;
  /** Of the request: another one gets another key. */
  readonly print: string;
  /** Of the text that was written then; empty: what was sent is made from a template, and the text is another one. */
  readonly textPrint: string;
}

const NAME = keptName('architect.draft');
const TAB = keptName('architect.draft-of-tab');
const keyOf = (id: string): string => `${NAME} ${id}`;
const idIn = (key: string): string | undefined =>
  key.startsWith(`${NAME} `) ? /^[0-9a-f]{32}$/.exec(key.slice(NAME.length + 1))?.[0] : undefined;

/** Tabs tell each other which drafts are theirs. */
export interface Asked {
  readonly ask: string;
}
export interface Answered {
  readonly to: string;
  readonly has: string;
}
export const channel = new BroadcastChannel(NAME);

/** Why the last change isn't kept; empty if it is. */
export const keepFault = signal('');

const known = sessionStorage.getItem(TAB);
export let ownId = known ?? newId();
let by: string | null = null;
let isAsked = false;

function newId(): string {
  const id = randomKey();
  sessionStorage.setItem(TAB, id);
  return id;
}
/** The draft of this tab is another one from now on. */
export const beginAnew = (): void => void (ownId = newId());

export const allIds = (): string[] => Object.keys(localStorage).flatMap((key) => idIn(key) ?? []);

export function read(id: string): KeptDraft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null') as KeptDraft | null;
    return kept && typeof kept.text === 'string' && typeof kept.at === 'number' ? kept : null;
  } catch {
    return null;
  }
}

export function write(id: string, draft: KeptDraft | null): void {
  try {
    if (draft) localStorage.setItem(keyOf(id), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(id));
    keepFault.value = '';
  } catch {
    keepFault.value = 'This browser has no room to keep what you write: it is lost with this tab.';
  }
}

/** `draft` null: there is nothing to keep. */
export function writeOwn(draft: Omit<KeptDraft, 'at' | 'by'> | null): void {
  if (draft && !isAsked) {
    isAsked = true;
    // A browser that several people use offers drafts to those who wrote them.
    void whoLooks().then(
      ({ name }) => {
        by = name;
        const own = read(ownId);
        if (own) write(ownId, { ...own, by });
      },
      () => (isAsked = false),
    );
  }
  // A tab that is closed before it was answered still knows who wrote what it began with.
  write(ownId, draft && { ...draft, at: Date.now(), by: by ?? read(ownId)?.by ?? null });
}

/** Whether there may be drafts of other tabs, or this tab may be the copy of another. */
export const mayBeOthers = (): boolean => known !== null || allIds().some((id) => id !== ownId);

/** @param gone a draft is kept no longer: it was sent, thrown away or taken up by another tab */
export function onGone(gone: (id: string) => void): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    const id = newValue === null ? idIn(key ?? '') : undefined;
    if (id) gone(id);
  });
}

channel.addEventListener('message', ({ data }: MessageEvent<Asked | Answered>) => {
  if ('ask' in data) channel.postMessage({ to: data.ask, has: ownId } satisfies Answered);
});
