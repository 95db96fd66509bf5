/** Which prompt's receipt is open, at the address `#/prompt/42`, and what was last read of it. */
import { batch, signal } from '@preact/signals';
import type { Prompt as WholePrompt } from '../../../../api/document/api-types';
import { address } from '../../app/address';
import { type Answer, call, messageOf } from '../../app/api';
import { on } from '../../app/state';
import { openId, promptIn } from './address';

export type Prompt = WholePrompt;

export { openId };
/** Null until it was read. */
export const prompt = signal<Prompt | null>(null);
/** What changed in its directory; null until it was read. */
export const changes = signal<Answer<'GET /api/assigner/prompts/:id/changes'> | null>(null);
export type Attempt = Answer<'GET /api/assigner/prompts/:id/changes'>['attempts'][number];
export const problem = signal('');

let reading = false;
let outdated = false;

/** One reading at a time; what happened during it leads to one more. */
async function read(): Promise<void> {
  if (reading) {
    outdated = true;
    return;
  }
  reading = true;
  const id = openId.peek();
  try {
    const answer = await call('GET /api/assigner/prompts/:id', { params: { id } });
    if (id === openId.peek()) show(answer);
    if (answer.assigned_session !== null) await readChanges(id);
  } catch (error) {
    if (id === openId.peek()) problem.value = messageOf(error);
  }
  reading = false;
  if (outdated || id !== openId.peek()) {
    outdated = false;
    if (openId.peek()) void read();
  }
}

async function readChanges(id: number): Promise<void> {
  const answer = await call('GET /api/assigner/prompts/:id/changes', { params: { id } });
  if (id === openId.peek()) changes.value = answer;
}

function show(next: Prompt): void {
  batch(() => {
    prompt.value = next;
    problem.value = '';
  });
}

/** An action's answer may lack the history: the reading that follows has it. */
export function take(answer: Prompt): void {
  if (answer.history && answer.id === openId.peek()) show(answer);
  void read();
}

/** It was closed: the address says so. */
export function closed(): void {
  if (openId.peek() === 0) return;
  openId.value = 0;
  if (location.hash) history.pushState(null, '', address(''));
}

/** Shows another in the place of the one that is open: the step back leads to before both. */
export function turnTo(id: number): void {
  history.replaceState(history.state, '', address(`#/prompt/${id}`));
  follow();
}

function follow(): void {
  const id = promptIn(location.hash);
  if (id === openId.peek()) return;
  batch(() => {
    openId.value = id;
    prompt.value = null;
    changes.value = null;
    problem.value = '';
  });
  if (id) void read();
}

export function followAddress(): void {
  on('prompt', ({ id }) => void (id === openId.peek() && read()));
  on('state', () => void (openId.peek() && read()));
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  follow();
}
