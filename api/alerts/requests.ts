/** What requests about alerts may hold. */
import { z } from 'zod';
import { ALERT_KINDS, ALERT_STATES, SET_CHANNELS, SHOWN_ALERT_KINDS } from '../../workflows/contracts/alerts';
import { oneOf, paging, someOf, whole } from '../http/fields';

const A_MONTH_MINUTES = 44_640;

export const alertQuery = paging.extend({
  state: someOf(ALERT_STATES).optional(),
  kind: someOf(SHOWN_ALERT_KINDS).optional(),
  since: z.iso
    .datetime({ offset: true, error: 'expected a time like 2026-02-07T10:00:00Z' })
    .optional()
    .meta({ description: 'those that began then or later; ISO 8601 with a zone' }),
});

export const testAlert = z.strictObject({ channel: oneOf(SET_CHANNELS) });

export const mutedKind = oneOf([...ALERT_KINDS, 'all']);

export const muteAlerts = z.strictObject({
  kind: mutedKind.default('all'),
  minutes: whole(1, A_MONTH_MINUTES).default(60),
});
