/** What requests about recordings may ask for. */
import { z } from 'zod';
import { fromQuery, textFromQuery, yesOrNo } from '../http/fields';

export const MOST_FRAMES = 1_000;

const WHEN = 'expected a time like 2026-02-07T12:00:00.000Z';
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const moment = textFromQuery
  .max(40, { error: WHEN })
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/, { error: WHEN })
  .refine((text) => Date.parse(text) <= LATEST_MS, { error: WHEN });

export const framesQuery = z.object({
  from: moment.meta({ description: 'the first frame is what was shown then' }),
  to: moment.optional().meta({ description: 'none after it' }),
  limit: fromQuery(1, MOST_FRAMES, 300),
});

export const recordingChange = z.strictObject({
  enabled: yesOrNo.nullable().meta({ description: 'null: as the settings have it' }),
});
