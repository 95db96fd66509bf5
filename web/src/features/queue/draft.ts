/** The text that is being written for a prompt: a login that expires, or a reload, must not cost it. */
import { signal } from '@preact/signals-core';
import { keptName } from '../../app/kept-name';

const KEPT = keptName('architect.draft');

export const content = signal(sessionStorage.getItem(KEPT) ?? '');
/** Each of its lines is a prompt of its own (each-line.tsx). */
export const isEach = signal(false);

export function keepDraft(text: string): void {
  content.value = text;
  if (text) sessionStorage.setItem(KEPT, text);
  else sessionStorage.removeItem(KEPT);
}
