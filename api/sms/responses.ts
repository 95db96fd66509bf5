/** Text messages as the API shows them. */
import { z } from 'zod';
import { SMS_STATUSES } from '../../workflows/contracts/sms';
import { id, knownTime, text, time } from '../http/responses';

export const sms = z
  .object({
    id,
    hour: time.meta({
      description: 'beginning of the hour it is for; null = a person wanted it beside those',
    }),
    requested_by: z.string(),
    status: z.enum(SMS_STATUSES).meta({
      description:
        'due: is sent, or tried again, in a moment; unknown: Dialpad may have it, so it is not sent again',
    }),
    reason: text,
    text: z.string(),
    to: z.array(z.string()).meta({ description: 'the numbers, all but their ends hidden' }),
    tries: z.number().int(),
    message_id: text.meta({ description: "Dialpad's number of it" }),
    message_status: text.meta({ description: "Dialpad's word: pending, success or failed" }),
    delivery_result: text.meta({ description: "Dialpad's word: accepted, rejected, no_route, ..." }),
    created_at: knownTime,
    tried_at: time,
    ended_at: time,
  })
  .meta({ id: 'Sms' });

export const smsSent = z
  .object({
    dry_run: z.boolean(),
    text: z.string(),
    missing: text.meta({ description: 'what has to be set before a message can be sent' }),
    sms: sms.nullable().meta({ description: 'null in a dry run, and before it is written down' }),
  })
  .meta({ id: 'SmsSent' });
