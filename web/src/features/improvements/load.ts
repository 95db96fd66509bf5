/** Suggestions, and what is done about them. */
import { signal } from '@preact/signals';
import { type Answer, call, messageOf } from '../../app/api';
import { keepReading } from '../../app/refresh';
import { Actions } from '../../ui/actions';

export const SHOWN = 25;

export const STATUSES = ['suggested', 'queued', 'measured', 'failed', 'dismissed'] as const;
export type Status = (typeof STATUSES)[number];

export const status = signal<Status | null>('suggested');
export const offset = signal(0);
export const page = signal<Answer<'GET /api/improvements'> | null>(null);
/** Why they could not be read. */
export const fault = signal<string | null>(null);
/** How it went what was done. */
export const message = signal<{ readonly text: string; readonly tone: 'ok' | 'bad' } | null>(null);

export const loadImprovements = (): void => keepReading(() => load(status.value, offset.value));

async function load(wanted: Status | null, from: number): Promise<void> {
  try {
    const query = { limit: SHOWN, offset: from, ...(wanted && { status: wanted }) };
    const read = await call('GET /api/improvements', { query });
    // Whoever has asked for others meanwhile gets those.
    if (wanted === status.value && from === offset.value) page.value = read;
    fault.value = null;
  } catch (error) {
    fault.value = messageOf(error);
  }
}

const failed = (error: unknown): void => void (message.value = { text: messageOf(error), tone: 'bad' });
/** Those of a suggestion have its number. */
export const actions = new Actions(failed);

/** Does it, says how it went, and reads the list again. */
async function act(work: () => Promise<string>): Promise<void> {
  try {
    message.value = { text: await work(), tone: 'ok' };
  } catch (error) {
    failed(error);
  }
  await load(status.value, offset.value);
}

export const run = (): Promise<void> =>
  act(async () => {
    const { state, found, fresh } = await call('POST /api/improvements/run');
    return state === 'running' ? 'It goes on.' : `${found} suggestions, ${fresh} of them new.`;
  });

export const approve = (id: number, target: string): Promise<void> =>
  act(async () => {
    const body = target === '' ? {} : { target_session: target };
    const { attempts } = await call('POST /api/improvements/:id/approve', { params: { id }, body });
    return `Queued as prompt ${attempts[0]?.prompt_id ?? ''}.`;
  });

export const dismiss = (id: number): Promise<void> =>
  act(async () => {
    await call('POST /api/improvements/:id/dismiss', { params: { id } });
    return 'It is put away.';
  });
