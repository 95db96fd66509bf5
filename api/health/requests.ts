/** What requests about the health may ask for. */
import { z } from 'zod';
import { HEALTH_COMPONENTS, HEALTH_STATUSES } from '../../workflows/contracts/health';
import { fromQuery, paging, someOf } from '../http/fields';

const moment = z.iso
  .datetime({ offset: true, error: 'expected a time like 2026-02-07T10:00:00Z' })
  .optional()
  .meta({ description: 'ISO 8601 with a zone' });
const range = { from: moment, to: moment };
const inOrder = { path: ['to'], error: 'expected a time after `from`' };
const isInOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean =>
  from === undefined || to === undefined || Date.parse(from) < Date.parse(to);

export const checkQuery = paging
  .extend({
    ...range,
    component: someOf(HEALTH_COMPONENTS).optional(),
    status: someOf(HEALTH_STATUSES).optional(),
  })
  .refine(isInOrder, inOrder);

export const outageQuery = paging
  .extend({
    ...range,
    component: someOf(HEALTH_COMPONENTS).optional(),
    state: z
      .enum(['open', 'closed'], { error: 'expected open or closed' })
      .optional()
      .meta({ description: 'open: it goes on' }),
  })
  .refine(isInOrder, inOrder);

const MOST_HOURS = 744;
const MOST_SLICES = 500;
export const uptimeQuery = z.object({
  hours: fromQuery(1, MOST_HOURS, 24),
  slices: fromQuery(1, MOST_SLICES, 96).meta({ description: 'pieces of equal length' }),
});
