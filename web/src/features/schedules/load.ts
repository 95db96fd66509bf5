/** What the page shows, read again while it is looked at. */
import { signal } from '@preact/signals';
import { type Answer, call, messageOf } from '../../app/api';
import { keepReading, Turns } from '../../app/refresh';

export type Schedule = Answer<'GET /api/schedules/:id'>;
export type Sms = Answer<'GET /api/sms'>['items'][number];
export type Sheets = Answer<'GET /api/sheets'>;
export type SheetSync = Sheets['items'][number];

const MESSAGES = 10;

export const schedules = signal<readonly Schedule[] | null>(null);
export const messages = signal<readonly Sms[]>([]);
export const sheets = signal<Sheets | null>(null);
/** Why something could not be read. */
export const fault = signal<string | null>(null);
/** Why something was not done: what is read afterwards takes nothing of it back. */
export const refusal = signal<string | null>(null);
export const failed = (error: unknown): void => void (refusal.value = messageOf(error));
export const begun = (): void => void (refusal.value = null);
const turns = new Turns();

export const loadSchedules = (): void => keepReading(load);

export async function load(): Promise<void> {
  const counts = turns.begin();
  // The messages are in the record: they are shown while the engine is away.
  const read = async <T>(question: Promise<T>, keep: (answer: T) => void): Promise<string | null> => {
    try {
      const answer = await question;
      if (counts()) keep(answer);
      return null;
    } catch (error) {
      return messageOf(error);
    }
  };
  const faults = await Promise.all([
    read(call('GET /api/schedules'), ({ items }) => (schedules.value = items)),
    read(call('GET /api/sheets'), (answer) => (sheets.value = answer)),
    read(call('GET /api/sms', { query: { limit: MESSAGES } }), ({ items }) => (messages.value = items)),
  ]);
  if (counts()) fault.value = faults.find((one) => one !== null) ?? null;
}

/** Takes over one that was changed: an older answer must not take that back. */
export function keep(changed: Schedule): void {
  turns.outdate();
  schedules.value = (schedules.value ?? []).map((one) => (one.id === changed.id ? changed : one));
}
