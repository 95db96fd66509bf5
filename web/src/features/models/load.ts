/** What the page shows, read again while it is looked at. */
import { signal } from '@preact/signals';
import { type Answer, call, messageOf, type Row } from '../../app/api';
import { keepReading } from '../../app/refresh';

export type Provider = Row<'GET /api/llm/providers'>;
export type Budget = Row<'GET /api/budgets'>;

export const providers = signal<Answer<'GET /api/llm/providers'> | null>(null);
export const usage = signal<Answer<'GET /api/llm/usage'> | null>(null);
export const budgets = signal<readonly Budget[] | null>(null);
/** Why something could not be read or done. */
export const fault = signal<string | null>(null);

export const loadModels = (): void => keepReading(load);

export async function load(): Promise<void> {
  try {
    const [some, spent, limits] = await Promise.all([
      call('GET /api/llm/providers'),
      call('GET /api/llm/usage'),
      call('GET /api/budgets'),
    ]);
    fault.value = null;
    providers.value = some;
    usage.value = spent;
    budgets.value = limits.items;
  } catch (error) {
    fault.value = messageOf(error);
  }
}

export const failed = (error: unknown): void => void (fault.value = messageOf(error));

const CENTS_FROM_USD = 1;
export const money = (usd: number): string => `$${usd.toFixed(usd === 0 || usd >= CENTS_FROM_USD ? 2 : 4)}`;
export const tokens = (count: number): string => count.toLocaleString('en');
