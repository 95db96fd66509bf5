/** What requests about text messages may hold. */
import { z } from 'zod';
import { yesOrNo } from '../http/fields';

export const sendSms = z
  .strictObject({
    dry_run: yesOrNo.default(false).meta({ description: 'sends nothing, answers with the text' }),
    once: yesOrNo
      .default(true)
      .refine((once) => once, { error: 'expected true: the hourly ones are changed by their schedule' })
      .meta({ description: 'one message, now' }),
  })
  .prefault({});
