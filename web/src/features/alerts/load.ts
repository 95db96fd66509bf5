/** Alerts and channels, and what is done about them. */
import { signal } from '@preact/signals';
import { type Answer, type Body, call, messageOf } from '../../app/api';
import { keepReading } from '../../app/refresh';
import { Actions } from '../../ui/actions';

export const SHOWN = 25;
export const FILTERS = ['open', 'resolved', null] as const;
export type Filter = (typeof FILTERS)[number];

export type Alert = Answer<'GET /api/alerts'>['items'][number];
export type ChannelName = Body<'POST /api/alerts/test'>['channel'];
export type MutedKind = NonNullable<Body<'POST /api/alerts/mute'>['kind']>;

export const state = signal<Filter>('open');
export const offset = signal(0);
export const page = signal<Answer<'GET /api/alerts'> | null>(null);
export const settings = signal<Answer<'GET /api/alerts/channels'> | null>(null);
/** Why they could not be read. */
export const fault = signal<string | null>(null);
/** How it went what was done. */
export const message = signal<{ readonly text: string; readonly tone: 'ok' | 'bad' } | null>(null);

export const loadAlerts = (): void => keepReading(() => load(state.value, offset.value));

async function load(wanted: Filter, from: number): Promise<void> {
  try {
    const query = { limit: SHOWN, offset: from, ...(wanted && { state: wanted }) };
    const [read, channels] = await Promise.all([
      call('GET /api/alerts', { query }),
      call('GET /api/alerts/channels'),
    ]);
    // Whoever has asked for others meanwhile gets those.
    if (wanted === state.value && from === offset.value) page.value = read;
    settings.value = channels;
    fault.value = null;
  } catch (error) {
    fault.value = messageOf(error);
  }
}

const failed = (error: unknown): void => void (message.value = { text: messageOf(error), tone: 'bad' });
/** Those of an alert have its number, those of a channel its name. */
export const actions = new Actions(failed);

/** Does it, says how it went, and reads everything again. */
async function act(work: () => Promise<typeof message.value>): Promise<void> {
  try {
    message.value = await work();
  } catch (error) {
    failed(error);
  }
  await load(state.value, offset.value);
}

export const acknowledge = (id: number): Promise<void> =>
  act(async () => {
    await call('POST /api/alerts/:id/acknowledge', { params: { id } });
    return { text: `Alert ${id} is acknowledged.`, tone: 'ok' };
  });

export const test = (channel: ChannelName): Promise<void> =>
  act(async () => {
    const { status, reason } = await call('POST /api/alerts/test', { body: { channel } });
    const why = reason === null ? '' : `: ${reason}`;
    return { text: `The test by ${channel} is ${status}${why}.`, tone: status === 'sent' ? 'ok' : 'bad' };
  });

export const mute = (kind: MutedKind, minutes: number): Promise<void> =>
  act(async () => {
    await call('POST /api/alerts/mute', { body: { kind, minutes } });
    return { text: `Nobody is told of ${kind} for ${minutes} minutes.`, tone: 'ok' };
  });

export const unmute = (kind: MutedKind): Promise<void> =>
  act(async () => {
    await call('DELETE /api/alerts/mute/:kind', { params: { kind } });
    return { text: `It is told of ${kind} again.`, tone: 'ok' };
  });
