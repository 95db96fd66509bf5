/** The prompt that is being written in this tab, with all that is chosen for it. */
import { batch, effect, signal, type Signal } from '@preact/signals-core';
import { call } from '../../app/api';
import { randomKey } from '../../app/idempotency';
import { whoLooks } from '../../app/permissions';
import {
  beginAnew,
  type KeptDraft,
  type KeptFile,
  mayBeOthers,
  onGone,
  ownId,
  read,
  type SentDraft,
  writeOwn,
} from './kept-drafts';
import type * as LeftDrafts from './left-drafts';

/** A browser that is killed loses no more than what was written since. */
const KEEP_AFTER_MS = 300;

const kept = read(ownId);
export const content = signal(kept?.text ?? '');
/** Each of its lines is a prompt of its own (each-line.tsx). */
export const isEach = signal(false);
/** Those whose paths stand in the text. */
export const files = signal<readonly KeptFile[]>(kept?.files ?? []);

/** Those of other tabs, where there are any. */
export const leftDrafts = signal<typeof LeftDrafts | null>(null);

let sent: SentDraft | null = kept?.sent ?? null;
let fields: Readonly<Record<string, Signal<string>>> = {};
let timer: ReturnType<typeof setTimeout> | undefined;

export function keepDraft(text: string): void {
  content.value = text;
}

/** Writes it down without waiting. */
export function keepNow(): void {
  clearTimeout(timer);
  const chosen = Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
  const text = content.peek();
  const named = files.peek().filter(({ path }) => text.includes(path));
  writeOwn(text === '' ? null : { text, fields: chosen, files: named, sent });
}

function show({ text, fields: chosen, files: named, sent: before }: KeptDraft): void {
  batch(() => {
    content.value = text;
    files.value = named;
    for (const [name, field] of Object.entries(fields)) field.value = chosen[name] ?? field.value;
  });
  sent = before;
}

/**
 * Begins to keep it. Once a page.
 * @param chosen the fields that belong to it, by their names
 * @param queued is told of a prompt that was sent before the page ended, without an answer that came
 */
export function startDraft(
  chosen: Readonly<Record<string, Signal<string>>>,
  queued: (promptId: number) => void,
): void {
  fields = chosen;
  if (kept) show(kept);
  let isFirst = true;
  effect(() => {
    void content.value;
    void files.value;
    for (const field of Object.values(fields)) void field.value;
    clearTimeout(timer);
    if (!isFirst) timer = setTimeout(keepNow, KEEP_AFTER_MS);
    isFirst = false;
  });
  window.addEventListener('pagehide', keepNow);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) keepNow();
  });
  onGone((id) => {
    // Another tab has taken it up while this one slept.
    if (id === ownId) leave();
  });
  if (mayBeOthers())
    void import('./left-drafts').then(
      (loaded) => {
        loaded.startLeftDrafts(leave);
        leftDrafts.value = loaded;
      },
      // They are offered the next time.
      () => undefined,
    );
  if (kept) void leaveToWriter(kept);
  void lookWhetherSent(queued);
}

/** Somebody else may have logged in since in this tab. */
async function leaveToWriter({ by: writer }: KeptDraft): Promise<void> {
  if (writer === null) return;
  // A page that can't ask has nobody else to show it to than before.
  const who = await whoLooks().catch(() => null);
  if (who && who.name !== writer) leave();
}

/** It is another one's, or another tab has it: this one begins with nothing. */
function leave(): void {
  beginAnew();
  sent = null;
  batch(() => {
    content.value = '';
    files.value = [];
  });
}

export function takeDraft(draft: KeptDraft, queued: (promptId: number) => void): void {
  show(draft);
  void lookWhetherSent(queued);
}

/** What was sent without an answer may have been queued: then it is no draft any more. */
async function lookWhetherSent(queued: (promptId: number) => void): Promise<void> {
  const asked = sent;
  if (!asked) return;
  const query = { key: asked.lastKey, archived: 'include', limit: 1 } as const;
  // If it can't be asked: sent again as it is, it has the same key.
  const found = await call('GET /api/assigner/prompts', { query }).catch(() => null);
  const [prompt] = found?.items ?? [];
  if (!prompt || sent !== asked) return;
  // What was written after it was sent stays.
  if (printOf(content.peek()) === asked.textPrint) keepDraft('');
  forgetSent();
  queued(prompt.id);
}

/**
 * The key of a request: the same for the same one, until its answer has come, also after a crash.
 * @param prompts how many it has, each with a key made of this one (`rowKey`); unset: it has one with the key itself
 */
export function keyFor(body: object, prompts?: number): string {
  const print = printOf(JSON.stringify(body));
  if (sent?.print !== print) {
    const key = randomKey();
    sent = {
      ...{ key, print, textPrint: 'template' in body ? '' : printOf(content.peek()) },
      lastKey: prompts === undefined ? key : rowKey(key, prompts - 1),
    };
  }
  keepNow();
  return sent.key;
}
export const rowKey = (key: string, index: number): string => `${key}-${index}`;

/** The answer has come, and what was sent is no longer in the text. */
export function forgetSent(): void {
  sent = null;
  keepNow();
}

/** Tells texts apart; not against anybody who wants them to be taken for one another. */
export function printOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x1000193];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) + a;
  }
  return `${text.length}-${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}`;
}
