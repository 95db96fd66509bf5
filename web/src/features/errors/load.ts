/** Errors that pages and scripts reported, as the address wants them, and those of the server's own log. */
import { batch, signal } from '@preact/signals';
import { parameter, setParameters } from '../../app/address';
import { type Answer, call, messageOf, type Query, type Row } from '../../app/api';
import { may } from '../../app/permissions';
import { Turns } from '../../app/refresh';
import { Actions } from '../../ui/actions';

export const SHOWN = 50;
export type ReportedError = Row<'GET /api/errors'>;
export type LogErrors = Answer<'GET /api/logs/errors'>;

export const FILTERS = ['status', 'q', 'order'] as const;
export type Filter = (typeof FILTERS)[number];

export const page = signal<Answer<'GET /api/errors'> | null>(null);
export const offset = signal(0);
export const fault = signal<string | null>(null);
/** null: not read yet. */
export const inLog = signal<LogErrors | null>(null);
export const logFault = signal<string | null>(null);

export const setFilters = (values: Readonly<Partial<Record<Filter, string>>>): void =>
  batch(() => {
    offset.value = 0;
    setParameters(values);
  });

const turns = new Turns();

function query(): Query<'GET /api/errors'> {
  const status = parameter('status');
  const q = parameter('q');
  return {
    ...{ limit: SHOWN, offset: offset.value },
    ...(status !== 'all' && { status: status === 'resolved' ? 'resolved' : 'open' }),
    ...(q && { q }),
    sort: parameter('order') === 'count' ? '-count' : '-last_seen',
  };
}

export async function loadErrors(): Promise<void> {
  const asked = query();
  const counts = turns.begin();
  try {
    const read = await call('GET /api/errors', { query: asked });
    if (!counts()) return;
    page.value = read;
    fault.value = null;
  } catch (error) {
    if (counts()) fault.value = messageOf(error);
  }
}

/** For those who may read the log. */
export async function loadLogErrors(): Promise<void> {
  if (!may('logs:read')) return;
  try {
    inLog.value = await call('GET /api/logs/errors');
    logFault.value = null;
  } catch (error) {
    logFault.value = messageOf(error);
  }
}

export const actions = new Actions(
  (error) => (fault.value = messageOf(error)),
  () => (fault.value = null),
);

export async function settle({ id, status }: ReportedError): Promise<void> {
  const params = { id };
  if (status === 'open') await call('POST /api/errors/:id/resolve', { params });
  else await call('POST /api/errors/:id/reopen', { params });
  await loadErrors();
}
