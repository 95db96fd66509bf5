/** What requests about schedules may hold. */
import { z } from 'zod';
import { someOfFields, yesOrNo } from '../http/fields';

/** Nothing of ours is needed more often, or more rarely than once a year. */
const SHORTEST_SECONDS = 10;
const LONGEST_SECONDS = 366 * 86_400;
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 };
const LENGTH = /^(\d{1,8})([smhd])$/;

const expected = `expected whole seconds from ${SHORTEST_SECONDS} to ${LONGEST_SECONDS}, or a length like 90s, 5m, 1h or 1d`;
export const interval = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(LENGTH)
        .transform((text) => {
          const [, count, unit] = LENGTH.exec(text) ?? [];
          return Number(count) * SECONDS[unit as keyof typeof SECONDS];
        }),
    ],
    { error: expected },
  )
  .refine(
    (seconds) => Number.isInteger(seconds) && seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS,
    {
      error: expected,
    },
  )
  .nullable()
  .optional()
  .meta({
    description: 'seconds, or a length like 90s, 5m, 1h, 1d; null = as it was',
    examples: ['5m', 300],
    override: {
      anyOf: [
        { type: 'integer', minimum: SHORTEST_SECONDS, maximum: LONGEST_SECONDS },
        { type: 'string', pattern: LENGTH.source },
        { type: 'null' },
      ],
    },
  });
export const cron = z
  .string({ error: 'expected a cron text of five fields, like "0 3 * * *"' })
  .max(200, { error: 'expected at most 200 characters' })
  .nullable()
  .optional()
  .meta({ description: 'five fields, in local time; null = as it was', examples: ['0 3 * * *'] });

export const changeSchedule = someOfFields(
  z.strictObject({ paused: yesOrNo.optional(), interval, cron }),
).refine(({ interval: length, cron: text }) => length == null || text == null, {
  path: ['cron'],
  error: 'expected either cron or interval',
});
