/** A time as a person writes it: with its zone, or in the time of this machine. */
import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';

const ZONE = /(?:z|[+-]\d\d(?::?\d\d)?)$/i;

/** ISO 8601 in UTC. */
export function moment(text: string): string {
  const iso = text.trim().replace(/^(\S+) +(\d)/, '$1T$2');
  const time = DateTime.fromISO(iso);
  if (!time.isValid || !/^\d{4}-\d\d-\d\d/.test(iso))
    throw new InvalidArgumentError('Expected a time like 2026-03-29T09:00 or 2026-03-29T09:00+02:00.');
  if (!(iso.includes('T') && ZONE.test(iso))) {
    if (time.getPossibleOffsets().length > 1)
      throw new InvalidArgumentError(
        `The clock shows this time twice that day: add the offset, like ${time.toFormat('ZZ')}.`,
      );
    // A clock that is put forward leaves an hour out.
    const written = DateTime.fromISO(iso, { zone: 'utc' });
    if (time.toFormat('HH:mm') !== written.toFormat('HH:mm'))
      throw new InvalidArgumentError('The clock leaves this time out that day: take a later one.');
  }
  return time.toUTC().toISO();
}
