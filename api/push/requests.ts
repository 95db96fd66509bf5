/** What requests about notifications in browsers may hold. */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { URGENT_KINDS, WEEKDAYS } from '../../workflows/contracts/quiet-hours';
import { oneOf } from '../http/fields';

const KEY = 'expected a key in base64url, as the browser gives it';
/** A point of the curve P-256, uncompressed: 65 bytes, the first of which is 4. */
const POINT = /^B[A-P][\w-]{85}=?$/;
/** 16 bytes. */
const SECRET = /^[\w-]{22}={0,2}$/;

/** As PushSubscription.toJSON() has it. */
export const newBrowser = z.strictObject({
  endpoint: z
    .string({ error: 'expected the address of a push service' })
    .max(2_000, { error: 'expected at most 2000 characters' })
    .meta({ description: 'https only, and outside of this network' }),
  keys: z.strictObject({
    p256dh: z.string({ error: KEY }).regex(POINT, { error: KEY }),
    auth: z.string({ error: KEY }).regex(SECRET, { error: KEY }),
  }),
  expirationTime: z.number().nullish(),
});

const TIME = 'expected a time of day like 22:00';
const time = z.string({ error: TIME }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: TIME });
const DAYS = 'expected days from 1 (Monday) to 7 (Sunday), each once';

const span = z.strictObject({
  days: z
    .array(z.literal(WEEKDAYS, { error: DAYS }), { error: DAYS })
    .min(1, { error: DAYS })
    .refine((days) => new Set(days).size === days.length, { error: DAYS })
    .meta({ description: 'on which it begins; 1 = Monday, 7 = Sunday' }),
  from: time,
  to: time.meta({ description: 'no later than `from`: on the next day' }),
});

const ZONE = 'expected a time zone like Europe/Berlin';

export const quietHours = z.strictObject({
  zone: z
    .string({ error: ZONE })
    .refine((name) => /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name), { error: ZONE }),
  spans: z
    .array(span, { error: 'expected a list of spans of time' })
    .max(14, { error: 'expected at most 14 spans of time' })
    .meta({ description: 'none: it is never quiet' }),
  passes: z
    .array(oneOf(URGENT_KINDS), { error: 'expected a list of kinds' })
    .refine((kinds) => new Set(kinds).size === kinds.length, { error: 'expected each kind once' })
    .meta({ description: 'what is urgent of these kinds is told at once' }),
});
