/** What the page shows, read again while it is looked at. */
import { signal } from '@preact/signals';
import { call, messageOf, type Row } from '../../app/api';
import { keepReading } from '../../app/refresh';
import { readProjects } from '../projects/projects';

export type Recurring = Row<'GET /api/recurring-prompts'>;
export type Template = Row<'GET /api/templates'>;

export const recurring = signal<readonly Recurring[] | null>(null);
export const templates = signal<readonly Template[] | null>(null);
/** Why something could not be read or done. */
export const fault = signal<string | null>(null);
export const failed = (error: unknown): void => void (fault.value = messageOf(error));

/** Where only they are offered. */
export async function loadTemplates(): Promise<void> {
  try {
    templates.value = (await call('GET /api/templates')).items;
  } catch (error) {
    failed(error);
  }
}

export const loadRecurring = (): void => keepReading(load);

export async function load(): Promise<void> {
  try {
    const [prompts, texts] = await Promise.all([
      call('GET /api/recurring-prompts'),
      call('GET /api/templates'),
      readProjects(),
    ]);
    fault.value = null;
    recurring.value = prompts.items;
    templates.value = texts.items;
  } catch (error) {
    failed(error);
  }
}
