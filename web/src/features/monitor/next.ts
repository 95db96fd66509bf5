/** The prompts that go to sessions next, read from the server: the stream has but the first of a long queue. */
import { computed, signal } from '@preact/signals';
import { call } from '../../app/api';
import { on, state, type Prompt } from '../../app/state';

const SHOWN = 8;
/** However fast prompts come and go. */
const AT_MOST_EVERY_MS = 500;

const read = signal<readonly Prompt[]>([]);

/** Those that wait still, as the stream has them. */
export const next = computed(() =>
  read.value
    .map((prompt) => state.prompts.get(prompt.id) ?? prompt)
    .filter(({ stage }) => stage === 'accepted' || stage === 'queued'),
);

export function followNext(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void readNext();
    }, AT_MOST_EVERY_MS);
  };
  on('state', () => void readNext());
  on('prompt', readSoon);
}

async function readNext(): Promise<void> {
  const query = { status: 'accepted,queued', order: 'priority', limit: SHOWN } as const;
  // If it fails, the next change or the next state asks again; the header says what is wrong.
  const answer = await call('GET /api/assigner/prompts', { query }).catch(() => null);
  if (answer) read.value = answer.items;
}
