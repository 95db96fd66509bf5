/** What the page shows, read again while it is looked at. */
import { signal } from '@preact/signals';
import { type Answer, call, messageOf, type Row } from '../../app/api';
import { keepReading, Turns } from '../../app/refresh';

export type Provider = Row<'GET /api/llm/providers'>;
export type Budget = Row<'GET /api/budgets'>;

export const providers = signal<Answer<'GET /api/llm/providers'> | null>(null);
export const usage = signal<Answer<'GET /api/llm/usage'> | null>(null);
export const budgets = signal<readonly Budget[] | null>(null);
/** Why something could not be read. */
export const fault = signal<string | null>(null);
/** Why something was not done: what is read afterwards takes nothing of it back. */
export const refusal = signal<string | null>(null);
const turns = new Turns();

export const loadModels = (): void => keepReading(load);

export async function load(): Promise<void> {
  const counts = turns.begin();
  try {
    const [some, spent, limits] = await Promise.all([
      call('GET /api/llm/providers'),
      call('GET /api/llm/usage'),
      call('GET /api/budgets'),
    ]);
    if (!counts()) return;
    fault.value = null;
    providers.value = some;
    usage.value = spent;
    budgets.value = limits.items;
  } catch (error) {
    if (counts()) fault.value = messageOf(error);
  }
}

/** What its buttons do, and where it stands why one did not. */
export const failed = (error: unknown): void => void (refusal.value = messageOf(error));
export const begun = (): void => void (refusal.value = null);
