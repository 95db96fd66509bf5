/** What requests about throughput may ask for. */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { oneOf, textFromQuery } from '../http/fields';
import { RANGES } from '../../workflows/contracts/throughput-ranges';

const ZONE = 'expected the name of a time zone, like Europe/Berlin';

export const throughputQuery = z.object({
  range: oneOf(RANGES).default('24h').meta({
    description: 'today: since midnight; the others up to now, in hours, 3 hours, days and weeks',
  }),
  time_zone: textFromQuery
    .max(64, { error: ZONE })
    .refine((name) => /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name), { error: ZONE })
    .optional()
    .meta({
      description: 'in which days begin; that of the server if left out',
      examples: ['Europe/Berlin'],
    }),
});
