/** The settings of the server, read once: they change with its start only. */
import { signal } from '@preact/signals';
import { ApiError, call, messageOf, type Row } from '../../app/api';

export type Setting = Row<'GET /api/settings'>;

/** Null until they were read. */
export const settings = signal<readonly Setting[] | null>(null);
/** Why they aren't there. */
export const fault = signal('');

const FORBIDDEN = 403;

export function loadSettings(): void {
  call('GET /api/settings').then(
    ({ items }) => (settings.value = items),
    (error: unknown) =>
      (fault.value =
        error instanceof ApiError && error.status === FORBIDDEN
          ? 'Only an admin sees the settings of the server.'
          : messageOf(error)),
  );
}
