/** Alerts, their messages and channels as the API shows them. */
import { z } from 'zod';
import {
  ALERT_CHANNELS,
  ALERT_EVENTS,
  ALERT_KINDS,
  ALERT_SEVERITIES,
  ALERT_STATES,
  HELD_BACK,
  MESSAGE_STATUSES,
  SHOWN_ALERT_KINDS,
} from '../../workflows/contracts/alerts';
import { id, knownTime, text, time } from '../http/responses';

const status = z.enum(MESSAGE_STATUSES).meta({
  description:
    'due: is sent, or sent again, in a while; unknown: it may have arrived, and is not sent again; dropped: it was over before it could be sent',
});

const delivery = z
  .object({
    event: z.enum(ALERT_EVENTS),
    channel: z.enum(ALERT_CHANNELS),
    browser_id: id.nullable().meta({ description: 'of push: which browser' }),
    status,
    reason: text.meta({ description: 'what went wrong, or what else there is to say' }),
    message_id: id.nullable().meta({ description: 'the same where several alerts were told together' }),
    tries: z.number().int(),
    created_at: knownTime,
    ended_at: time,
  })
  .meta({ id: 'AlertDelivery' });

export const alert = z
  .object({
    id,
    kind: z.enum(SHOWN_ALERT_KINDS),
    severity: z.enum(ALERT_SEVERITIES),
    state: z.enum(ALERT_STATES).meta({ description: 'pending: it has not been so for long enough' }),
    title: z.string(),
    message: z.string(),
    page: z.string().meta({ description: 'path of the page that has more' }),
    cause: z.string().meta({ description: 'the same each time that it is so again' }),
    since: knownTime,
    told_at: time.meta({ description: 'null: nobody was told' }),
    held_back: z.enum(HELD_BACK).nullable().meta({ description: 'why it was not told although it is open' }),
    escalated_at: time.meta({ description: 'when it was told that it became worse, or that nobody came' }),
    resolved_at: time,
    acknowledged_at: time,
    acknowledged_by: text,
    deliveries: z.array(delivery),
  })
  .meta({ id: 'Alert' });

export const alertMute = z
  .object({
    kind: z.enum([...ALERT_KINDS, 'all']),
    until: knownTime,
    muted_by: z.string(),
  })
  .meta({ id: 'AlertMute' });

const lastMessage = z.object({ status, reason: text, tries: z.number().int(), at: knownTime });

export const alertSettings = z
  .object({
    channels: z.array(
      z.object({
        channel: z.enum(ALERT_CHANNELS),
        missing: text.meta({ description: 'what has to be set before it can be used; null = nothing' }),
        kinds: z.array(z.enum(ALERT_KINDS)).meta({ description: 'what goes to it' }),
        last: lastMessage.nullable(),
      }),
    ),
    kinds: z.array(
      z.object({
        kind: z.enum(ALERT_KINDS),
        channels: z.array(z.enum(ALERT_CHANNELS)),
        dwell_seconds: z.number(),
        cooldown_seconds: z.number(),
      }),
    ),
    spacing_seconds: z.number(),
    mutes: z.array(alertMute),
  })
  .meta({ id: 'AlertSettings' });

export const alertTest = z
  .object({
    alert_id: id,
    channel: z.enum(ALERT_CHANNELS),
    status,
    reason: text,
  })
  .meta({ id: 'AlertTest' });
