/** Browsers with notifications, and quiet hours, as the API shows them: never an address or a key of a browser. */
import { z } from 'zod';
import { MESSAGE_STATUSES } from '../../workflows/contracts/alerts';
import { URGENT_KINDS, WEEKDAYS } from '../../workflows/contracts/quiet-hours';
import { id, knownTime, text, time } from '../http/responses';

export const pushBrowser = z
  .object({
    id,
    browser: text.meta({ description: 'as it calls itself (User-Agent)' }),
    service: z.string().meta({ description: 'host of its push service' }),
    mark: z.string().meta({
      description: 'by which a browser knows itself: the SHA-256 of the address of its push service, in hex',
    }),
    subscribed_at: knownTime,
    waiting: z.number().int().meta({ description: 'alerts that it is still to be told' }),
    last: z
      .object({ status: z.enum(MESSAGE_STATUSES), reason: text, at: knownTime })
      .nullable()
      .meta({ description: 'what became of the last message; null: there was none' }),
  })
  .meta({ id: 'PushBrowser' });

const hours = z.object({
  zone: z.string(),
  spans: z.array(z.object({ days: z.array(z.literal(WEEKDAYS)), from: z.string(), to: z.string() })),
  passes: z.array(z.enum(URGENT_KINDS)),
});

export const ownNotifications = z
  .object({
    public_key: z.string().meta({ description: 'with which a browser subscribes (VAPID)' }),
    quiet_hours: hours.nullable(),
    quiet_until: time.meta({ description: 'null: it is not quiet now' }),
    browsers: z.array(pushBrowser),
  })
  .meta({ id: 'OwnNotifications' });
